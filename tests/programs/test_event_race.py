"""Thirty people want the last seats of an event at one instant: nobody sits twice, and the database says so."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from programs.models import Event, EventRegistration
from programs.models.event.event import EventQuerySet
from tests.factories import EventFactory
from tests.programs.test_bed_race import at_once

ALTER = "ALTER TABLE programs_event {} CONSTRAINT event_seats_within_capacity{}"


def wish(event, number):
    facts = {"organization": "", "organization_kind": "other", "needs": {}, "seats": 1}
    return lambda: EventRegistration.objects.register(
        event, at=timezone.now(), name="Lou", email=f"lou{number}@exemple.test", **facts
    )


@pytest.mark.django_db(transaction=True)
def test_the_last_seats_go_to_as_many_people_and_the_others_wait():
    event = EventFactory(capacity=3)
    [answers] = at_once([wish(event, number) for number in range(30)])
    assert sorted(answer.status for answer in answers) == ["confirmed"] * 3 + ["waiting"] * 27
    first = EventRegistration.objects.filter(status="confirmed").order_by("pk")
    at_once([lambda row=row: row.cancel(at=timezone.now()) for row in first])
    event.refresh_from_db()
    assert event.seats_taken == 3 == event.registrations.filter(status="confirmed").count()


@pytest.fixture
def nobody_looks(monkeypatch):
    """Each reads the seats at the same instant, without the lock: the database alone."""
    barrier = threading.Barrier(6)

    def unlocked(rows, pk):
        event = rows.get(pk=pk)
        barrier.wait(timeout=20)
        return event

    monkeypatch.setattr(EventQuerySet, "locked", unlocked)


@pytest.mark.django_db(transaction=True)
def test_the_database_alone_refuses_the_seat_too_many_and_without_its_constraint_oversells(nobody_looks):
    guarded, unguarded = EventFactory(capacity=1), EventFactory(capacity=1)
    at_once([wish(guarded, number) for number in range(6)])
    assert guarded.registrations.count() == 1
    with connection.cursor() as cursor:
        cursor.execute(ALTER.format("DROP", ""))
    try:
        at_once([wish(unguarded, number) for number in range(6)])
        assert unguarded.registrations.filter(status="confirmed").count() == 6
    finally:
        EventRegistration.objects.all().delete()
        Event.objects.all().delete()
        with connection.cursor() as cursor:
            check = "CHECK (seats_taken >= 0 AND (capacity IS NULL OR seats_taken <= capacity))"
            cursor.execute(ALTER.format("ADD", f" {check}"))
