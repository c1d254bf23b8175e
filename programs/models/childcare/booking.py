"""Booking hours for the children of a parent: all of them together on each day, or not at all."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from beneficiaries.models import Beneficiary, Child
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from programs.models.childcare.booking_rules import TWICE
from programs.models.childcare.booking_states import BookingReason
from programs.models.childcare.care_rule import CareRule
from programs.models.childcare.child_booking import ChildBooking
from programs.models.childcare.hours import Asked, HourConflict, Slot, day_of, hours_words, require_hours, taken_from
from programs.models.meeting import encounters
from programs.models.occupancy import PlaceTaken, refused_by
from programs.models.place import Place
from programs.models.place_event import write_event
from programs.models.program import Program
from programs.models.stay_states import Act

MOST_DAYS = 120


@dataclass(frozen=True)
class Reason:
    """What the parent does meanwhile; a session of several days is told by each of its dates."""

    kind: str = BookingReason.OTHER
    note: str = ""
    session: Any = None
    appointment: Any = None
    placement: Any = None

    def of(self, day: date, sessions: dict[date, Any]) -> dict[str, Any]:
        """The columns of one day."""
        return {
            "reason": self.kind,
            "reason_note": self.note,
            "session": sessions.get(day, self.session),
            "appointment": self.appointment,
            "placement": self.placement,
        }


@dataclass
class Booked:
    """What was booked, and the days left aside."""

    rows: list[ChildBooking] = field(default_factory=list)
    aside: list[HourConflict] = field(default_factory=list)


@transaction.atomic
def book_hours(
    program: Program,
    children: Sequence[Child],
    slots: Sequence[Slot],
    *,
    by: User,
    reason: Reason,
    place: Place | None = None,
    minutes: int | None = None,
    leave_taken: bool = False,
    sessions: dict[date, Any] | None = None,
    **more: Any,
) -> Booked:
    """Give each child a place of their age on each of these days: every day, or none unless leave_taken.

    The places of the crèche are locked while their hours are read; the database has the last word.
    """
    rule, today = CareRule.of(program), timezone.localdate()
    require_known(children)
    if not slots or len(slots) > MOST_DAYS:
        raise DomainError(_("Réservez entre un jour et %(most)d jours à la fois.") % {"most": MOST_DAYS})
    for slot in slots:
        require_hours(slot, rule, today=today)
    offered = Place.objects.childcare().filter(program=program, **({"pk": place.pk} if place else {}))
    places = [held for held in Place.objects.hold(offered.values_list("pk", flat=True)) if held.is_active]
    if not (places and program.is_active):
        raise DomainError(_("Cette crèche n’a pas de place à donner."))
    parent = Beneficiary.objects.select_for_update(of=("self",)).get(pk=children[0].beneficiary_id)
    meets, taken = encounters(parent, program), taken_from(places, min(slots)[0])
    booked, series = Booked(), uuid.uuid4()
    for slot in sorted(slots):
        day, months = day_of(slot), [months_on(child, day_of(slot)) for child in children]
        require_age(children, months, places)
        require_free_children(children, slot)
        asked = Asked(slot, months, places, taken, rule, lambda day: not meets(day, day), minutes)
        if meets(day, day):
            booked.aside.append(Asked(slot, months, places, {}, rule, asked.free_on, minutes).elsewhere())
        elif (given := asked.one_each(slot)) is None:
            booked.aside.append(asked.refusal())
        else:
            told = reason.of(day, sessions or {}) | {"series": series, "created_by": by, **more}
            booked.rows += [*_write(list(zip(given, children, strict=True)), asked, told)]
    if booked.aside and not (leave_taken and booked.rows):
        raise PlaceTaken(SeveralDays(booked.aside))
    return booked


def _write(pairs: list[tuple[Place, Child]], asked: Asked, told: dict[str, Any]) -> list[ChildBooking]:
    """The rows of one day, of one party."""
    party, rows = uuid.uuid4(), []
    for place, child in pairs:
        minutes = place.turnaround if asked.minutes is None else asked.minutes
        facts = {"period": DateTimeTZRange(*asked.slot), "turnaround_minutes": minutes, "party": party, **told}
        with refused_by(lambda: None, HourConflict(asked.slot, None)):
            row = _create(place, child, facts)
        booked = {
            "period": [None, [moment.isoformat() for moment in asked.slot]],
            "turnaround_minutes": [None, minutes],
        }
        write_event(row, Act.BOOKED, by=told["created_by"], at=row.created_at, changes=booked)
        audit.record(told["created_by"], AuditAction.CREATED, row, person_id=child.beneficiary_id)
        rows.append(row)
    return rows


def _create(place: Place, child: Child, facts: dict[str, Any]) -> ChildBooking:
    try:
        with transaction.atomic():
            return ChildBooking.objects.create(place=place, child=child, beneficiary_id=child.beneficiary_id, **facts)
    except IntegrityError as error:
        if TWICE not in str(error):
            raise
        raise DomainError(_("Cet enfant a déjà une place à ces heures.")) from error


@dataclass(frozen=True)
class SeveralDays:
    """The days on which there is no room."""

    conflicts: Sequence[HourConflict]

    def words(self) -> str:
        """The first in full, then how many others."""
        others = len(self.conflicts) - 1
        if not others:
            return self.conflicts[0].words()
        more = ngettext(
            "Un autre jour demandé n’a pas de place non plus.",
            "%(count)d autres jours demandés n’ont pas de place non plus.",
            others,
        ) % {"count": others}
        return f"{self.conflicts[0].words()} {more}"


def require_known(children: Sequence[Child]) -> None:
    """Refuse children of two files, or of an unknown age: it says which place fits and how many adults are needed."""
    if not children:
        raise DomainError(_("Choisissez au moins un enfant."))
    if len({child.beneficiary_id for child in children}) > 1:
        raise DomainError(_("Réservez pour les enfants d’un même parent à la fois."))
    unknown = ", ".join(child.first_name for child in children if not child.birth_date)
    if unknown:
        raise DomainError(
            _(
                "La date de naissance manque : %(names)s. Notez-la d’abord sur la fiche de l’enfant : l’âge dit quelle "
                "place lui convient et combien d’adultes il faut."
            )
            % {"names": unknown}
        )


def months_on(child: Child, day: date) -> int:
    """The age in months on a day; refused before birth."""
    born = child.birth_date
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day) if born else -1
    if months < 0:
        raise DomainError(_("%(name)s n’est pas encore né·e ce jour-là.") % {"name": child.first_name})
    return months


def require_age(children: Sequence[Child], months: Sequence[int], places: Sequence[Place]) -> None:
    """Refuse an age that no place of the crèche takes."""
    for child, age in zip(children, months, strict=True):
        if not any(place.takes_age(age) for place in places):
            told = {"name": child.first_name, "age": age}
            raise DomainError(_("Aucune place n’accueille %(name)s à cet âge (%(age)d mois).") % told)


def require_free_children(children: Sequence[Child], slot: Slot) -> None:
    """Refuse a child who has a place already at these hours."""
    rows = ChildBooking.objects.held().filter(Q(period__overlap=slot), child__in=children).order_by("period", "pk")
    if row := rows.select_related("child").first():
        told = {"name": row.child.first_name, "hours": hours_words(row.slot)}
        raise DomainError(_("%(name)s a déjà une place, %(hours)s.") % told)
