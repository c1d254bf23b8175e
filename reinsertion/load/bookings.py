"""Beds and their stays, one after another in each bed; referrals awaiting an answer."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings

from programs.models import Place, PlaceKind, Program, ProgramKind, Site, Stay
from referrals.models import Referral
from reinsertion.load.copy import copy_rows
from reinsertion.load.progress import Progress
from reinsertion.load.staff import Load

STAYS_PER_BED = 400
BEDS_PER_SITE = 10
REFERRAL = [
    "id", "submission", "beneficiary_id", "service_id", "message", "consent", "channel", "status", "created_at",
    "created_by_id", "sent_at", "sent_by_id", "replied_at", "replied_by_id",
]  # fmt: skip


def create_bookings(load: Load, count: int, progress: Progress) -> None:
    """Create the beds that so many stays need, then the stays."""
    beds = max(1, -(-count // STAYS_PER_BED))
    sites = [Site(id=load.uid(), name=f"Maison d’essai {number:03}") for number in range(-(-beds // BEDS_PER_SITE))]
    programs = [
        Program(id=load.uid(), name=f"Hébergement d’essai {rank:03}", kind=ProgramKind.SHELTER, site=site, capacity=10)
        for rank, site in enumerate(sites)
    ]
    places = [
        Place(
            id=load.uid(),
            site=sites[number // BEDS_PER_SITE],
            program=programs[number // BEDS_PER_SITE],
            kind=PlaceKind.BED,
            name=f"Lit {number % BEDS_PER_SITE + 1}",
        )
        for number in range(beds)
    ]
    Site.objects.bulk_create(sites)
    Program.objects.bulk_create(programs)
    Place.objects.bulk_create(places)
    columns = ["id", "place_id", "beneficiary_id", "period", "status", "created_at", "created_by_id"]
    copy_rows(Stay, columns, stays(load, count, places), progress)


def stays(load: Load, count: int, places: list[Place]) -> Iterator[tuple[Any, ...]]:
    """Each bed filled backwards from some nights after today."""
    dice = load.dice
    for rank, place in enumerate(places):
        until = load.today + timedelta(days=dice.randint(1, 20))
        for _ in range(min(STAYS_PER_BED, count - rank * STAYS_PER_BED)):
            since = until - timedelta(days=dice.randint(2, 18))
            status = "departed" if until <= load.today else "arrived" if since <= load.today else "confirmed"
            who = dice.randrange(len(load.people))
            noted = f"{since} 08:00+00"
            yield load.uid(), place.pk, load.people[who], f"[{since},{until})", status, noted, load.workers_of[who]
            until = since - timedelta(days=dice.randint(0, 2))


def create_referrals(load: Load, progress: Progress) -> None:
    """One referral a person, a third of them without an answer: lapsed when old, as housekeeping makes them."""
    copy_rows(Referral, REFERRAL, referrals(load), progress)


def referrals(load: Load) -> Iterator[tuple[Any, ...]]:
    """One row a referral."""
    for rank, (person, worker) in enumerate(zip(load.people, load.workers_of, strict=True)):
        sent = f"{load.today - timedelta(days=rank % 300 + 1)} 09:00+00"
        answered = (f"{load.today - timedelta(days=rank % 300)} 09:00+00", worker) if rank % 3 else (None, None)
        waiting = "sent" if rank % 300 < settings.REFERRAL_LAPSE_DAYS else "lapsed"
        yield (
            load.uid(), load.uid(), person, load.dice.choice(load.services), "Cherche une solution dans le mois.",
            "oral", "email", "accepted" if rank % 3 else waiting, sent, worker, sent, worker, *answered,
        )  # fmt: skip
