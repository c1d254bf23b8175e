"""Filters of the events, kept in the URL."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.deal_filters import DealFilter
from programs.models import Event, EventKind


def years() -> list[tuple[str, str]]:
    """Next year, this one and the nine before."""
    this = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this + 1, this - 10, -1)]


class EventFilter(DealFilter):
    """By kind and by year."""

    type = django_filters.ChoiceFilter(
        field_name="kind", label=_("Type"), choices=EventKind.choices, empty_label=_("Tous")
    )
    annee = django_filters.ChoiceFilter(label=_("Année"), method="in_year", choices=years, empty_label=_("Toutes"))

    class Meta:
        model = Event
        fields: list[str] = []

    def in_year(self, rows: QuerySet[Event], name: str, value: str) -> QuerySet[Event]:
        """Those that begin in the year."""
        return rows.filter(starts_at__year=int(value))
