"""The crèche of today and of the week: children, who may fetch them, the team, who came; never drawn from the dice."""

from datetime import date, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from beneficiaries.models import AuthorityState, Beneficiary, Child, ParentalAuthority, ParentKind, PickUpPerson
from core.dates import months_later
from programs.models import (
    CareCard,
    CareRule,
    CareShift,
    CareWorker,
    ChildBooking,
    Enrolment,
    Place,
    PlaceEvent,
    PlaceRequest,
)
from programs.models.childcare.booking_states import BookingStatus as S
from programs.models.stay_states import Act
from reinsertion.demo.scene import Scene, own_dates

TEAM = [
    ("Rose Amandier", "éducatrice de jeunes enfants", time(8), time(16)),
    ("Lucie Tilleul", "auxiliaire de puériculture", time(8, 30), time(17)),
    ("Inès Sorbier", "accompagnante éducative", time(10), time(18)),
]
# First name, age in months, walks, instructions, who may come, who must not.
CHILDREN: list[tuple[str, int, bool, str, list[str], list[str]]] = [
    ("Aya", 8, False, "Biberon à 10 h, dort avec son lapin", ["Fanta K.|grand-mère"], []),
    ("Milo", 26, True, "Pas d’arachide", ["Paul V.|oncle"], ["Eric V.|décision du juge, mars"]),
    ("Jade", 31, True, "", [], []),
    ("Sami", 11, False, "Sieste vers 11 h", [], []),
]
# Day from today, from, to, status of each child in turn (Lina comes first).
DAYS: list[tuple[int, int, int, list[S]]] = [
    (-1, 9, 12, [S.DEPARTED, S.DEPARTED, S.DEPARTED, S.NOT_ARRIVED, S.DEPARTED]),
    (0, 8, 17, [S.ARRIVED, S.ARRIVED, S.ARRIVED, S.CONFIRMED, S.PROVISIONAL]),
    (1, 9, 12, [S.CONFIRMED, S.CONFIRMED, S.PROVISIONAL, S.PROVISIONAL]),
    (2, 9, 16, [S.CONFIRMED, S.CANCELLED, S.CONFIRMED]),
]
AGE_GROUPS = {range(1, 4): (3, 18), range(4, 9): (12, 42)}


def named(name: str) -> UUID:
    """An identifier that depends on the name alone."""
    return uuid5(NAMESPACE_URL, f"demo childcare {name}")


def create_childcare(scene: Scene) -> None:
    """Open the crèche."""
    creche = scene.programs["creche"]
    days = sorted({0, 1, 2, 3, 4, *(scene.day(offset).weekday() for offset, *_rest in DAYS)})
    CareRule.objects.create(program=creche, open_days=days)
    for ranks, (since, until) in AGE_GROUPS.items():
        pks = [scene.places[f"berceau {rank}"].pk for rank in ranks]
        Place.objects.filter(pk__in=pks).update(months_from=since, months_to=until, turnaround_minutes=0)
    for name, role, starts, ends in TEAM:
        worker = CareWorker.objects.create(program=creche, name=name, role=role)
        told = {"starts_at": starts, "ends_at": ends, "noted_by": scene.staff["samir"]}
        for offset in (-1, 0):
            CareShift.objects.create(id=named(f"{name} {offset}"), worker=worker, day=scene.day(offset), **told)
    children = create_children(scene)
    rows = [row for offset, since, until, told in DAYS for row in day_of(scene, children, offset, since, until, told)]
    with own_dates(ChildBooking):
        ChildBooking.objects.bulk_create(rows)
    PlaceEvent.objects.bulk_create(
        PlaceEvent(act=act, at=row.created_at, by=scene.staff["samir"], child_booking=row)
        for row in rows
        for act in [Act.BOOKED, *([Act.CONFIRMED] if row.status in {S.CONFIRMED, S.ARRIVED, S.DEPARTED} else [])]
    )
    create_request(scene, children[0])


