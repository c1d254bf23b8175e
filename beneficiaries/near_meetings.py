"""Appointments of two people kept apart at one place, too near each other: seen by who may act, refused to nobody.

A place is typed as people say it, and a worker who is refused an hour would look for the reason: nothing is refused.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from beneficiaries.models import Appointment
from beneficiaries.models.appointment_states import MeetingMode, Outcome
from partners.models.folding import fold

FAR = [MeetingMode.PHONE, MeetingMode.VIDEO]
LONG = timedelta(hours=1)
Pair = tuple[UUID, UUID]


def meetings_near(
    pairs: Iterable[Pair], now: datetime, buffer: timedelta
) -> dict[Pair, list[tuple[Appointment, Appointment]]]:
    """For each pair, their appointments to come at one place with less than the buffer between them."""
    wanted = list(pairs)
    rows = Appointment.objects.upcoming(now).filter(
        beneficiary__in={end for pair in wanted for end in pair}, outcome=Outcome.PENDING
    )
    known: dict[UUID, list[Appointment]] = defaultdict(list)
    for row in rows.exclude(mode__in=FAR).exclude(place="").order_by("starts_at", "pk"):
        known[row.beneficiary_id].append(row)
    near = {
        (first, second): [(one, other) for one in known[first] for other in known[second] if _near(one, other, buffer)]
        for first, second in wanted
    }
    return {pair: both for pair, both in near.items() if both}


def _near(one: Appointment, other: Appointment, buffer: timedelta) -> bool:
    """Whether both are at one place, the first to come hardly gone when the other arrives."""
    if fold(one.place).split() != fold(other.place).split():
        return False
    first, then = sorted((one, other), key=lambda row: row.starts_at)
    lasts = timedelta(minutes=first.duration_minutes) if first.duration_minutes else LONG
    return then.starts_at < first.starts_at + lasts + buffer
