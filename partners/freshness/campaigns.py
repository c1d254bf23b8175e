"""Choosing the organisations of a campaign, and sending its links a few at a time."""

from datetime import date, datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.dates import months_later
from core.errors import DomainError, TransitionNotAllowed
from core.sql import FrenchSort
from partners.filters import RADII
from partners.freshness.letters import send_link
from partners.models import CampaignLine, Domain, LineStatus, Organization, Service, UpdateCampaign
from partners.models.update_campaign import CampaignLineQuerySet
from partners.territory import territory_called, within

AT_ONCE = 25
AT_MOST = 500
REMIND_AFTER = timedelta(days=7)
AGES = [("", _("Toutes")), ("3", _("3 mois")), ("6", _("6 mois")), ("12", _("1 an")), ("24", _("2 ans"))]


class CampaignForm(forms.ModelForm):  # type: ignore[type-arg]
    """Which organisations to ask: never read again for so long, by domain, near a commune."""

    months = forms.ChoiceField(label=_("Fiches non vérifiées depuis"), choices=AGES, required=False, initial="6")
    domain = forms.ChoiceField(
        label=_("Domaine"), choices=[("", _("Tous les domaines")), *Domain.choices], required=False
    )
    commune = forms.CharField(
        label=_("Près de (commune ou code postal)"), required=False, max_length=100, help_text=_("Vide : partout.")
    )
    radius = forms.TypedChoiceField(
        label=_("Distance"), coerce=int, choices=[(km, f"{km}\u00a0km") for km in RADII], initial=20, required=False
    )

    class Meta:
        model = UpdateCampaign
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_commune(self) -> str:
        """Refuse a place that nobody knows, rather than ask everybody."""
        text: str = self.cleaned_data["commune"]
        self.territory = territory_called(text)
        if self.territory.not_found or (text and not self.territory.located):
            raise forms.ValidationError(_("Cette commune n’est pas connue. Vérifiez son nom ou son code postal."))
        return text

    def chosen(self, today: date) -> "QuerySet[Organization]":
        """The organisations that the answers choose, in the order of names."""
        given, rows = self.cleaned_data, Organization.objects.active()
        if given["months"]:
            rows = rows.exclude(read_since(months_later(today, -int(given["months"]))))
        if given["domain"]:
            offered = Service.objects.filter(
                organization=OuterRef("pk"), is_active=True, domains__contains=[given["domain"]]
            )
            rows = rows.filter(Exists(offered))
        if self.territory.commune:
            near: Any = within(rows, self.territory.commune, given["radius"] or 20)  # type: ignore[arg-type]
            rows = near
        return rows.order_by(FrenchSort("name"), "pk")


def read_since(day: date) -> Q:
    """Checked here, confirmed by the partner or updated by its source since that day."""
    return Q(checked_on__gte=day) | Q(confirmed_on__gte=day) | Q(source_updated_on__gte=day)


def waiting_to_leave(campaign: UpdateCampaign, *, at: datetime, reminders: bool) -> CampaignLineQuerySet:
    """The lines whose mail may leave now."""
    lines = CampaignLine.objects.filter(campaign=campaign)
    return lines.to_remind(at - REMIND_AFTER) if reminders else lines.to_send()


def send_some(campaign: UpdateCampaign, *, by: User, at: datetime, reminders: bool = False) -> tuple[int, int]:
    """Send the next links, each in a transaction of its own; (sent, failed). What did not leave stays to do."""
    lines = list(waiting_to_leave(campaign, at=at, reminders=reminders).for_list()[:AT_ONCE])
    sent = sum(send_line(line, by=by, at=at) for line in lines)
    return sent, len(lines) - sent


def send_line(line: CampaignLine, *, by: User, at: datetime) -> bool:
    """Send its link to one organisation; False when nothing can be sent to its address, and nothing was noted."""
    try:
        with transaction.atomic():
            line.move_to(LineStatus.SENT, by=by, at=at)
            send_link(line.organization, by=by, at=at, reminder=line.times_sent > 1)
    except TransitionNotAllowed:
        raise
    except DomainError:
        return False
    return True
