"""How many adults the children present need, now and at each half hour of a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.templatetags.french import time_words
from programs.models import CareRule, CareShift, ChildBooking

HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class Ratio:
    """The children of one moment, the adults there and the adults needed."""

    at: datetime
    walking: int
    not_walking: int
    adults: int
    needed: int

    @property
    def children(self) -> int:
        """All of them."""
        return self.walking + self.not_walking

    @property
    def is_enough(self) -> bool:
        """Whether the rule is kept."""
        return self.adults >= self.needed

    @property
    def verdict(self) -> str:
        """In words: a colour says nothing on paper."""
        return _("conforme") if self.is_enough else _("non conforme")

    @property
    def words(self) -> str:
        """« 2 requis, 2 présents : conforme (calculé à 10 h 15) »."""
        needed = ngettext("%(count)d adulte requis", "%(count)d adultes requis", self.needed) % {"count": self.needed}
        there = ngettext("%(count)d présent", "%(count)d présents", self.adults) % {"count": self.adults}
        told = {
            "needed": needed,
            "there": there,
            "verdict": self.verdict,
            "hour": time_words(timezone.localtime(self.at)),
        }
        return _("%(needed)s, %(there)s : %(verdict)s (calculé à %(hour)s)") % told


@dataclass(frozen=True)
class Staffing:
    """The children and the adults of a day, read once."""

    rule: CareRule
    day: date
    bookings: list[ChildBooking]
    shifts: list[CareShift]

    def at(self, moment: datetime, now: datetime) -> Ratio:
        """The ratio of one moment; a child of whom nobody said whether they walk does not."""
        there = [row for row in self.bookings if row.is_there(moment, now)]
        walking = sum(bool(walks(row.child)) for row in there)
        hour = timezone.localtime(moment).time()
        adults = sum(shift.starts_at <= hour < shift.ends_at for shift in self.shifts)
        needed = self.rule.adults_needed(walking, len(there) - walking)
        return Ratio(moment, walking, len(there) - walking, adults, needed)

    def half_hours(self, now: datetime) -> list[Ratio]:
        """Each half hour while the crèche is open: what was, then what is expected."""
        return [self.at(moment, now) for moment in moments(self.day, self.rule.opens_at, self.rule.closes_at)]


def walks(child: Any) -> bool | None:
    """Whether the child walks; None when nobody said."""
    card = getattr(child, "care_card", None)
    return card.walks if card else None


def moments(day: date, since: time, until: time) -> Iterator[datetime]:
    """Each half hour of the clock."""
    wall = datetime.combine(day, since)
    while wall < datetime.combine(day, until):
        yield timezone.make_aware(wall)
        wall += HALF_HOUR


def staffing(program: Any, day: date, bookings: Iterable[ChildBooking]) -> Staffing:
    """Of one day of a crèche: two queries beside the bookings."""
    shifts = (
        CareShift.objects.filter(worker__program=program, day=day).select_related("worker").order_by("starts_at", "pk")
    )
    return Staffing(CareRule.of(program), day, list(bookings), list(shifts))
