"""Editing an organisation."""

import re
from collections.abc import Iterable
from typing import Any

from data_inclusion.schema.v1 import ReseauPorteur
from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core.fields import clean_line
from core.sql import FrenchSort
from partners.forms.hours import HOURS_SECTION
from partners.forms.place import ADDRESS, CardForm, folded, several, suggested
from partners.models import Organization
from partners.models.folding import fold

NETWORKS = sorted(((network.value, network.label) for network in ReseauPorteur), key=lambda choice: fold(choice[1]))
LABEL = re.compile(r"(.+?)(?:\s*\(([^()]*)\))?")


def network_words(codes: Iterable[str]) -> str:
    """The names of the networks, separated by commas."""
    names = dict(NETWORKS)
    return ", ".join(names.get(code, code) for code in codes)


def label_of(organization: Organization) -> str:
    """« Le Pont (Lille) »: typed back, it is this very organisation, unless another bears both names."""
    return f"{organization.name} ({organization.city})" if organization.city else organization.name


def organization_called(text: str) -> list[Organization]:
    """Organisations of the directory of this name, or of this name in this commune: two at most."""
    known = Organization.objects.active().alias(folded=FrenchSort("name"), place=FrenchSort("city"))
    found = list(known.filter(folded=fold(text)).order_by("pk")[:2])
    label = LABEL.fullmatch(text)
    if not found and label and label.group(2) is not None:
        named = known.filter(folded=fold(label.group(1)), place=fold(label.group(2)))
        found = list(named.order_by("pk")[:2])
    return found


class OrganizationForm(CardForm):
    """An organisation, its networks and, for a branch, its head."""

    head = forms.CharField(
        label=_("Antenne de"),
        required=False,
        max_length=300,
        help_text=_("Le nom de la structure mère, si celle-ci en est une antenne."),
        widget=forms.TextInput(attrs=suggested(reverse_lazy("partners:heads"), "head")),
    )
    networks = several(_("Réseaux"), NETWORKS)
    website = forms.URLField(label=_("Site"), required=False, max_length=500, assume_scheme="https")
    accessibility_link = forms.URLField(
        label=_("Fiche d’accessibilité"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("L’adresse de la fiche sur acceslibre.beta.gouv.fr."),
    )
    sections = [
        (
            _("La structure"),
            ["name", "head", "description", "siret", "is_sensitive", *folded(_("Réseaux"), "networks")],
        ),
        (_("Où"), ["country", *ADDRESS, "accessibility_link"]),
        HOURS_SECTION,
        (_("Comment la joindre"), ["phone", "email", "website"]),
    ]

    class Meta:
        model = Organization
        fields = [
            "name", "description", "siret", "is_sensitive", "networks", "country", *ADDRESS, "accessibility_link",
            "phone", "email", "website",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.instance.parent
        self.fields["head"].initial = label_of(parent) if parent else ""
        known = {code for code, _label in NETWORKS}
        other = [(code, code) for code in self.instance.networks if code not in known]
        self.fields["networks"].choices = [*NETWORKS, *other]  # type: ignore[attr-defined]
        self.fields["country"].required = False

    @property
    def country(self) -> str:
        """As chosen."""
        return str(self.cleaned_data.get("country") or self.instance.country)

    @property
    def changed_fields(self) -> list[str]:
        """The head too."""
        return super().changed_fields + (["parent"] if "head" in self.changed_data else [])

    def clean_country(self) -> str:
        """Unsaid, it stays as it was."""
        return str(self.cleaned_data["country"] or self.instance.country)

    def clean_head(self) -> str:
        """The one organisation of that name."""
        typed = clean_line(self.cleaned_data["head"])
        found = organization_called(typed) if typed else []
        if typed and not found:
            raise forms.ValidationError(_("Aucune structure de l’annuaire ne porte ce nom."))
        if len(found) > 1:
            raise forms.ValidationError(
                _("Plusieurs structures portent ce nom\u00a0: précisez la commune entre parenthèses.")
            )
        self.head_found = found[0] if found else None
        return typed

    def clean(self) -> dict[str, Any]:
        """A branch of a head: the record says what cannot be."""
        cleaned = super().clean()
        if "head" in cleaned:
            self.instance.parent = self.head_found
            try:
                self.instance.require_one_level()
            except forms.ValidationError as error:
                self.add_error("head", error)
                self.instance.parent = None
        return cleaned
