"""Filters of the grants, kept in the URL."""

import django_filters
from django.utils.translation import gettext_lazy as _

from partners.deal_filters import DealFilter
from partners.models import FunderKind, Grant, GrantStatus


class GrantFilter(DealFilter):
    """By status and by kind of funder."""

    etat = django_filters.ChoiceFilter(
        field_name="status", label=_("État"), choices=GrantStatus.choices, empty_label=_("Toutes")
    )
    financeur = django_filters.ChoiceFilter(
        field_name="funder__kind", label=_("Type de financeur"), choices=FunderKind.choices, empty_label=_("Tous")
    )

    class Meta:
        model = Grant
        fields: list[str] = []
