"""Fields that the forms of the plan share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from beneficiaries.forms.exchange import Text
from beneficiaries.models.layer import Layer
from beneficiaries.models.plan_item import layer_for
from core.dates import FrenchDateField
from partners.models import Domain

PLAIN_WORDS = _("La personne peut lire ce texte : des faits utiles, dans des mots simples.")


def domains_in(layers: Iterable[Layer]) -> list[tuple[str, Any]]:
    """The domains of which the user may write, having the right to read them."""
    readable = set(layers)
    return [(value, label) for value, label in Domain.choices if layer_for(value) in readable]


def version_field() -> forms.IntegerField:
    """The version that the user was shown."""
    return forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


def submission_field() -> forms.UUIDField:
    """The identifier of the form sent: the same sent twice makes one record."""
    return forms.UUIDField(widget=forms.HiddenInput)


def person_words() -> Text:
    """What the person says, in their words."""
    return Text(rows=2, label=_("Dans les mots de la personne"), help_text=_("Facultatif. « Je veux… »"))


def day_to_come(**options: Any) -> FrenchDateField:
    """A day, the nearest to come when the year is not written."""
    return FrenchDateField(nearest="future", **options)


class Ideas(forms.TextInput):
    """A line with what is often written there, to choose or not."""

    def __init__(self, key: str, ideas: Iterable[Any], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"list": f"ideas-{key}", "autocomplete": "off", **(attrs or {})})
        self.key, self.ideas = key, [str(idea) for idea in ideas]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field and its list."""
        options = format_html_join("", '<option value="{}"></option>', ((idea,) for idea in self.ideas))
        field = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="ideas-{}">{}</datalist>', field, self.key, options)
