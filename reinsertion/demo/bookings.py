"""What is to come in the houses: bookings, an overstay, a bed out of use, requests; never drawn from the dice."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.backends.postgresql.psycopg_any import DateRange

from beneficiaries.models import Gender, JusticeStatus
from programs.models import (
    AddressReader,
    PlaceEvent,
    PlaceRequest,
    ProtectedAddress,
    Stay,
    StayStatus,
    Unavailability,
)
from programs.models.states import IN_FORCE
from programs.models.stay_states import Act
from reinsertion.demo.scene import Scene, own_dates

# Bed, first and last day from today, for a woman, status, what is told.
BOOKINGS: list[tuple[str, int, int, bool, StayStatus, dict[str, Any]]] = [
    ("lit 4", 3, 33, False, StayStatus.PROVISIONAL, {"turnaround_days": 1}),
    ("lit 3", 6, 40, True, StayStatus.CONFIRMED, {}),
    ("lit 6", 14, 40, False, StayStatus.CANCELLED, {"cancel_reason": "housed"}),
]
OVERSTAYS = "lit 5"
# Person, house, days from today, status, what helps.
REQUESTS = [
    ("nadia", "clairiere", 20, 80, "assessed", "Vient avec son fils. Arrive en train, à aller chercher à la gare."),
    ("karim", None, 5, 65, "submitted", "Ne connaît pas la ville : un plan et un ticket l’aideraient."),
]
ACTS = {
    StayStatus.PROVISIONAL: [Act.BOOKED],
    StayStatus.CONFIRMED: [Act.BOOKED, Act.CONFIRMED],
    StayStatus.CANCELLED: [Act.BOOKED, Act.CANCELLED],
    StayStatus.ARRIVED: [Act.BOOKED, Act.CONFIRMED, Act.ARRIVED],
}


def create_bookings(scene: Scene, rows: Sequence[Stay], busy: Mapping[str, list[tuple[date, date]]]) -> None:
    """Book the nights to come, and write the history of whoever is there or expected."""
    taken, coming = {key: list(nights) for key, nights in busy.items()}, []
    for bed, first, last, woman, status, told in BOOKINGS:
        nights = scene.day(first), scene.day(last)
        key = free_guest(scene, taken, woman, *nights)
        taken.setdefault(key, []).append(nights)
        coming.append(
            Stay(
                id=named(f"stay {bed} {first}"),
                place=scene.places[bed],
                beneficiary=scene.people[key],
                period=DateRange(*nights),
                status=status,
                created_at=scene.moment(scene.day(-2), 15),
                created_by=scene.staff["gilles"],
                **told,
            )
        )
    with own_dates(Stay, Unavailability):
        Stay.objects.bulk_create(coming)
        Unavailability.objects.create(
            id=named("unavailability"),
            place=scene.places["lit 4"],
            period=DateRange(scene.day(36), scene.day(39)),
            reason="works",
            note="Fenêtre à remplacer",
            created_at=scene.moment(scene.day(-1), 10),
            created_by=scene.staff["gilles"],
        )
    here = [row for row in rows if row.status == StayStatus.ARRIVED]
    over = next(row for row in here if row.place == scene.places[OVERSTAYS])
    over.overstay_from, over.overstay_authorised = scene.day(-2), True
    over.overstay_reason = "Logement attribué, clés attendues"
    over.save(update_fields=["overstay_from", "overstay_authorised", "overstay_reason"])
    write_histories(scene, [*here, *coming])
    confide_address(scene, [row for row in [*here, *coming] if row.place.site.has_secret_address])
    ask_for_places(scene)


def write_histories(scene: Scene, stays: Sequence[Stay]) -> None:
    """The acts that led where each stay is."""
    PlaceEvent.objects.bulk_create(
        PlaceEvent(
            stay=stay,
            act=act,
            at=scene.moment(stay.period.lower, 18) if act == Act.ARRIVED else stay.created_at + timedelta(hours=rank),
            by=scene.staff["gilles"],
            changes={"period": [None, [str(stay.period.lower), str(stay.period.upper)]]} if rank == 0 else {},
        )
        for stay in stays
        for rank, act in enumerate(ACTS[StayStatus(stay.status)])
    )


def confide_address(scene: Scene, stays: Sequence[Stay]) -> None:
    """The address of the protected house; who booked there is named, and Awa’s worker, who meets her there."""
    site, at, by = stays[0].place.site, scene.moment(scene.day(-60), 9), scene.staff["gilles"]
    told = {"address": "8 impasse des Lucioles fictive", "postal_code": "59000", "city": "Lille"}
    ProtectedAddress.objects.create(
        id=named("address"), site=site, directions="Sonner à « Clairière »", updated_at=at, updated_by=by, **told
    )
    named_for = [(stay, by, stay.created_at) for stay in stays if stay.status in IN_FORCE]
    named_for += [(stay, scene.staff["ines"], scene.moment(scene.day(-3), 10)) for stay in stays[:1]]
    AddressReader.objects.bulk_create(
        AddressReader(stay=stay, user=user, added_by=by, added_at=moment) for stay, user, moment in named_for
    )
    PlaceEvent.objects.bulk_create(
        PlaceEvent(stay=stay, act=Act.NAMED, at=moment, by=by, changes={"address_reader": [None, str(user)]})
        for stay, user, moment in named_for
    )


def ask_for_places(scene: Scene) -> None:
    """Requests that wait for an answer; a mother asks for a place with her child."""
    for key, house, first, last, status, message in REQUESTS:
        at = scene.moment(scene.day(-1), 11)
        row = PlaceRequest.objects.create(
            id=named(f"request {key}"),
            beneficiary=scene.people[key],
            program=scene.programs[house] if house else None,
            since=scene.day(first),
            until=scene.day(last),
            status=status,
            message=message,
            created_at=at,
            created_by=scene.staff["ines"],
        )
        row.children.set(row.beneficiary.children.filter(removed_at=None))
        PlaceEvent.objects.create(request=row, act=Act.REQUESTED, at=at, by=scene.staff["ines"])


def free_guest(scene: Scene, taken: Mapping[str, Any], woman: bool, since: date, until: date) -> str:
    """Somebody released, of the house’s public, who sleeps nowhere else on these nights."""
    return min(
        key
        for key, person in scene.people.items()
        if key not in taken or all(last <= scene.today for _first, last in taken[key])
        if (person.gender == Gender.FEMALE) == woman
        and person.justice_status == JusticeStatus.RELEASED
        and not person.closed_at
        and all(last <= since or first >= until for first, last in taken.get(key, []))
    )


def named(name: str) -> UUID:
    """An identifier that stays the same from one load to the next."""
    return uuid5(NAMESPACE_URL, f"houses {name}")
