"""Slots of a professional: opened, taken by one person, closed, and nobody put near somebody she must not meet."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from beneficiaries.meetings import note_outcome, undo_outcome
from beneficiaries.models import Appointment
from beneficiaries.models.appointment import AppointmentQuerySet
from core.errors import DomainError
from programs.models import Slot, SlotBooking
from programs.models.support import booking as booking_module
from programs.models.support.booking import SlotTaken
from tests import factories as make
from tests.factories.programs_support import next_day_at


def book(slot, person, by):
    return SlotBooking.objects.book(slot, person, by=by, at=timezone.now())


@pytest.mark.django_db
def test_a_slot_taken_is_an_appointment_of_the_file_and_is_free_again_once_cancelled(nord, amina):
    slot, (person, other) = make.SlotFactory(), make.BeneficiaryFactory.create_batch(2, team=nord)
    booking = book(slot, person, amina)
    meeting = booking.appointment
    assert (meeting.starts_at, meeting.worker, meeting.duration_minutes) == (slot.starts_at, slot.worker, 45)
    assert meeting.purpose == "Rendez-vous au programme" and meeting.told_in == "health"
    assert book(slot, person, amina) == booking
    with pytest.raises(SlotTaken):
        book(slot, other, amina)
    with pytest.raises(DomainError, match="annulez d’abord"):
        slot.withdraw(by=amina, at=timezone.now())
    note_outcome(meeting, "cancelled", by=amina, at=timezone.now(), reason="Malade")
    book(slot, other, amina)
    with pytest.raises(DomainError, match="à quelqu’un d’autre"):
        undo_outcome(meeting, by=amina, at=timezone.now())
    assert SlotBooking.objects.held().count() == 1


@pytest.mark.django_db
def test_nobody_has_two_appointments_at_one_hour_nor_one_near_somebody_kept_apart(nord, amina):
    site, start = make.SiteFactory(), next_day_at(10)
    person, apart, far = make.BeneficiaryFactory.create_batch(3, team=nord)
    make.NoContactLinkFactory(people=(person, apart))
    first = make.SlotFactory(site=site, starts_at=start)
    near = make.SlotFactory(program=first.program, site=site, starts_at=start + dt.timedelta(hours=2))
    later = make.SlotFactory(program=first.program, site=site, starts_at=start + dt.timedelta(hours=5))
    elsewhere = make.SlotFactory(site=make.SiteFactory(), starts_at=start)
    make.AppointmentFactory(beneficiary=far, starts_at=start + dt.timedelta(minutes=30), duration_minutes=None)
    with pytest.raises(DomainError, match="déjà un rendez-vous à cette heure"):
        book(first, far, amina)
    book(first, person, amina)
    with pytest.raises(DomainError, match="ne convient pas") as refused:
        book(near, apart, amina)
    assert person.last_name not in str(refused.value)
    book(elsewhere, apart, amina)
    book(later, apart, amina)
    # The other doors ask the same rule: a place where she is at that hour is refused to the one kept apart.
    course = make.ProgramFactory(site=site)
    make.SessionFactory(program=course, starts_at=start)
    with pytest.raises(DomainError, match="pas de place"):
        make.EnrolmentFactory._meta.model.objects.enrol(course, apart, by=amina, on=timezone.localdate())


@pytest.mark.django_db
def test_hours_of_one_professional_never_overlap(amina):
    program, start = make.ProgramFactory(kind="psychological_support"), next_day_at(9)
    hours = [(start, start + dt.timedelta(hours=1)), (start + dt.timedelta(hours=1), start + dt.timedelta(hours=2))]
    told = {"worker": amina, "by": amina, "mode": "phone"}
    Slot.objects.open_hours(program, hours, **told)
    with pytest.raises(DomainError, match="déjà ouvert"):
        Slot.objects.open_hours(
            program, [(start - dt.timedelta(days=7), start - dt.timedelta(days=6)), hours[1]], **told
        )
    assert Slot.objects.count() == 2


@pytest.fixture
def nobody_looks(monkeypatch):
    """Neither the lock of the slot nor the look before the write: the database alone."""
    monkeypatch.setattr(Slot, "locked", lambda slot: slot)
    monkeypatch.setattr(AppointmentQuerySet, "during", lambda rows, start, end: rows.none())
    monkeypatch.setattr(booking_module, "holding", lambda slot: Appointment.objects.none())


def taken_at_once(slot, people, by):
    """Everybody asks at one instant; what each was answered."""
    barrier, answers = threading.Barrier(len(people)), []

    def run(person):
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            answers.append(book(slot, person, by))
        except Exception as error:  # noqa: BLE001
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


@pytest.mark.django_db(transaction=True)
def test_a_slot_asked_for_by_many_at_once_goes_to_one(amina):
    people, slot = make.BeneficiaryFactory.create_batch(12), make.SlotFactory()
    answers = taken_at_once(slot, people, amina)
    assert sorted(type(answer).__name__ for answer in answers) == ["SlotBooking"] + ["SlotTaken"] * 11


@pytest.mark.django_db(transaction=True)
def test_the_database_alone_refuses_the_second_and_without_its_constraint_gives_the_slot_twice(amina, nobody_looks):
    guarded, unguarded = make.SlotFactory(), make.SlotFactory()
    people = make.BeneficiaryFactory.create_batch(6)
    taken_at_once(guarded, people, amina)
    assert Appointment.objects.filter(slot=guarded.pk).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'appointment_slot_taken_once'")
        (made,) = cursor.fetchone()
        cursor.execute("DROP INDEX appointment_slot_taken_once")
    try:
        taken_at_once(unguarded, people, amina)
        assert Appointment.objects.filter(slot=unguarded.pk).count() == 6
    finally:
        SlotBooking.objects.all().delete()
        Appointment.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(made)
