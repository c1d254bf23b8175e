"""Places of a program: never one more than there are, even when two people take the last at once."""

import datetime as dt
import threading
import time
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import AuditAction, AuditEntry
from programs.models import Enrolment, EnrolmentStatus, Program, Stay
from programs.models.enrolment import EnrolmentQuerySet
from programs.models.program import ProgramQuerySet
from tests.factories import (
    BeneficiaryFactory,
    EnrolmentFactory,
    PlaceFactory,
    ProgramFactory,
    SessionFactory,
    StayFactory,
)

TODAY = timezone.localdate()
NO_PLACE = "Ce programme n’a pas de place pour cette personne en ce moment."


@pytest.fixture
def slow_create(monkeypatch):
    """Leave the other thread the time to count the places between this one’s count and its writing."""
    create = EnrolmentQuerySet.create

    def later(rows, **fields):
        time.sleep(0.4)
        return create(rows, **fields)

    monkeypatch.setattr(EnrolmentQuerySet, "create", later)


@contextmanager
def trigger_off(table, name):
    """The database without one of its triggers, named by the library that made them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s", [table, f"%{name}%"]
        )
        (found,) = [row[0] for row in cursor.fetchall()]
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {found}")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {found}")


def two_take_the_last_place(user):
    program, people = ProgramFactory(capacity=1), BeneficiaryFactory.create_batch(2)
    barrier, results = threading.Barrier(2), []

    def take(person):
        try:
            barrier.wait(timeout=10)
            results.append(Enrolment.objects.enrol(program, person, by=user, on=TODAY))
        except Exception as error:  # noqa: BLE001
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results, Enrolment.objects.filter(program=program).count()


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_person(amina, slow_create):
    results, taken = two_take_the_last_place(amina)
    assert taken == 1
    assert [str(result) for result in results if isinstance(result, DomainError)] == [NO_PLACE]


@pytest.mark.django_db(transaction=True)
def test_without_any_lock_of_ours_the_database_still_gives_it_to_one(amina, slow_create, monkeypatch):
    monkeypatch.setattr(ProgramQuerySet, "select_for_update", lambda rows, **options: rows)
    results, taken = two_take_the_last_place(amina)
    assert taken == 1
    assert [str(result) for result in results if isinstance(result, DomainError)] == [NO_PLACE]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_nor_the_trigger_the_last_place_would_go_to_two(amina, slow_create, monkeypatch):
    monkeypatch.setattr(ProgramQuerySet, "select_for_update", lambda rows, **options: rows)
    with trigger_off("programs_enrolment", "within_capacity"):
        results, taken = two_take_the_last_place(amina)
    assert taken == 2, results


def test_a_full_or_closed_program_and_a_second_enrolment_are_refused(amina, db):
    person, full = BeneficiaryFactory(), EnrolmentFactory(program__capacity=1).program
    with pytest.raises(DomainError, match="pas de place"):
        Enrolment.objects.enrol(full, person, by=amina, on=TODAY)
    with pytest.raises(DomainError, match="fermé"):
        Enrolment.objects.enrol(ProgramFactory(is_active=False), person, by=amina, on=TODAY)
    program = ProgramFactory(capacity=None)
    enrolment = Enrolment.objects.enrol(program, person, by=amina, on=TODAY)
    assert AuditEntry.objects.get(object_id=str(enrolment.pk)).action == AuditAction.CREATED
    with pytest.raises(DomainError, match="déjà inscrite"):
        Enrolment.objects.enrol(program, person, by=amina, on=TODAY)


def test_an_enrolment_that_ends_frees_its_place_and_ends_once(amina, db):
    enrolment = EnrolmentFactory(program__capacity=1)
    with pytest.raises(DomainError, match="avant le début"):
        enrolment.end(status=EnrolmentStatus.COMPLETED, reason="", by=amina, on=TODAY - dt.timedelta(days=1))
    enrolment.end(status=EnrolmentStatus.COMPLETED, reason="Fin du parcours", by=amina, on=TODAY)
    assert enrolment.program.places_left() == 1
    with pytest.raises(DomainError, match="déjà terminée"):
        enrolment.end(status=EnrolmentStatus.WITHDRAWN, reason="", by=amina, on=TODAY)
    assert Enrolment.objects.get(pk=enrolment.pk).end_reason == "Fin du parcours"


def test_the_page_enrols_the_person_chosen_and_says_when_it_is_full(amina, nord, client_of):
    program, client = ProgramFactory(capacity=1), client_of(amina)
    people = BeneficiaryFactory.create_batch(2, team=nord, lead_worker=amina)
    page = reverse("programs:enrol", args=[program.pk])
    assert people[0].last_name in client.get(page).text
    urls = [f"{page}?personne={person.pk}" for person in people]
    assert client.post(urls[0], {"started_on": "hier"}).status_code == 302
    assert Enrolment.objects.get().started_on == TODAY - dt.timedelta(days=1)
    refused = client.post(urls[1], {"started_on": "14/10/2025"})
    assert NO_PLACE in refused.text
    assert "14/10/2025" in refused.text
    assert "Erreur" in refused.text.partition("</title>")[0]


def test_a_person_of_another_team_is_neither_proposed_found_nor_enrolled(amina, sud, client_of):
    stranger, program, client = BeneficiaryFactory(last_name="Durand", team=sud), ProgramFactory(), client_of(amina)
    page = reverse("programs:enrol", args=[program.pk])
    found = client.post(page, {"mots": "Durand"}, follow=True)
    assert "Durand" not in found.request["QUERY_STRING"]
    assert "Personne de ce nom" in found.text
    assert client.post(f"{page}?personne={stranger.pk}", {"started_on": "hier"}).status_code == 404
    for text in ("x", "\x00", "1' OR 1=1"):
        assert client.get(page, {"personne": text}).status_code == 404
        assert client.get(page, {"r": text}).status_code == 200


def test_who_runs_the_program_ends_an_enrolment_and_another_team_does_not_find_it(farid, bruno, helene, client_of):
    enrolment = EnrolmentFactory(program=ProgramFactory(staff=[farid]))
    url = reverse("programs:enrolment-end", args=[enrolment.pk])
    assert client_of(bruno).post(url, {"status": "completed"}).status_code == 404
    assert client_of(helene).post(url, {"status": "completed"}).status_code == 403
    client = client_of(farid)
    assert client.get(url).status_code == 200
    refused = client.post(url, {"status": "active", "ended_on": "31/02/2025", "reason": "x" * 10_000})
    assert {"status", "ended_on", "cause", "reason"} == set(refused.context["form"].errors)
    typed = {"status": "withdrawn", "ended_on": "aujourd’hui", "cause": "choice", "reason": "Départ"}
    assert client.post(url, typed).status_code == 302
    assert Enrolment.objects.get().status == EnrolmentStatus.WITHDRAWN


def broken(factory, constraint, change):
    row = factory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**change)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("enrolment_status_known", {"status": "lost"}),
        ("enrolment_end_is_dated", {"status": "completed"}),
        ("enrolment_end_is_dated", {"ended_on": TODAY}),
        (
            "enrolment_started_on_before_ended_on",
            {"status": "completed", "ended_on": TODAY - dt.timedelta(days=9)},
        ),
    ],
)
def test_each_constraint_of_an_enrolment_is_held(constraint, change, db):
    broken(EnrolmentFactory, constraint, change)


def test_one_enrolment_in_progress_for_a_person_whatever_the_code_does(db):
    enrolment = EnrolmentFactory()
    with pytest.raises(IntegrityError, match="enrolment_once"), transaction.atomic():
        EnrolmentFactory(program=enrolment.program, beneficiary=enrolment.beneficiary)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("program_kind_known", {"kind": "lost"}),
        ("program_capacity_positive", {"capacity": 0}),
        ("program_starts_on_before_ends_on", {"starts_on": TODAY, "ends_on": TODAY - dt.timedelta(days=1)}),
    ],
)
def test_each_constraint_of_a_program_is_held(constraint, change, db):
    broken(ProgramFactory, constraint, change)


def test_two_programs_of_one_name_start_on_different_days(db):
    program = ProgramFactory()
    with pytest.raises(IntegrityError, match="program_name_unique"), transaction.atomic():
        ProgramFactory(name=program.name)
    ProgramFactory(name=program.name, starts_on=TODAY)
    assert Program.objects.count() == 2


def test_places_sessions_and_sites_keep_to_their_rules(db):
    broken(PlaceFactory, "place_kind_known", {"kind": "lost"})
    broken(SessionFactory, "session_starts_at_before_ends_at", {"ends_at": timezone.now() - dt.timedelta(days=9)})
    broken(lambda: PlaceFactory().site, "site_secret_address", {"has_secret_address": True, "address": "1 rue Sûre"})
    place = PlaceFactory()
    with pytest.raises(IntegrityError, match="place_name_unique"), transaction.atomic():
        PlaceFactory(program=place.program, name=place.name)


def test_two_stays_never_share_a_night_in_a_bed(db):
    week, booked = dt.timedelta(days=7), {"status": "confirmed"}
    stay = StayFactory(**booked, period=(TODAY, TODAY + week))
    with pytest.raises(IntegrityError, match="occupancy_one_at_a_time"), transaction.atomic():
        StayFactory(**booked, place=stay.place, period=(TODAY + dt.timedelta(days=6), TODAY + dt.timedelta(days=9)))
    StayFactory(**booked, place=stay.place, period=(TODAY + week, TODAY + dt.timedelta(days=9)))
    arrived = StayFactory()
    with pytest.raises(IntegrityError, match="stay_one_arrived"), transaction.atomic():
        StayFactory(place=arrived.place, period=(TODAY + week, TODAY + dt.timedelta(days=9)))
    broken(StayFactory, "stay_turnaround_bounded", {"turnaround_days": 61})
    broken(StayFactory, "stay_cancel_reason", {"cancel_reason": "other"})
    broken(StayFactory, "stay_departure", {"move_on": "family"})
    broken(StayFactory, "stay_overstay_told", {"overstay_from": TODAY})
    broken(StayFactory, "stay_status_known", {"status": "lost"})
    broken(StayFactory, "stay_period_bounded", {"period": (TODAY, TODAY)})
    broken(StayFactory, "stay_period_bounded", {"period": (TODAY, None)})
    assert Stay.objects.count() == 10
