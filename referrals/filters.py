"""Filters of the list of referrals, kept in the URL."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.choices import label_of
from core.dates import FrenchDateField
from partners.models import DeclineReason, Domain
from referrals.groupings import NO_DOMAIN, NONE, keyed, labels
from referrals.measures import MEASURES, sent_from, sent_until
from referrals.models import Referral, Status
from referrals.models.queries import ReferralQuerySet

HIDDEN_GROUPS = ("structure", "departement", "commune", "equipe")
SILENCES = [("7", _("7 jours ou plus")), ("14", _("14 jours ou plus")), ("30", _("30 jours ou plus"))]


class SentDayFilter(django_filters.Filter):  # type: ignore[misc]
    """A day as people write it."""

    field_class = FrenchDateField


def kept(name: str) -> django_filters.CharFilter:
    """A group of the figures: nobody types it, the link of a figure brings it."""
    return django_filters.CharFilter(label=name, method="of_group", max_length=36, widget=forms.HiddenInput)


class SendingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By days of sending and by the groups that the figures tell apart."""

    domaine = django_filters.ChoiceFilter(
        label=_("Domaine"),
        choices=[*Domain.choices, (NONE, NO_DOMAIN)],
        method="of_group",
        empty_label=_("Tous"),
    )
    du = SentDayFilter(label=_("Envoyée à partir du"), method="since")
    au = SentDayFilter(label=_("Envoyée jusqu’au"), method="until")
    structure = kept("structure")
    departement = kept("departement")
    commune = kept("commune")
    equipe = kept("equipe")

    class Meta:
        model = Referral
        fields: list[str] = []

    def of_group(self, rows: ReferralQuerySet, name: str, value: str) -> ReferralQuerySet:
        """Of one group of the figures."""
        return keyed(rows, name, value)  # type: ignore[no-any-return]

    def since(self, rows: ReferralQuerySet, name: str, value: date) -> ReferralQuerySet:
        """Sent that day or later."""
        return sent_from(rows, value)

    def until(self, rows: ReferralQuerySet, name: str, value: date) -> ReferralQuerySet:
        """Sent that day or before."""
        return sent_until(rows, value)

    @property
    def given(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.form.is_valid()
        cleaned: dict[str, Any] = getattr(self.form, "cleaned_data", {})
        return {name: value for name, value in cleaned.items() if value}

    def words_of(self, *names: str) -> list[str]:
        """The groups asked for, by their names."""
        return [labels(name, [self.given[name]])[self.given[name]] for name in names if name in self.given]


class ReferralFilter(SendingFilter):
    """By status, by days without a reply, mine or the whole team’s; by what a figure counts."""

    statut = django_filters.ChoiceFilter(
        field_name="status", label=_("Statut"), choices=Status.choices, empty_label=_("Tous")
    )
    silence = django_filters.ChoiceFilter(
        label=_("Sans réponse depuis"), choices=SILENCES, method="silent", empty_label=_("Peu importe")
    )
    miennes = django_filters.BooleanFilter(
        label=_("Seulement les miennes"), method="written_by_me", widget=forms.CheckboxInput
    )
    etat = django_filters.ChoiceFilter(
        choices=[(slug, one.label) for slug, one in MEASURES.items()], method="measured", widget=forms.HiddenInput
    )
    raison = django_filters.ChoiceFilter(
        field_name="decline_reason", choices=DeclineReason.choices, widget=forms.HiddenInput
    )

    def silent(self, rows: ReferralQuerySet, name: str, value: str) -> ReferralQuerySet:
        """Sent at least so many days ago, and nobody has answered."""
        return rows.silent_since(timezone.now() - timedelta(days=int(value)))

    def measured(self, rows: ReferralQuerySet, name: str, value: str) -> ReferralQuerySet:
        """Those that a figure counts."""
        return rows.filter(MEASURES[value].condition)

    def written_by_me(self, rows: ReferralQuerySet, name: str, value: bool) -> ReferralQuerySet:
        """Prepared by the reader."""
        return rows.filter(created_by=self.request.user) if value else rows

    @property
    def active_count(self) -> int:
        """How many filters narrow the list."""
        return len(self.given)

    @property
    def hidden_words(self) -> str:
        """What narrows the list though no field shows it: « Acceptées · CHRS du Pont »."""
        state, reason = self.given.get("etat"), self.given.get("raison")
        counted = [str(MEASURES[state].label)] if state else []
        given = [label_of(DeclineReason, reason)] if reason else []
        return " · ".join([*counted, *given, *self.words_of(*HIDDEN_GROUPS)])
