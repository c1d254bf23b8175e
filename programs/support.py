"""Opening the hours of a professional week after week, and reading a week of them day by day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import FollowUp
from core.errors import DomainError
from core.holidays import is_holiday
from programs.models import Program, Session, SlotBooking
from programs.planning import moment

MOST_WEEKS = 26
AHEAD = timedelta(days=366)
SATURDAY = 5
FIRST_WEEK, LAST_WEEK = date(2000, 1, 3), date(2099, 12, 28)
SLOTS_READ = 400
Hours = list[tuple[datetime, datetime]]


def hours_of(day: date, starts: time, ends: time, *, minutes: int, weeks: int = 1) -> tuple[Hours, list[date]]:
    """One hour after the other from the first to the last, each week at the same time; public holidays left out."""
    if not timezone.localdate() <= day <= timezone.localdate() + AHEAD:
        raise DomainError(_("Ouvrez des créneaux à partir d’aujourd’hui, un an à l’avance au plus."))
    length, hours, holidays = timedelta(minutes=minutes), [], []
    for week in range(weeks):
        held_on = day + timedelta(weeks=week)
        if weeks > 1 and is_holiday(held_on):
            holidays.append(held_on)
            continue
        # Counted on the world’s clock: ours has days of 23 and 25 hours.
        start, end = moment(held_on, starts).astimezone(UTC), moment(held_on, ends).astimezone(UTC)
        if start + length > end:
            raise DomainError(_("La fin vient après le début, et un créneau tient entre les deux."))
        while start + length <= end:
            hours.append((start, start + length))
            start += length
    return hours, holidays


def week_of(asked: str) -> date:
    """The Monday of the day asked for; without one, this week’s, or the next one’s on a Saturday or Sunday."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        today = timezone.localdate()
        day = today if today.weekday() < SATURDAY else today + timedelta(days=2)
    monday = min(max(day, FIRST_WEEK), LAST_WEEK)
    return monday - timedelta(days=monday.weekday())


@dataclass(frozen=True)
class Row:
    """One slot of a week: booking when the reader may know who comes."""

    slot: Any
    booking: SlotBooking | None
    is_open: bool

    @property
    def key(self) -> datetime:
        """When it begins."""
        return self.slot.starts_at  # type: ignore[no-any-return]


@dataclass(frozen=True)
class DayOfSlots:
    """A day of the week, its slots and the group sessions of the program."""

    day: date
    rows: list[Row]
    sessions: list[Session] = field(default_factory=list)

    @property
    def free(self) -> int:
        """How many may still be taken."""
        return sum(row.is_open for row in self.rows)


def week_of_slots(program: Program, monday: date, user: User) -> list[DayOfSlots]:
    """The days of a week on which something is held, with who comes as far as the user may know it."""
    start, end = midnight(monday), midnight(monday + timedelta(days=7))
    slots: list[Any] = list(program.slots.open().between(start, end).with_taken().for_list()[:SLOTS_READ])
    rows = rows_of(slots, user)
    sessions = program.sessions.filter(is_cancelled=False, starts_at__gte=start, starts_at__lt=end)
    meetings = list(sessions.order_by("starts_at", "pk"))
    days = {day: list(found) for day, found in groupby(rows, key=lambda row: timezone.localdate(row.key))}
    groups = {day: list(found) for day, found in groupby(meetings, key=lambda one: timezone.localdate(one.starts_at))}
    return [DayOfSlots(day, days.get(day, []), groups.get(day, [])) for day in sorted({*days, *groups})]


def rows_of(slots: Iterable[Any], user: User) -> list[Row]:
    """Each slot with its appointment, when the user may read it."""
    found, now = list(slots), timezone.now()
    known = bookings_of([slot.pk for slot in found], user)
    return [
        Row(slot, known.get(slot.pk), not slot.is_taken and slot.program.is_active and not slot.is_past(now))
        for slot in found
    ]


def bookings_of(slots: list[UUID], user: User) -> dict[UUID, SlotBooking]:
    """The appointments that hold these slots, those that the user may read."""
    rows = SlotBooking.objects.visible_to(user).held().filter(slot__in=slots)
    return {row.slot_id: row for row in rows.select_related("appointment__beneficiary")}


def note_of(booking: SlotBooking, user: User) -> FollowUp | None:
    """What was written of the session, for its author and those who read its layer."""
    written = booking.appointment.follow_up
    if written is None or written.author_id == user.pk:
        return written
    return FollowUp.objects.visible_to(user).filter(pk=written.pk).first()


def midnight(day: date) -> datetime:
    """When a day begins."""
    return timezone.make_aware(datetime.combine(day, time()))
