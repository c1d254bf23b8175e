"""What the forms of organisations, services and sites share: an address that finds its commune, sections, hours."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, LayoutObject
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from partners.forms.hours import HoursForm
from partners.models import Commune, Country, Organization, Service, Site

SHORT_TEXTS = {"audience_details", "access_conditions", "fees_details", "contact_details", "accessibility"}
ADDRESS = ["address", "address_more", "postal_code", "city"]
POINT = ["insee_code", "latitude", "longitude"]
Section = tuple[Any, list[Any]]


def several(label: Any, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """A choice of several, as boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


def folded(title: Any, *names: str) -> list[LayoutObject | str]:
    """A long list of boxes, folded until somebody wants it."""
    opening = format_lazy('<details class="disclosure"><summary>{}</summary><div>', title)
    return [HTML(opening), *names, HTML("</div></details>")]


def suggested(url: Any, name: str) -> dict[str, Any]:
    """The attributes of a field whose list of suggestions (its name, then « -list ») follows what is typed."""
    return {
        "autocomplete": "off",
        "list": f"{name}-list",
        "data-hx-get": url,
        "data-hx-trigger": "input changed delay:200ms",
        "data-hx-target": f"#{name}-list",
        "data-hx-swap": "innerHTML",
        "data-hx-select": "unset",
        "data-hx-select-oob": "unset",
        "data-hx-push-url": "false",
        "data-hx-params": name,
    }


def at_commune(place: Organization | Service | Site, country: str) -> None:
    """Give a place the code and the point of the commune of its address, when that is one we know."""
    communes = Commune.objects.filter(country=country)
    commune = communes.of_address(place.postal_code, place.city) if place.postal_code or place.city else None
    place.insee_code = commune.pk if commune else ""
    place.latitude = commune.latitude if commune else None
    place.longitude = commune.longitude if commune else None


class PlaceForm(HoursForm):
    """A record with an address and hours."""

    sections: list[Section] = []
    ending: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.fields["postal_code"].widget.attrs["class"] = "input-short"
        for name in self.fields.keys() & SHORT_TEXTS:
            self.fields[name].widget.attrs["rows"] = 3
        self.lay_out(self.sections)

    def lay_out(self, sections: Iterable[Section]) -> None:
        """Show the sections, then what ends the form."""
        shown = (Fieldset(title, *names, css_class="form-section") for title, names in sections)
        self.helper.layout = Layout(*shown, *self.ending)

    @property
    def country(self) -> str:
        """Where the place is."""
        return Country.FRANCE

    def clean(self) -> dict[str, Any]:
        """Place the address on the map, at its commune, when it is new or has moved."""
        cleaned = super().clean()
        moved = {"postal_code", "city", "country"}.intersection(self.changed_data)
        if (moved or self.instance.latitude is None) and not self.errors:
            for name in ("postal_code", "city"):
                setattr(self.instance, name, cleaned.get(name, ""))
            at_commune(self.instance, self.country)
        return cleaned


class CardForm(PlaceForm):
    """A card of the directory, which may have been checked while editing."""

    just_checked = forms.BooleanField(
        label=_("Je viens de vérifier ces informations"),
        required=False,
        help_text=_("La fiche portera la date d’aujourd’hui et votre nom."),
    )
    ending = ["just_checked"]
