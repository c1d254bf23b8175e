"""Editing organisations and services of the directory."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Audience, Commune, ContactMethod, DeliveryMode, Domain, Organization, ReferredBy, Service

SHORT_TEXTS = {"audience_details", "access_conditions", "fees_details", "contact_details"}
ADDRESS = ["address", "address_more", "postal_code", "city"]


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """What organisations and services share: an address that finds its commune, a check made while editing."""

    just_checked = forms.BooleanField(
        label=_("Je viens de vérifier ces informations"),
        required=False,
        help_text=_("La fiche portera la date d’aujourd’hui et votre nom."),
    )
    sections: list[tuple[Any, list[str]]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            *(Fieldset(title, *names, css_class="form-section") for title, names in self.sections), "just_checked"
        )
        self.fields["postal_code"].widget.attrs["class"] = "input-short"
        for name in self.fields.keys() & SHORT_TEXTS:
            self.fields[name].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        """Place the address on the map, at its commune, when it is new or has moved."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        moved = {"postal_code", "city"}.intersection(self.changed_data)
        if (moved or self.instance.latitude is None) and not self.errors:
            commune = Commune.objects.of_address(cleaned.get("postal_code", ""), cleaned.get("city", ""))
            self.instance.insee_code = commune.pk if commune else ""
            self.instance.latitude = commune.latitude if commune else None
            self.instance.longitude = commune.longitude if commune else None
        return cleaned


class OrganizationForm(PlaceForm):
    """An organisation."""

    sections = [
        (_("La structure"), ["name", "description", "siret", "is_active"]),
        (_("Où"), [*ADDRESS, "opening_hours"]),
        (_("Comment la joindre"), ["phone", "email", "website"]),
    ]

    class Meta:
        model = Organization
        fields = [
            "name", "description", "siret", "is_active", *ADDRESS, "opening_hours", "phone", "email", "website",
        ]  # fmt: skip

    website = forms.URLField(label=_("Site"), required=False, max_length=500, assume_scheme="https")


def several(label: Any, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """A choice of several, as boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs
    )


class ServiceForm(PlaceForm):
    """A service; domains ticked by hand stay as they are when the source is imported again."""

    domains = several(_("Domaines"), Domain.choices, help_text=_("C’est par là qu’on trouve le service."))
    audiences = several(_("Publics"), Audience.choices)
    delivery_modes = several(_("Accueil"), DeliveryMode.choices)
    contact_methods = several(_("Comment joindre"), ContactMethod.choices)
    referred_by = several(_("Qui peut demander"), ReferredBy.choices)
    link = forms.URLField(label=_("Lien"), required=False, max_length=500, assume_scheme="https")
    sections = [
        (_("Le service"), ["name", "description", "kind", "domains", "is_active"]),
        (_("Pour qui"), ["audiences", "audience_details", "access_conditions", "fees", "fees_details"]),
        (_("Où et quand"), ["delivery_modes", *ADDRESS, "opening_hours"]),
        (_("Comment joindre"), ["contact_methods", "contact_details", "referred_by", "phone", "email", "link"]),
    ]

    class Meta:
        model = Service
        fields = [
            "name", "description", "kind", "domains", "is_active", "audiences", "audience_details",
            "access_conditions", "fees", "fees_details", "delivery_modes", *ADDRESS, "opening_hours",
            "contact_methods", "contact_details", "referred_by", "phone", "email", "link",
        ]  # fmt: skip

    def clean_audiences(self) -> list[str]:
        """« Tous publics » stands alone."""
        audiences: list[str] = self.cleaned_data["audiences"]
        if Audience.EVERYONE in audiences and len(audiences) > 1:
            raise forms.ValidationError(_("«\u00a0Tous publics\u00a0» se coche seul."))
        return audiences

    def clean(self) -> dict[str, Any]:
        """Remember that somebody chose the domains."""
        cleaned = super().clean()
        if "domains" in self.changed_data:
            self.instance.domains_corrected = True
        return cleaned
