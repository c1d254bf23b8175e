"""From the application to the assessment: who may decide, in which order places go, what is refused and why."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditEntry
from programs.models import Enrolment, EnrolmentEvent, EnrolmentStatus, Program
from tests.factories import BeneficiaryFactory, EnrolmentFactory, ProgramFactory, StayFactory
from tests.programs.test_enrolment_places import trigger_off

TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)
S = EnrolmentStatus
CAPACITY_HELD = "enrolment_within_capacity"


def asked(program, by, *, on=TODAY, **fields):
    return Enrolment.objects.apply(program, BeneficiaryFactory(), by=by, on=on, **fields)


def test_the_list_is_ranked_by_priority_then_by_date_and_says_why(farid, db):
    program = ProgramFactory(staff=[farid], capacity=1)
    late = asked(program, farid)
    early = asked(program, farid, on=TODAY - 30 * DAY)
    pressing = asked(program, farid)
    with pytest.raises(DomainError, match="pourquoi la priorité"):
        pressing.set_priority(by=farid, on=TODAY, priority=2, reason=" ")
    pressing.set_priority(by=farid, on=TODAY, priority=2, reason="Sort vendredi")
    assert list(program.enrolments.asking().ranked()) == [pressing, early, late]
    assert EnrolmentEvent.objects.get(enrolment=pressing, from_status="applied").reason == "Urgente – Sort vendredi"
    for row in (late, early):
        row.put_on_list(by=farid, on=TODAY)
    with pytest.raises(DomainError, match="première de la liste"):
        late.accept(by=farid, on=TODAY)
    late.accept(by=farid, on=TODAY, reason="La première est en stage ce mois-ci")
    with pytest.raises(DomainError, match="pas de place"):
        early.accept(by=farid, on=TODAY)
    late.end(status=S.WITHDRAWN, cause="job", reason="", by=farid, on=TODAY)
    early.accept(by=farid, on=TODAY)
    assert Enrolment.objects.get(pk=early.pk).status == S.ACTIVE


def test_an_application_is_single_bounded_and_becomes_the_enrolment(amina, db):
    program, person = ProgramFactory(), BeneficiaryFactory()
    first = Enrolment.objects.apply(program, person, by=amina, on=TODAY)
    with pytest.raises(DomainError, match="déjà une candidature"):
        Enrolment.objects.apply(program, person, by=amina, on=TODAY)
    with pytest.raises(IntegrityError, match="enrolment_once"), transaction.atomic():
        EnrolmentFactory(program=program, beneficiary=person, status=S.APPLIED, started_on=None, applied_on=TODAY)
    for _ in range(4):
        Enrolment.objects.apply(ProgramFactory(), person, by=amina, on=TODAY)
    with pytest.raises(DomainError, match="5 candidatures ouvertes"):
        Enrolment.objects.apply(ProgramFactory(), person, by=amina, on=TODAY)
    assert Enrolment.objects.enrol(program, person, by=amina, on=TODAY) == first
    assert [event.to_status for event in first.events.order_by("pk")] == [S.APPLIED, S.ACTIVE]


def test_only_the_steps_of_the_table_are_taken_and_what_is_refused_changes_nothing(farid, db):
    row = asked(ProgramFactory(staff=[farid], ends_on=TODAY + 30 * DAY), farid)
    with pytest.raises(TransitionNotAllowed, match="a changé"):
        row.suspend(by=farid, on=TODAY, until=None, reason="Stage")
    with pytest.raises(DomainError, match="Choisissez la raison"):
        row.decline(by=farid, on=TODAY, cause="")
    with pytest.raises(DomainError, match="Précisez"):
        row.decline(by=farid, on=TODAY, cause="other")
    for day, words in ((TODAY + 31 * DAY, "se termine le"), (dt.date(9999, 1, 1), "se termine le")):
        with pytest.raises(DomainError, match=words):
            row.accept(by=farid, on=day)
    with pytest.raises(DomainError, match="deux ans"):
        row.accept(by=farid, on=dt.date(1999, 1, 1))
    assert (Enrolment.objects.get(pk=row.pk).status, row.events.count()) == (S.APPLIED, 1)
    row.accept(by=farid, on=TODAY)
    for words, dates in (("avant le début", (TODAY - DAY, None)), ("avant la suspension", (TODAY, TODAY - DAY))):
        with pytest.raises(DomainError, match=words):
            row.suspend(by=farid, on=dates[0], until=dates[1], reason="Stage")
    row.suspend(by=farid, on=TODAY, until=TODAY + 9 * DAY, reason="Stage")
    assert not Enrolment.objects.active().exists()
    assert Enrolment.objects.holding().get().resumes_on == TODAY + 9 * DAY
    row.resume(by=farid, on=TODAY)
    row.end(status=S.COMPLETED, cause="achieved", reason="", by=farid, on=TODAY)
    with pytest.raises(TransitionNotAllowed, match="déjà terminée"):
        row.resume(by=farid, on=TODAY)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        EnrolmentEvent.objects.update(reason="autre")


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("enrolment_start_is_dated", {"started_on": None}),
        ("enrolment_suspension_is_dated", {"status": "suspended"}),
        ("enrolment_suspension_is_dated", {"suspended_on": TODAY}),
        ("enrolment_suspended_on_before_resumes_on", {
            "status": "suspended", "suspended_on": TODAY, "resumes_on": TODAY - DAY}),
        ("enrolment_priority_is_told", {"priority": 1}),
        ("enrolment_priority_known", {"priority": 7, "priority_reason": "x"}),
        ("enrolment_end_cause_known", {"end_cause": "ghost"}),
        ("enrolment_refusal_is_told", {
            "status": "declined", "started_on": None, "applied_on": TODAY, "ended_on": TODAY}),
    ],
)  # fmt: skip
def test_each_new_rule_is_held_by_the_database(constraint, change, db):
    row = EnrolmentFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Enrolment.objects.filter(pk=row.pk).update(**change)


def refused(rows, **change):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        rows.update(**change)
    return str(caught.value)


def test_the_database_keeps_room_for_those_inside(farid, db):
    program = ProgramFactory(capacity=2)
    inside = EnrolmentFactory.create_batch(2, program=program)
    rows = Program.objects.filter(pk=program.pk)
    assert "room_for_those_inside" in refused(rows, capacity=1)
    assert "closed_when_empty" in refused(rows, is_active=False)
    Enrolment.objects.filter(pk=inside[0].pk).update(status=S.SUSPENDED, suspended_on=TODAY)
    with pytest.raises(IntegrityError, match=CAPACITY_HELD), transaction.atomic():
        EnrolmentFactory(program=program)
    other = EnrolmentFactory()
    assert CAPACITY_HELD in refused(Enrolment.objects.filter(pk=other.pk), program=program)
    for row in inside:
        row.refresh_from_db()
        row.end(status=S.COMPLETED, cause="achieved", reason="", by=farid, on=TODAY)
    rows.update(capacity=1)
    rows.update(is_active=False)
    with pytest.raises(IntegrityError, match="open_program"), transaction.atomic():
        EnrolmentFactory(program=program)
    house = StayFactory().place.program
    assert "closed_when_empty" in refused(Program.objects.filter(pk=house.pk), is_active=False)


def race(program, people, user):
    barrier, errors = threading.Barrier(len(people)), []

    def take(person):
        try:
            barrier.wait(timeout=10)
            Enrolment(program=program, beneficiary=person, started_on=TODAY, created_by=user).save()
        except Exception as error:  # noqa: BLE001
            errors.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return errors


@pytest.mark.django_db(transaction=True)
def test_eight_writers_without_any_code_of_ours_never_pass_the_capacity_and_do_without_the_trigger(amina):
    for held in (True, False):
        program, people = ProgramFactory(capacity=3), BeneficiaryFactory.create_batch(8)
        if held:
            errors = race(program, people, amina)
            assert program.enrolments.count() == 3
            assert len(errors) == 5
            assert all(CAPACITY_HELD in error for error in errors), errors
        else:
            with trigger_off("programs_enrolment", "within_capacity"):
                race(program, people, amina)
            assert program.enrolments.count() == 8


@pytest.fixture
def program(farid):
    return ProgramFactory(
        name="Atelier vélo", staff=[farid], leads=[farid], capacity=1, age_min=18, age_max=25, sex="women",
        conditions="Savoir lire", aims="Obtenir un diplôme\nReprendre confiance",
    )  # fmt: skip


def test_a_person_applies_with_the_reasons_and_an_exception_is_told(amina, nord, client_of, program):
    person = BeneficiaryFactory(team=nord, lead_worker=amina, gender="male", birth_date=None, birth_year=None)
    client, url = client_of(amina), f"{reverse('programs:apply', args=[program.pk])}?personne={person.pk}"
    page = client.get(url).text
    assert "Femmes seulement" in page
    assert "âge non renseigné dans le dossier" in page
    typed = {"applied_on": "hier", "priority": "1", "condition_0": "plus-tard"}
    answer = client.post(url, typed)
    assert {"priority_reason", "exception_reason"} == set(answer.context["form"].errors)
    assert not Enrolment.objects.exists()
    typed |= {"priority_reason": "Sort bientôt", "exception_reason": "Accord de l’équipe"}
    assert client.post(url, typed | {"applied_on": "31/12/9999"}).context["form"].errors.keys() == {"applied_on"}
    answer = client.post(url, typed, follow=True)
    row = Enrolment.objects.get()
    assert [line["verdict"] for line in row.eligibility] == [3, 2, 1, 0]
    assert "Accord de l’équipe" in answer.text
    assert "Savoir lire" in answer.text
    assert AuditEntry.objects.filter(person_id=person.pk, object_type="programs.enrolment").count() == 2


def test_who_runs_the_program_decides_and_the_others_do_not(amina, farid, nord, client_of, program):
    person = BeneficiaryFactory(team=nord, lead_worker=amina, last_name="Bensalem")
    row = Enrolment.objects.apply(program, person, by=amina, on=TODAY)

    def step(act):
        return reverse("programs:enrolment-step", args=[row.pk, act])

    assert client_of(amina).post(step("accepter"), {"on": "aujourd’hui"}).status_code == 404
    lead = client_of(farid)
    listed = lead.get(f"{reverse('programs:detail', args=[program.pk])}?vue=attente").text
    assert "Bensalem" in listed
    lead.post(step("liste-attente"))
    assert (
        "Proposer la place à la première"
        in lead.get(f"{reverse('programs:detail', args=[program.pk])}?vue=attente").text
    )
    assert lead.post(step("accepter"), {"on": "31/12/9999"}).status_code == 200
    assert lead.post(step("accepter"), {"on": "aujourd’hui"}).status_code == 302
    assert "Reprendre confiance" in lead.get(step("objectifs")).text
    lead.post(step("objectifs"), {"goals": "Obtenir un diplôme\nTrouver un stage"})
    reversed_dates = {"on": TODAY.isoformat(), "until": (TODAY - DAY).isoformat(), "reason": "Stage"}
    assert "vient avant la suspension" in lead.post(step("suspendre"), reversed_dates).text
    lead.post(step("suspendre"), {"on": "aujourd’hui", "reason": "Stage"})
    assert Enrolment.objects.get().status == S.SUSPENDED
    lead.post(step("reprendre"), {"on": "aujourd’hui"})
    end = {"status": "completed", "ended_on": "aujourd’hui"}
    ended = reverse("programs:enrolment-end", args=[row.pk])
    assert "Choisissez la raison" in lead.post(ended, end).text
    lead.post(ended, end | {"cause": "achieved"})
    lead.post(step("evaluer"), {"on": "aujourd’hui", "result_0": "partly", "summary": "Plus d’aisance"})
    page = lead.get(reverse("programs:enrolment", args=[row.pk])).text
    assert "En partie" in page
    assert "Plus d’aisance" in page
    figures = lead.get(f"{reverse('programs:detail', args=[program.pk])}?vue=evaluations").text
    assert "moins de 5" in figures
    assert lead.get(step("nimporte")).status_code == 404
