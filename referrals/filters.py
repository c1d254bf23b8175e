"""Filters of the list of referrals, kept in the URL."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Domain
from referrals.models import Referral, Status
from referrals.models.queries import ReferralQuerySet

SILENCES = [("7", _("7 jours ou plus")), ("14", _("14 jours ou plus")), ("30", _("30 jours ou plus"))]


class ReferralFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By status, by days without a reply, by domain, mine or the whole team’s."""

    statut = django_filters.ChoiceFilter(
        field_name="status", label=_("Statut"), choices=Status.choices, empty_label=_("Tous")
    )
    silence = django_filters.ChoiceFilter(
        label=_("Sans réponse depuis"), choices=SILENCES, method="silent", empty_label=_("Peu importe")
    )
    domaine = django_filters.ChoiceFilter(
        label=_("Domaine"), choices=Domain.choices, method="in_domain", empty_label=_("Tous")
    )
    miennes = django_filters.BooleanFilter(
        label=_("Seulement les miennes"), method="written_by_me", widget=forms.CheckboxInput
    )

    class Meta:
        model = Referral
        fields: list[str] = []

    def silent(self, rows: ReferralQuerySet, name: str, value: str) -> ReferralQuerySet:
        """Sent at least so many days ago, and nobody has answered."""
        return rows.silent_since(timezone.now() - timedelta(days=int(value)))

    def in_domain(self, rows: ReferralQuerySet, name: str, value: str) -> ReferralQuerySet:
        """To a service of the domain."""
        return rows.filter(service__domains__contains=[value])

    def written_by_me(self, rows: ReferralQuerySet, name: str, value: bool) -> ReferralQuerySet:
        """Prepared by the reader."""
        return rows.filter(created_by=self.request.user) if value else rows

    @property
    def active_count(self) -> int:
        """How many filters narrow the list."""
        cleaned: dict[str, Any] = getattr(self.form, "cleaned_data", {})
        return sum(1 for value in cleaned.values() if value)
