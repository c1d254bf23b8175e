"""A filter field is written without crispy, and looks as crispy writes it."""

from html.parser import HTMLParser
from typing import Any

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms

from core.dates import FrenchDateField
from core.templatetags.filter_fields import filter_field


class SampleForm(forms.Form):
    """One field of each kind that filters have."""

    words = forms.CharField(label="Mots <b>", max_length=40, required=False, help_text="Un ou deux mots.")
    place = forms.CharField(required=False, widget=forms.TextInput(attrs={"type": "search", "list": "communes"}))
    kind = forms.ChoiceField(choices=[("", "Tous"), ("a", "Alpha & <i>"), ("b", "Bêta")], required=False)
    since = FrenchDateField(label="Depuis", required=False)
    fresh = forms.BooleanField(label="Récent", required=False)
    secret = forms.CharField(required=False, widget=forms.HiddenInput)
    must = forms.CharField(label="Nécessaire")


class Elements(HTMLParser):
    """Tags with their attributes in any order, and texts, blanks aside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(" ".join(data.split()))


GIVEN = {"words": 'un "mot" <script>', "kind": "a", "since": "32 mai", "fresh": "on", "secret": "x", "must": "y"}


@pytest.mark.parametrize("data", [None, {}, GIVEN, {"kind": "inconnu", "words": "x" * 50}])
@pytest.mark.parametrize("name", [name for name in SampleForm.base_fields if name != "secret"])
def test_a_filter_field_looks_as_any_other_field(name, data):
    ours, theirs = SampleForm(data), SampleForm(data)
    assert Elements(filter_field(ours[name])).found == Elements(as_crispy_field(theirs[name])).found


def test_a_hidden_field_is_written_when_a_link_brought_it():
    assert filter_field(SampleForm({})["secret"]) == ""
    brought = Elements(filter_field(SampleForm({"secret": "<x>"})["secret"])).found
    assert brought == [("input", {"type": "hidden", "name": "secret", "value": "<x>"})]
