"""Whether two people who must not meet would: asked under lock before a place, an hour or a site is given.

One rule for every door: `meets`. The answer never says who, and what each door answers gives no reason. What was so
already (a link noted afterwards) is not refused at each later change: the coordination reads it through `crossings`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from beneficiaries.models import Beneficiary
from beneficiaries.models.apart import apart_from, everybody_apart
from programs.models.place import Place
from programs.models.program import Program
from programs.models.states import HOLDING, IN_FORCE

if TYPE_CHECKING:
    from programs.models.session import Session

# Two meetings at the same site need this long between them.
BUFFER = timedelta(hours=2)

Slot = tuple[datetime, datetime]
Hours = dict[UUID, list[Slot]]
Sites = Mapping[UUID, UUID | None]


@dataclass(frozen=True)
class Presence:
    """Somebody at the sites of a program: in one of its places for some nights, or at its sessions from a day on.

    at: the only hour at which they come, for an appointment on a slot.
    """

    person: UUID
    program: UUID
    sites: frozenset[UUID]
    since: date
    until: date = date.max
    place: UUID | None = None
    at: Slot | None = None


def would_meet(
    person: Beneficiary, program: Program, *, since: date, until: date = date.max, place: Place | None = None
) -> bool:
    """Whether the person would meet in the program, or in this place on these nights, somebody they must not meet.

    The file stays locked until the end of the transaction: what is answered still holds when the place is written.
    """
    return encounters(person, program, place)(since, until)


def encounters(person: Beneficiary, program: Program, place: Place | None = None) -> Callable[[date, date], bool]:
    """The same question for any dates, asked once: the file stays locked until the end of the transaction."""
    apart = apart_from(person)
    if not apart:
        return lambda since, until: False
    sites = _known(program.site_id, place.site_id if place else None)
    others = presences(apart)
    hours = _hours({program.pk, *(other.program for other in others)})

    def met(since: date, until: date) -> bool:
        """Whether somebody is met on these dates."""
        here = Presence(person.pk, program.pk, sites, since, until, place.pk if place else None)
        return any(meets(here, other, hours) for other in others)

    return met


def would_meet_at(person: Beneficiary, program: Program, where: UUID | None, at: Slot) -> bool:
    """Whether somebody whom the person must not meet would be there (a site, a prison) too near this hour."""
    apart = apart_from(person)
    others = presences(apart) if apart and where else []
    hours = _hours({other.program for other in others}) if others else {}
    day = timezone.localdate(at[0])
    here = Presence(person.pk, program.pk, _known(where), day, day, at=at)
    return any(meets(here, other, hours) for other in others)


def crossing_sessions(sessions: Sequence["Session"], *, program_sites: Sites | None = None) -> set[UUID]:
    """Which of these sessions, new or moved, would bring together two people of different programs.

    program_sites: the sites about to be written. Two people of one program meet whatever its hours: the enrolment is
    refused, not the session.
    """
    coming = [session for session in sessions if not session.is_cancelled and session.ends_at >= timezone.now()]
    links = _links_locked({session.program_id for session in coming}) if coming else {}
    known = presences(links, program_sites=program_sites or {}) if links else []
    hours = _hours({one.program for one in known}, written=sessions) if known else {}
    return {
        session.pk
        for session in coming
        for goer in known
        if goer.program == session.program_id and goer.place is None and goer.at is None
        for other in known
        if other.person in links[goer.person] and goer.sites & other.sites
        if other.program != goer.program or other.at
        if _on((session.starts_at, session.ends_at), goer.since, goer.until)
        if _crosses((session.starts_at, session.ends_at), other, hours)
    }


def site_crosses(program: Program, site: UUID) -> bool:
    """Whether somebody of the program would meet somebody of another one, were it held at this site."""
    links = _links_locked({program.pk})
    known = presences(links, program_sites={program.pk: site})
    return _any_meet([one for one in known if one.program == program.pk and one.at is None], known, links)


def crossing_places(places: Iterable[Place]) -> set[UUID]:
    """Which of these places, at the sites they now bear, hold somebody who would meet somebody of another program."""
    at = {place.pk: place for place in places}
    links = _links_locked({place.program_id for place in at.values()}) if at else {}
    known = presences(links, place_sites={pk: place.site_id for pk, place in at.items()})
    return {one.place for one in known if one.place and one.place in at and _any_meet([one], known, links)}


def crossings(pairs: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], list[tuple[Presence, Presence]]]:
    """Of these pairs, those who meet as things are, with where each of the two is."""
    wanted = list(pairs)
    by_person: dict[UUID, list[Presence]] = defaultdict(list)
    for one in presences({end for pair in wanted for end in pair}, booked=False):
        by_person[one.person].append(one)
    hours = _hours({one.program for known in by_person.values() for one in known})
    found = {
        (first, second): [(a, b) for a in by_person[first] for b in by_person[second] if meets(a, b, hours)]
        for first, second in wanted
    }
    return {pair: where for pair, where in found.items() if where}


def meets(one: Presence, other: Presence, hours: Hours) -> bool:
    """Whether both are together: in one program, under one roof, or at one site at hours too near.

    A program without any written hour is taken to receive at any hour by who sleeps at its site.
    """
    since, until = max(one.since, other.since), min(one.until, other.until)
    if until < since:
        return False
    if one.program == other.program and not (one.at or other.at):
        return True
    if not one.sites & other.sites:
        return False
    if one.place and other.place:
        return True
    goer, other = (other, one) if one.place else (one, other)
    if goer.at is None and goer.program not in hours:
        return other.place is not None
    return any(_on(slot, since, until) and _crosses(slot, other, hours) for slot in _times(goer, hours))


def presences(
    people: Iterable[UUID],
    *,
    program_sites: Sites | None = None,
    place_sites: Sites | None = None,
    booked: bool = True,
) -> list[Presence]:
    """Where these people are and will be; program_sites and place_sites are believed rather than what is written.

    booked: with their appointments on slots, which « Croisements » already finds among all appointments.
    """
    programs, places, found = program_sites or {}, place_sites or {}, Beneficiary.objects.filter(pk__in=list(people))
    enrolled = found.filter(enrolments__status__in=HOLDING).values_list(
        "pk", "enrolments__program", "enrolments__program__site", "enrolments__started_on"
    )
    stays = found.filter(
        stays__status__in=IN_FORCE, stays__period__endswith__gte=timezone.localdate()
    ).values_list(
        "pk", "stays__place__program", "stays__place__program__site", "stays__place", "stays__place__site",
        "stays__period",
    )  # fmt: skip
    return (
        [
            Presence(person, program, _known(programs.get(program, site)), since or date.min)
            for person, program, site, since in enrolled.order_by("pk", "enrolments__pk")
        ]
        + [
            Presence(
                person,
                program,
                _known(programs.get(program, site), places.get(place, house)),
                nights.lower,
                nights.upper,
                place,
            )
            for person, program, site, place, house, nights in stays.order_by("pk", "stays__pk")
        ]
        + _at_gates(found, programs)
        + (_booked(found) if booked else [])
    )


def _booked(people: "models.QuerySet[Any, Any]") -> list[Presence]:
    """The hours that these people hold on the slots of the programs."""
    slot = "appointments__slot_booking__slot"
    rows = people.filter(
        **{f"{slot}__ends_at__gte": timezone.now() - BUFFER, "appointments__slot": models.F(f"{slot}__pk")},
        appointments__outcome="",
    ).values_list("pk", *(f"{slot}__{name}" for name in ("program", "site", "prison", "starts_at", "ends_at")))
    return [
        Presence(person, program, _known(site, prison), day := timezone.localdate(start), day, at=(start, end))
        for person, program, site, prison, start, end in rows.order_by("pk", "appointments__pk")
    ]


def _any_meet(moved: Iterable[Presence], known: Sequence[Presence], links: Mapping[UUID, set[UUID]]) -> bool:
    """Whether one of those who move would meet somebody who is in another program."""
    hours = _hours({one.program for one in known})
    return any(
        other.person in links[one.person] and other.program != one.program and meets(one, other, hours)
        for one in moved
        for other in known
    )


def _links_locked(programs: set[UUID]) -> dict[UUID, set[UUID]]:
    """Whoever must not meet whom, nobody being placed meanwhile.

    Programs and places are locked first, as whoever enrols or books does: two acts never wait for each other.
    """
    for rows in (Program.objects.filter(pk__in=programs), Place.objects.filter(program__in=programs)):
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return everybody_apart()


def _hours(programs: set[UUID], *, written: Iterable["Session"] = ()) -> Hours:
    """The hours to come of each program that has ever written some; the sessions given are believed as they are."""
    held = models.Q(pk__in=programs, sessions__is_cancelled=False)
    hours: Hours = {pk: [] for pk in Program.objects.filter(held).values_list("pk", flat=True).distinct()}
    coming = Program.objects.filter(held, sessions__ends_at__gte=timezone.now())
    believed = {session.pk: session for session in written}
    for pk, session_id, *slot in coming.values_list("pk", "sessions__pk", "sessions__starts_at", "sessions__ends_at"):
        if session_id not in believed:
            hours[pk].append((slot[0], slot[1]))
    for session in believed.values():
        if not session.is_cancelled:
            hours.setdefault(session.program_id, []).append((session.starts_at, session.ends_at))
    return hours


def _crosses(slot: Slot, other: Presence, hours: Hours) -> bool:
    """Whether, at one site, a meeting falls on a night of the other or too near one of their own meetings."""
    if not _on(slot, other.since, other.until):
        return False
    near = (starts < slot[1] + BUFFER and ends > slot[0] - BUFFER for starts, ends in _times(other, hours))
    return other.place is not None or any(near)


def _times(one: Presence, hours: Hours) -> Sequence[Slot]:
    """When somebody comes: at their only hour, or at those of their program."""
    return [one.at] if one.at else hours.get(one.program, [])


def _on(slot: Slot, since: date, until: date) -> bool:
    """Whether a meeting falls on one of these days."""
    first, last = (timezone.localtime(moment).date() for moment in slot)
    return first <= until and last >= since


def _at_gates(people: "models.QuerySet[Beneficiary]", sites: Sites) -> list[Presence]:
    """Parents bring a child to the crèche and come back: two who are kept apart are not at one gate on one day."""
    held = {"child_bookings__status__in": IN_FORCE, "child_bookings__period__endswith__gte": timezone.now()}
    rows = people.filter(**held).values_list(
        "pk", "child_bookings__place__program", "child_bookings__place__site", "child_bookings__period"
    )
    return [
        Presence(person, program, _known(sites.get(program, site)), _day_of(hours), _day_of(hours))
        for person, program, site, hours in rows.order_by("pk", "child_bookings__pk")
    ]


def _day_of(hours: Any) -> date:
    """The day of the house on which hours begin."""
    return timezone.localdate(hours.lower)


def _known(*sites: UUID | None) -> frozenset[UUID]:
    return frozenset(site for site in sites if site)
