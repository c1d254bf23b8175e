"""Filters of agreements, employers and posts, kept in the URL."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.fields import clean_line
from core.sql import FrenchSort
from partners.filters import RADII, SUGGEST, TEXT
from partners.models import (
    AgreementKind,
    AgreementStatus,
    Asked,
    ContractKind,
    Employer,
    Openness,
    Post,
    PostKind,
    Sector,
)
from partners.models.agreement import Agreement, AgreementQuerySet
from partners.models.folding import fold
from partners.models.post import PostQuerySet
from partners.territory import Territory, distance_from, territory_called, within

NEAR_KM = 20


class DealFilter(django_filters.FilterSet):  # type: ignore[misc]
    """A list’s filters."""

    @property
    def active_count(self) -> int:
        """How many filters are set."""
        return sum(1 for value in getattr(self.form, "cleaned_data", {}).values() if value)


class AgreementFilter(DealFilter):
    """Which agreements."""

    etat = django_filters.ChoiceFilter(
        label=_("État"),
        choices=[
            ("renouveler", _("À renouveler")),
            ("vigueur", _("En vigueur")),
            ("preparation", _("En préparation")),
            ("finies", _("Terminées ou abandonnées")),
        ],
        method="in_state",
        empty_label=_("Toutes"),
    )
    objet = django_filters.ChoiceFilter(
        field_name="kind", label=_("Objet"), choices=AgreementKind.choices, empty_label=_("Tous")
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def in_state(self, rows: AgreementQuerySet, name: str, value: str) -> AgreementQuerySet:
        """By where they stand today."""
        today = timezone.localdate()
        if value == "renouveler":
            return rows.to_renew(today)
        if value == "vigueur":
            return rows.in_force(today)
        kept = {
            "preparation": [AgreementStatus.PREPARED],
            "finies": [AgreementStatus.ENDED, AgreementStatus.ABANDONED],
        }
        found: AgreementQuerySet = rows.filter(status__in=kept[value])
        return found


class EmployerFilter(DealFilter):
    """Which employers."""

    q = django_filters.CharFilter(
        label=_("Nom ou commune"),
        method="called",
        max_length=TEXT,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    secteur = django_filters.ChoiceFilter(
        field_name="sector", label=_("Secteur"), choices=Sector.choices, empty_label=_("Tous")
    )
    regard = django_filters.ChoiceFilter(
        field_name="openness", label=_("Regard sur un passage en prison"), choices=Openness.choices,
        empty_label=_("Tous"),
    )  # fmt: skip
    accueille = django_filters.ChoiceFilter(
        label=_("Accueille pour"), choices=PostKind.choices, method="hosting", empty_label=_("Tout")
    )

    class Meta:
        model = Employer
        fields: list[str] = []

    def called(self, rows: QuerySet[Employer], name: str, value: str) -> QuerySet[Employer]:
        """Whose name or commune holds the words."""
        rows = rows.alias(by_name=FrenchSort("organization__name"), by_city=FrenchSort("organization__city"))
        for word in fold(clean_line(value)).split():
            rows = rows.filter(Q(by_name__contains=word) | Q(by_city__contains=word))
        return rows

    def hosting(self, rows: QuerySet[Employer], name: str, value: str) -> QuerySet[Employer]:
        """Those who take people for this kind of post."""
        return rows.filter(hosts__contains=[value])


class PostFilter(DealFilter):
    """Which posts: kind, trade, place, what is asked."""

    type = django_filters.ChoiceFilter(
        field_name="kind", label=_("Type"), choices=PostKind.choices, empty_label=_("Tous")
    )
    secteur = django_filters.ChoiceFilter(
        field_name="employer__sector", label=_("Secteur"), choices=Sector.choices, empty_label=_("Tous")
    )
    contrat = django_filters.ChoiceFilter(
        field_name="contract", label=_("Contrat"), choices=ContractKind.choices[1:], empty_label=_("Tous")
    )
    commune = django_filters.CharFilter(
        label=_("Près de (commune ou code postal)"), method="unused", max_length=TEXT,
        widget=forms.TextInput(attrs={"list": "communes", "autocomplete": "off", **SUGGEST}),
    )  # fmt: skip
    rayon = django_filters.ChoiceFilter(
        label=_("Distance"), choices=[(str(km), _("%(km)d\u00a0km") % {"km": km}) for km in RADII], method="unused",
        empty_label=_("20\u00a0km"),
    )  # fmt: skip
    casier = django_filters.BooleanFilter(
        label=_("Sans extrait de casier demandé"), method="without_extract", widget=forms.CheckboxInput
    )
    tous = django_filters.BooleanFilter(
        label=_("Avec les postes pourvus ou retirés"), method="unused", widget=forms.CheckboxInput
    )

    class Meta:
        model = Post
        fields: list[str] = []

    @cached_property
    def territory(self) -> Territory:
        """Near where."""
        return territory_called(str(self.form.cleaned_data.get("commune") or ""))

    def unused(self, rows: PostQuerySet, name: str, value: Any) -> PostQuerySet:
        """Read together, in filter_queryset."""
        return rows

    def without_extract(self, rows: PostQuerySet, name: str, value: bool) -> PostQuerySet:
        """Those known not to ask for an extract of the criminal record."""
        return rows.filter(record_extract=Asked.NO) if value else rows

    def filter_queryset(self, rows: PostQuerySet) -> Any:
        """Open ones unless all are asked for, then near the commune when there is one."""
        found: Any = super().filter_queryset(rows)
        given = self.form.cleaned_data
        if not given.get("tous"):
            found = found.open_on(timezone.localdate())
        commune = self.territory.commune
        if commune and self.territory.located:
            near = within(found, commune, int(given.get("rayon") or NEAR_KM))
            return near.annotate(distance=distance_from(commune))
        return found.none() if self.territory.not_found else found
