"""The sheet of a day: each child expected, who came, who left with whom, the team and the ratio."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from beneficiaries.models import Child
from programs.childcare.gate import GatePerson, at_the_gate
from programs.childcare.ratio import Ratio, Staffing, staffing, walks
from programs.models import CareShift, CareWorker, ChildBooking, Place, Program
from programs.models.childcare.booking_states import BookingStatus
from programs.models.stay_states import TONES


@dataclass(frozen=True)
class SheetRow:
    """One child of the day: what the crèche may know, and nothing of the parent but who may come to the gate."""

    booking: ChildBooking
    age: str
    walks: bool | None
    instructions: str
    allowed: list[GatePerson]
    forbidden: list[GatePerson]
    is_late: bool

    @property
    def tone(self) -> str:
        """Colour of the status."""
        return "danger" if self.is_late else TONES[self.booking.status]

    @property
    def may_arrive(self) -> bool:
        """Whether the child is awaited."""
        return self.booking.status in {BookingStatus.PROVISIONAL, BookingStatus.CONFIRMED}

    @property
    def may_leave(self) -> bool:
        """Whether the child is there."""
        return bool(self.booking.status == BookingStatus.ARRIVED)


@dataclass(frozen=True)
class DaySheet:
    """One day of a crèche."""

    program: Program
    day: date
    now: datetime
    rows: list[SheetRow]
    others: int
    places: int
    staffing: Staffing
    team: list[tuple[CareWorker, CareShift | None]]

    @property
    def expected(self) -> int:
        """How many children come in the day."""
        return len(self.staffing.bookings)

    @property
    def ratio(self) -> Ratio:
        """As it is now."""
        return self.staffing.at(self.now, self.now)

    @property
    def half_hours(self) -> list[Ratio]:
        """As it was and will be."""
        return self.staffing.half_hours(self.now)

    @property
    def meals(self) -> int:
        """How many children eat there."""
        return sum(row.meal for row in self.staffing.bookings)


def day_sheet(program: Program, day: date, now: datetime, user: User) -> DaySheet:
    """The sheet as the user may read it; the children of others are counted, not named. Constant queries."""
    held = ChildBooking.objects.held().on(day).filter(place__program=program)
    bookings = list(held.for_list().order_by("period", "child__first_name", "pk"))
    seen = set(
        ChildBooking.objects.visible_to(user).filter(pk__in=[row.pk for row in bookings]).values_list("pk", flat=True)
    )
    shown = [row for row in bookings if row.pk in seen]
    staff = staffing(program, day, bookings)
    by_worker = {shift.worker_id: shift for shift in staff.shifts}
    workers = CareWorker.objects.filter(program=program).order_by("name", "pk")
    team = [(one, by_worker.get(one.pk)) for one in workers if one.is_active or one.pk in by_worker]
    places = Place.objects.childcare().filter(program=program).count()
    return DaySheet(program, day, now, sheet_rows(shown, day, now), len(bookings) - len(shown), places, staff, team)


def sheet_rows(bookings: list[ChildBooking], day: date, now: datetime) -> list[SheetRow]:
    """A line for each child, with who may come to the gate."""
    gates = at_the_gate({row.child_id: row.child for row in bookings}.values())
    return [
        SheetRow(
            row,
            row.child.age_words(day),
            walks(row.child),
            instructions(row.child),
            [one for one in gates[row.child_id] if one.may_take],
            [one for one in gates[row.child_id] if not one.may_take],
            row.is_late(now),
        )
        for row in bookings
    ]


def booked_children(bookings: "QuerySet[ChildBooking]") -> "QuerySet[Child]":
    """The children of bookings that somebody may already read."""
    rows: QuerySet[Child] = Child.objects.current().filter(pk__in=bookings.values("child"))
    return rows


def instructions(child: Any) -> str:
    """What the parent asks of the crèche."""
    card = getattr(child, "care_card", None)
    return card.instructions if card else ""
