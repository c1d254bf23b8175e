"""A25: fifty people book the last bed at one instant, somebody else closes it: one wins, and the database says so."""

import datetime as dt
import os
import threading

import pytest
from django.db import connection
from django.utils import timezone

from programs.models import Occupancy, Stay, Unavailability, occupancy
from programs.models import stay as stay_module
from programs.models.occupancy import OccupancyQuerySet, PlaceTaken
from programs.models.place import PlaceBusy
from tests.factories import BeneficiaryFactory, PlaceFactory

TODAY = timezone.localdate()
WEEK = dt.timedelta(days=7)
ROUNDS = int(os.environ.get("REINSERTION_ROUNDS", "5"))  # the twenty of the requirement take longer than a suite may
ALTER = "ALTER TABLE programs_occupancy {} CONSTRAINT occupancy_one_at_a_time{}"


def at_once(*rounds):
    """Run the acts of each round together, one worker an act, connected beforehand; what each round answered."""
    workers, answers = len(rounds[0]), [[] for _round in rounds]
    barrier = threading.Barrier(workers)

    def run(rank):
        try:
            connection.ensure_connection()
            for acts, said in zip(rounds, answers, strict=True):
                barrier.wait(timeout=30)
                try:
                    said.append(acts[rank]())
                except Exception as error:  # noqa: BLE001
                    said.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[rank]) for rank in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return answers


def booking(place, person, user):
    return lambda: Stay.objects.book(place, person, by=user, since=TODAY, until=TODAY + WEEK)


@pytest.mark.django_db(transaction=True)
def test_fifty_bookings_of_the_last_bed_make_one_stay_a_round_and_a_closed_bed_takes_nobody(amina):
    people = BeneficiaryFactory.create_batch(50)
    places = PlaceFactory.create_batch(ROUNDS)
    said = at_once(*[[booking(place, person, amina) for person in people] for place in places])
    for place, answers in zip(places, said, strict=True):
        assert place.stays.count() == place.occupancies.count() == 1
        refused = [answer for answer in answers if not isinstance(answer, Stay)]
        # On a machine too slow to answer fifty in five seconds, the last are told to try again.
        assert {type(answer) for answer in refused} <= {PlaceTaken, PlaceBusy} and len(refused) == 49
        assert all("Prochaine date libre" in str(answer) for answer in refused if isinstance(answer, PlaceTaken))
        assert PlaceTaken in {type(answer) for answer in refused}
    for place in PlaceFactory.create_batch(4):
        told = {"since": TODAY + WEEK / 7, "until": TODAY + WEEK, "reason": "works"}

        def closing(place=place, told=told):
            return Unavailability.objects.mark(place, by=amina, at=timezone.now(), **told)

        (answers,) = at_once([closing, booking(place, people[0], amina)])
        assert [type(answer) for answer in answers].count(PlaceTaken) == 1
        assert Occupancy.objects.filter(place=place).count() == 1


@pytest.fixture
def nobody_looks(monkeypatch):
    """Neither the lock of the place nor the look before the write: the database alone."""
    monkeypatch.setattr(OccupancyQuerySet, "conflict", lambda rows, *args, **besides: None)
    monkeypatch.setattr(stay_module.StayQuerySet, "book", book_blindly)


def book_blindly(rows, place, beneficiary, *, by, since, until):
    with occupancy.refused_when_taken(place.pk, since, until):
        return rows.create(place=place, beneficiary=beneficiary, period=(since, until), created_by=by)


@pytest.mark.django_db(transaction=True)
def test_the_database_alone_refuses_the_second_booking_and_without_its_constraint_oversells(amina, nobody_looks):
    guarded, unguarded, people = PlaceFactory(), PlaceFactory(), BeneficiaryFactory.create_batch(6)
    at_once([booking(guarded, person, amina) for person in people])
    assert guarded.stays.count() == 1
    with connection.cursor() as cursor:
        cursor.execute(ALTER.format("DROP", ""))
    try:
        at_once([booking(unguarded, person, amina) for person in people])
        assert unguarded.stays.count() == 6
    finally:
        Stay.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(ALTER.format("ADD", " EXCLUDE USING gist (place_id WITH =, during WITH &&)"))
