"""The figures of the houses over some days: nights, rate, requests refused, where people went to live."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from programs.models import Place, Program, Stay, StayStatus, Unavailability
from programs.models.stay_states import MoveOn
from programs.stay_calendar import SMALL, refusals

DAY = timedelta(days=1)
S = StayStatus
SLEPT = {S.ARRIVED, S.DEPARTED}


@dataclass
class HouseNights:
    """The nights of a house: offered, booked or slept, slept."""

    house: Program
    beds: int = 0
    offered: int = 0
    taken: int = 0
    slept: int = 0

    @property
    def rate(self) -> int | None:
        """Per cent of the nights offered that are taken."""
        return round(100 * self.taken / self.offered) if self.offered else None


@dataclass(frozen=True)
class HouseFigures:
    """What some days of some houses come to."""

    houses: list[HouseNights]
    refusals: list[tuple[str, str]]
    move_on: list[tuple[str, str]]
    people: str
    departures: str

    @property
    def whole(self) -> HouseNights | None:
        """All the houses together, when there are several."""
        if len(self.houses) < 2:
            return None
        total = HouseNights(self.houses[0].house)
        for one in self.houses:
            for name in ("beds", "offered", "taken", "slept"):
                setattr(total, name, getattr(total, name) + getattr(one, name))
        return total


def figures_of(places: Iterable[Place], since: date, until: date, today: date) -> HouseFigures:
    """From the night of the first day until that before the last; four queries, whatever their length."""
    listed = list(places)
    houses = {place.program_id: HouseNights(place.program) for place in listed}
    of = {place.pk: houses[place.program_id] for place in listed}
    for house in of.values():
        house.beds += 1
        house.offered += (until - since).days
    window = (since, until)
    closed = Unavailability.objects.current().filter(place__in=of, period__overlap=window)
    for place, period in closed.values_list("place_id", "period"):
        of[place].offered -= nights_in(period.lower, period.upper, *window)
    people, left = set(), Counter[str]()
    for place, person, child, status, period, move_on in stays_in(of, since, until, today):
        last = today + DAY if status == S.ARRIVED and period.upper < today else period.upper
        nights = nights_in(period.lower, last, *window)
        of[place].taken += nights
        if status in SLEPT:
            of[place].slept += nights
            people.add((person, child))
        if status == S.DEPARTED and since <= period.upper < until:
            left[move_on] += 1
    going = sorted(left.items(), key=lambda item: (-item[1], item[0]))
    return HouseFigures(
        list(houses.values()),
        refusals(listed, since, until),
        [(str(MoveOn(name).label), about_people(number)) for name, number in going],
        about_people(len(people)),
        about_people(left.total()),
    )


def stays_in(places: Any, since: date, until: date, today: date) -> Any:
    """The stays that hold a night of these days, those of people still there after the end included."""
    rows = Stay.objects.filter(place__in=places, status__in=[*SLEPT, S.PROVISIONAL, S.CONFIRMED])
    late = rows.filter(status=S.ARRIVED, period__endswith__lt=today)
    within = rows.filter(period__overlap=(since, until)) | late | rows.filter(period__endswith=since)
    return within.values_list("place_id", "beneficiary_id", "child_id", "status", "period", "move_on")


def nights_in(first: date, last: date, since: date, until: date) -> int:
    """How many nights of a period fall in these days."""
    return max((min(last, until) - max(first, since)).days, 0)


def about_people(number: int) -> str:
    """A number of people as it is told: nothing under five but that it is."""
    return str(number) if number >= SMALL or not number else _("moins de 5")
