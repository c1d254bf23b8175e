"""Our select writes what Django’s own would."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

HOSTILE = '"><script>'
CHOICES = [("", "—"), ("1", "Un"), (2, "Deux & trois"), ("Groupe", [("a", HOSTILE), (HOSTILE, "b")])]


class Marked(forms.Select):
    """A select that marks and closes some of its options."""

    def create_option(self, name, value, *args, **kwargs):  # type: ignore[no-untyped-def]
        option = super().create_option(name, value, *args, **kwargs)
        if value == "a":
            option["attrs"] |= {"disabled": True, "data-note": HOSTILE, "hidden": False}
        return option


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, Marked])
@pytest.mark.parametrize("value", ["", "2", HOSTILE, ["1", "a"]])
def test_a_select_is_the_same_as_with_djangos_templates(widget: type[forms.Select], value: object) -> None:
    field = widget(choices=CHOICES, attrs={"id": "x", "class": "form-select"})
    ours = field.render("choix", value)
    theirs = field.render("choix", value, renderer=DjangoTemplates())
    assert parse_html(ours) == parse_html(theirs)
    assert "<script>" not in ours