def create_children(scene: Scene) -> list[Child]:
    """Lina, then the child of each of some parents whom the crèche enrols."""
    lina = Child.objects.get(beneficiary=scene.people["sofia"])
    cards = [CareCard(child=lina, walks=True, instructions="Allergie : pas d’œuf", updated_by=scene.staff["samir"])]
    known, children = {lina.beneficiary_id}, [lina]
    rows = Enrolment.objects.filter(program=scene.programs["creche"]).select_related("beneficiary").order_by("pk")
    parents = [row.beneficiary for row in rows if row.beneficiary_id not in known]
    for parent, (name, months, walks, told, may, never) in zip(parents, CHILDREN, strict=False):
        born = months_later(scene.day(-9), -months)
        child = Child.objects.create(
            id=named(name),
            beneficiary=parent,
            first_name=name,
            birth_date=born,
            home="this_parent",
            **noted(scene, parent),
        )
        ParentalAuthority.objects.create(
            id=named(f"{name} mother"), child=child, holder=parent, kind=ParentKind.MOTHER, state=AuthorityState.FULL,
            **noted(scene, parent),
        )  # fmt: skip
        for allowed, people in ((True, may), (False, never)):
            for line in people:
                who, _bar, details = line.partition("|")
                PickUpPerson.objects.create(
                    id=named(f"{name} {who}"), child=child, name=who, is_allowed=allowed, details=details,
                    **noted(scene, parent),
                )  # fmt: skip
        cards.append(CareCard(child=child, walks=walks, instructions=told, updated_by=scene.staff["samir"]))
        children.append(child)
    CareCard.objects.bulk_create(cards)
    return children


def noted(scene: Scene, parent: Beneficiary) -> dict[str, Any]:
    """Author of a record."""
    return {"created_by": parent.lead_worker or parent.created_by}


def day_of(
    scene: Scene, children: list[Child], offset: int, since: int, until: int, told: list[S]
) -> list[ChildBooking]:
    """The bookings of one day, each in a place of the child’s age."""
    day, rows, free = scene.day(offset), [], list(range(1, 9))
    for child, status in zip(children, told, strict=False):
        rank = next(rank for rank in free if fits(child, rank, day))
        free.remove(rank)
        hours = DateTimeTZRange(scene.moment(day, since), scene.moment(day, until))
        came = status in {S.ARRIVED, S.DEPARTED}
        gone: dict[str, Any] = {}
        if status == S.DEPARTED:
            parent = f"{child.beneficiary.short_name}, Mère"
            gone = {"departed_at": scene.moment(day, until) - timedelta(minutes=5 + rank), "taken_by": parent}
        rows.append(
            ChildBooking(
                id=named(f"{child.first_name} {offset}"),
                place=scene.places[f"berceau {rank}"],
                beneficiary_id=child.beneficiary_id,
                child=child,
                party=named(f"party {child.first_name} {offset}"),
                series=named(f"series {child.first_name} {offset}"),
                period=hours,
                status=status,
                reason="other",
                reason_note="Formation",
                meal=until > 12,
                arrived_at=scene.moment(day, since, 3 + rank) if came else None,
                cancel_reason="absent" if status in {S.CANCELLED, S.NOT_ARRIVED} else "",
                created_at=scene.moment(scene.day(-4), 15),
                created_by=scene.staff["samir"],
                **gone,
            )
        )
    return rows


def fits(child: Child, rank: int, day: date) -> bool:
    """Whether a place takes children of this age."""
    since, until = next(ages for ranks, ages in AGE_GROUPS.items() if rank in ranks)
    born = child.birth_date
    return bool(born and months_later(born, since) <= day < months_later(born, until))


def create_request(scene: Scene, child: Child) -> None:
    """Lina’s mother follows a course next week."""
    request = PlaceRequest.objects.create(
        id=named("request"),
        beneficiary=scene.people["sofia"],
        program=scene.programs["creche"],
        since=scene.day(7),
        until=scene.day(12),
        from_hour=time(9),
        to_hour=time(12, 30),
        care_reason="session",
        message="Dort vers onze heures.",
        created_at=scene.moment(scene.day(-1), 16),
        created_by=scene.people["sofia"].lead_worker or scene.staff["samir"],
    )
    request.children.add(child)
    PlaceEvent.objects.create(act=Act.REQUESTED, at=request.created_at, by=request.created_by, request=request)
