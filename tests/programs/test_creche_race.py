"""A25 on crèche places: two parents ask for the last place at one instant, somebody else closes it; one wins."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from programs.models import ChildBooking, Occupancy, Unavailability
from programs.models.childcare import booking
from programs.models.childcare.booking import Reason, book_hours
from programs.models.occupancy import PlaceTaken
from tests.factories import CareRuleFactory, ChildFactory, CribFactory
from tests.factories.programs_childcare import hours as slot
from tests.programs.test_bed_race import ALTER, at_once

TOMORROW = timezone.localdate() + dt.timedelta(days=1)
WHY = Reason(note="Entretien")


def crib(**more):
    place = CribFactory(**more)
    CareRuleFactory(program=place.program)
    return place


def asking(place, child, user):
    return lambda: book_hours(place.program, [child], [slot(TOMORROW, 9, 12)], by=user, reason=WHY)


@pytest.mark.django_db(transaction=True)
def test_twenty_parents_ask_for_the_last_place_and_a_closed_place_takes_nobody(amina):
    children = ChildFactory.create_batch(20)
    place = crib()
    [answers] = at_once([asking(place, child, amina) for child in children])
    assert place.child_bookings.count() == place.occupancies.count() == 1
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert {type(answer) for answer in refused} == {PlaceTaken} and len(refused) == 19
    assert all("Prochaine heure libre" in str(answer) for answer in refused)
    for child, place in [(child, crib()) for child in ChildFactory.create_batch(3)]:
        told = {"since": TOMORROW, "until": TOMORROW + dt.timedelta(days=1), "reason": "works"}

        def closing(place=place, told=told):
            return Unavailability.objects.mark(place, by=amina, at=timezone.now(), **told)

        [answers] = at_once([closing, asking(place, child, amina)])
        assert [type(answer) for answer in answers].count(PlaceTaken) == 1
        assert Occupancy.objects.filter(place=place).count() == 1


def book_blindly(place, child, user):
    """Neither the lock of the places nor the look before the write: the database alone."""

    def act():
        told = {"reason": "other", "reason_note": "Entretien", "created_by": user}
        return booking._create(place, child, told | {"period": slot(TOMORROW, 9, 12)})

    return act


@pytest.mark.django_db(transaction=True)
def test_the_database_alone_refuses_the_second_child_and_without_its_constraint_oversells(amina):
    guarded, unguarded, children = crib(), crib(), ChildFactory.create_batch(5)
    at_once([book_blindly(guarded, child, amina) for child in children])
    assert guarded.child_bookings.count() == 1
    ChildBooking.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(ALTER.format("DROP", ""))
    try:
        at_once([book_blindly(unguarded, child, amina) for child in children])
        assert unguarded.child_bookings.count() == 5
    finally:
        ChildBooking.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(ALTER.format("ADD", " EXCLUDE USING gist (place_id WITH =, during WITH &&)"))
