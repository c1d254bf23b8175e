"""Sixty stays in seven beds, one after another: a bed never holds two people, nobody sleeps in two beds."""

from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from beneficiaries.models import Beneficiary, Gender, JusticeStatus
from programs.models import Stay, StayStatus
from reinsertion.demo.bookings import create_bookings
from reinsertion.demo.scene import Scene, own_dates

TOTAL = 60
STAYS_BY_BED = [9, 9, 8, 9, 9, 8, 8]
# Days until the present stay of each bed ends: Awa’s, in bed 3, in five days.
PRESENT_ENDS = [18, 33, 5, 1, 26, 12, 47]
PRESENT = "awa"
STAYING: dict[str, Any] = {"status": StayStatus.ARRIVED}
LEFT: list[dict[str, Any]] = [
    {"status": StayStatus.DEPARTED, "departure_reason": reason, "move_on": move_on}
    for reason, move_on in [
        ("moved_on", "own_home"), ("planned", "supported"), ("moved_on", "social_housing"), ("planned", "shelter"),
        ("choice", "family"), ("no_news", "unknown"), ("planned", "friends"),
    ]
]  # fmt: skip


def create_stays(scene: Scene) -> None:
    """Fill each bed backwards from its present stay."""
    rows: list[Stay] = []
    busy: dict[str, list[tuple[date, date]]] = {}
    for number, count in enumerate(STAYS_BY_BED, start=1):
        until = scene.day(PRESENT_ENDS[number - 1])
        for rank in range(count):
            nights = scene.dice.randint(25, 55)
            since = until - timedelta(days=nights) if rank else min(scene.day(-9), until - timedelta(days=nights))
            key = PRESENT if (number, rank) == (3, 0) else guest(scene, busy, number <= 3, since, until, rank == 0)
            busy.setdefault(key, []).append((since, until))
            rows.append(stay(scene, f"lit {number}", scene.people[key], since, until))
            until = since - timedelta(days=scene.dice.randint(0, 4))
    with own_dates(Stay):
        Stay.objects.bulk_create(rows)
    create_bookings(scene, rows, busy)


def guest(
    scene: Scene, busy: dict[str, list[tuple[date, date]]], women: bool, since: date, until: date, now: bool
) -> str:
    """Somebody of the house’s public who sleeps nowhere else on these nights, and is free if it is now."""
    fitting = [
        key
        for key, person in scene.people.items()
        if (person.gender == Gender.FEMALE) == women
        and key not in {"karim", "nadia", "le-grand"}
        and person.justice_status != JusticeStatus.IN_CUSTODY
        and not (now and (person.closed_at or person.justice_status != JusticeStatus.RELEASED))
        and all(until <= start or end <= since for start, end in busy.get(key, []))
    ]
    # Those whose file was open, then those who have slept here least, so that the beds are shared.
    return min(
        fitting,
        key=lambda key: (
            since < scene.people[key].created_at.date(),
            len(busy.get(key, [])),
            scene.dice.random(),
        ),
    )


def stay(scene: Scene, place: str, person: Beneficiary, since: date, until: date) -> Stay:
    """One stay, over or in progress."""
    booked = scene.moment(since - timedelta(days=scene.dice.randint(1, 6)), 15)
    return Stay(
        id=scene.uid(),
        place=scene.places[place],
        beneficiary=person,
        period=DateRange(since, until),
        **(STAYING if until > scene.today else LEFT[until.toordinal() % len(LEFT)]),
        created_at=booked,
        created_by=scene.staff["gilles"],
    )
