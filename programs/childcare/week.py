"""The places of a crèche over a week: who has which hours, what is free, what the week comes to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from core.templatetags.french import time_words
from programs.models import CareRule, ChildBooking, Occupancy, Place, Program
from programs.models.childcare.hours import Asked, Slot, taken_from
from programs.models.occupancy import midnight
from programs.models.stay_states import TONES

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Part:
    """Some hours of a place on a day."""

    hours: str
    words: str
    tone: str
    pk: UUID | None = None


@dataclass(frozen=True)
class WeekDayCell:
    """A place on a day; free tells whether anything of the day may still be booked."""

    day: date
    parts: list[Part]


@dataclass(frozen=True)
class Week:
    """Some open days of the places of a crèche."""

    days: list[date]
    lines: list[tuple[Place, list[WeekDayCell]]]
    offered: int
    taken: int

    @property
    def rate(self) -> int | None:
        """Per cent of the hours offered that are taken."""
        return round(100 * self.taken / self.offered) if self.offered else None


def week_of(program: Program, monday: date, user: User) -> Week:
    """The week of a crèche: three queries, whatever it holds."""
    rule = CareRule.of(program)
    days = [monday + timedelta(days=number) for number in range(7) if rule.is_open_on(monday + timedelta(days=number))]
    places = list(Place.objects.childcare().filter(program=program))
    seen = ChildBooking.objects.visible_to(user).filter(pk=OuterRef("child_booking_id"))
    rows = (
        Occupancy.objects.filter(
            place__in=places, during__overlap=(midnight(monday), midnight(monday + timedelta(days=7)))
        )
        .select_related("child_booking__child", "unavailability")
        .annotate(is_visible=Exists(seen))
        .order_by("during", "pk")
    )
    by_place: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_place[row.place_id].append(row)
    lines = [(place, [cell(day, by_place[place.pk]) for day in days]) for place in places]
    opening = datetime.combine(monday, rule.closes_at) - datetime.combine(monday, rule.opens_at)
    held = [row.child_booking for row in rows if row.child_booking]
    taken = sum(((row.period.upper - row.period.lower) for row in held), timedelta())
    return Week(days, lines, round(len(days) * len(places) * (opening / HOUR)), round(taken / HOUR))


def cell(day: date, rows: Iterable[Any]) -> WeekDayCell:
    """What takes a place on a day."""
    start, end = midnight(day), midnight(day + DAY)
    return WeekDayCell(day, [part(row) for row in rows if row.during.lower < end and row.during.upper > start])


def part(row: Any) -> Part:
    """A child by the first name when the user may read it; an unavailability by its reason."""
    if (booking := row.child_booking) is None:
        return Part("", row.unavailability.get_reason_display(), "neutral")
    hours = "–".join(time_words(timezone.localtime(one)) for one in booking.slot)
    if not row.is_visible:
        return Part(hours, "", TONES[booking.status])
    return Part(hours, booking.child.first_name, TONES[booking.status], booking.pk)


def free_places(program: Program, slot: Slot, months: int, number: int) -> tuple[list[Place], datetime | None]:
    """The places free on these hours for this age, or the next hour when so many are."""
    places = list(Place.objects.childcare().filter(program=program))
    asked = Asked(slot, [months] * number, places, taken_from(places, slot[0]), CareRule.of(program))
    free = [place for place in places if asked.is_free(place, slot) and place.takes_age(months)]
    return (free, None) if len(free) >= number else ([], asked.refusal().free_from)
