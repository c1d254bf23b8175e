"""The history of a stay, an unavailability or a request, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.french import date_words, time_words
from programs.models import PlaceEvent, StayStatus
from programs.models.childcare.booking_states import BookingCancelReason
from programs.models.stay_states import (
    CancelReason,
    DepartureReason,
    MoveOn,
    RejectReason,
    RequestStatus,
    UnavailableReason,
)

LABELS = {
    "period": gettext_lazy("Dates"),
    "status": gettext_lazy("Statut"),
    "turnaround_days": gettext_lazy("Jours de remise en état"),
    "note": gettext_lazy("Remarque"),
    "overstay_from": gettext_lazy("Dépasse depuis le"),
    "overstay_authorised": gettext_lazy("Dépassement autorisé"),
    "overstay_reason": gettext_lazy("Raison du dépassement"),
    "cancel_reason": gettext_lazy("Raison de l’annulation"),
    "departure_reason": gettext_lazy("Raison du départ"),
    "move_on": gettext_lazy("Destination"),
    "end_note": gettext_lazy("Précisions"),
    "reason": gettext_lazy("Raison"),
    "reject_reason": gettext_lazy("Raison du refus"),
    "decision_note": gettext_lazy("Notes"),
    "address_reader": gettext_lazy("Connaît l’adresse"),
    "turnaround_minutes": gettext_lazy("Minutes de remise en état"),
    "arrived_at": gettext_lazy("Arrivée"),
    "departed_at": gettext_lazy("Départ"),
    "taken_by": gettext_lazy("Parti avec"),
    "asked_by": gettext_lazy("Venue refusée de"),
    "meal": gettext_lazy("Repas"),
}
CHOICES: dict[str, list[Any]] = {
    "status": [StayStatus, RequestStatus],
    "cancel_reason": [CancelReason, BookingCancelReason],
    "departure_reason": [DepartureReason],
    "move_on": [MoveOn],
    "reason": [UnavailableReason],
    "reject_reason": [RejectReason],
}


@dataclass(frozen=True)
class Change:
    """One field, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryLine:
    """One act: what, when, by whom, and what it changed."""

    title: str
    meta: str
    changes: list[Change]


def history(events: Iterable[PlaceEvent]) -> list[HistoryLine]:
    """The acts, latest first."""
    return [
        HistoryLine(
            event.get_act_display(),
            _("le %(day)s à %(time)s, par %(who)s")
            % {"day": date_words(event.at), "time": time_words(event.at), "who": event.by},
            [
                Change(str(LABELS[name]), _words(name, before), _words(name, after))
                for name, (before, after) in sorted(event.changes.items())
                if name in LABELS
            ],
        )
        for event in events
    ]


def _words(name: str, value: Any) -> str:
    """A kept value as it is read."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return " → ".join(moment_words(day) for day in value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if name in {"overstay_from", "arrived_at", "departed_at"}:
        return moment_words(value)
    for choices in CHOICES.get(name, []):
        if value in choices.values:
            return str(choices(value).label)
    return str(value)


def moment_words(text: str) -> str:
    """A day, or an hour of a day, as the history keeps it."""
    if len(text) <= len("2025-10-14"):
        return date_words(date.fromisoformat(text))
    at = timezone.localtime(datetime.fromisoformat(text))
    return f"{date_words(at)}, {time_words(at)}"
