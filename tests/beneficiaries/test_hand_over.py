"""A leave or a departure: what is proposed, accepted, given back; nothing stays without an owner."""

import datetime as dt
import io
import uuid

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models import Beneficiary, HandedFile, HandOver, HandOverKind, Task
from beneficiaries.models.hand_over import held_by, people_held_by
from core.errors import DomainError
from referrals.models import Referral
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def dalia(nord):
    """A colleague of Amina’s team."""
    return make.UserFactory(first_name="Dalia", last_name="Exemple", roles=[Role.CASEWORKER], teams=[nord])


@pytest.fixture
def person(amina, nord):
    """Amina leads; she has something of each kind to do."""
    person = make.BeneficiaryFactory(team=nord, lead_worker=amina, created_by=amina)
    make.TaskFactory(beneficiary=person, assignee=amina, due_on=TODAY + dt.timedelta(days=3))
    make.TaskFactory(beneficiary=person, assignee=amina, due_on=TODAY + dt.timedelta(days=60))
    make.AppointmentFactory(beneficiary=person, worker=amina, starts_at=timezone.now() + dt.timedelta(days=2))
    make.ReferralFactory(sent=True, beneficiary=person, created_by=amina)
    return person


def propose(giver, files, *, kind=HandOverKind.DEPARTURE, days=14, by=None):
    """A relay from tomorrow on, as the page sends it."""
    start = TODAY + dt.timedelta(days=1)
    end = start + dt.timedelta(days=days) if kind == HandOverKind.LEAVE else None
    return HandOver.objects.register(
        giver, by=by or giver, kind=kind, starts_on=start, ends_on=end, files=files, submission=uuid.uuid4()
    )


def owned_by(user: User) -> list[str]:
    """Every row still to be done that names the user as the one who does it, by whatever field."""
    doing = {"lead_worker", "assignee", "worker", "responsible", "owner"}
    found = []
    for model in apps.get_app_config("beneficiaries").get_models():
        if model._meta.label == "beneficiaries.Draft":
            continue
        for field in model._meta.concrete_fields:
            if field.name in doing and field.related_model is User:
                found += [f"{model._meta.label} {row.pk}" for row in model._base_manager.filter(**{field.name: user})]
    return found


def test_a_departure_leaves_nothing_without_an_owner(person, amina, dalia, nord):
    joined = make.BeneficiaryFactory(team=nord, lead_worker=dalia)
    make.CaseTeamMemberFactory(beneficiary=joined, user=amina)
    elsewhere = make.BeneficiaryFactory(team=nord, lead_worker=dalia)
    make.TaskFactory(beneficiary=elsewhere, assignee=amina)
    need = make.NeedFactory(beneficiary=person, responsible=amina)
    make.ReadinessItemFactory(release__beneficiary=person, owner=amina)
    goal = make.GoalFactory(beneficiary=person)
    make.StepFactory(goal=goal, beneficiary=person, assignee=amina)
    assert set(people_held_by(amina)) == {person, joined, elsewhere}
    chloe_like = make.UserFactory(roles=[Role.CASEWORKER], teams=[nord])
    files = {person: dalia, joined: chloe_like, elsewhere: dalia}
    for line in propose(amina, files).files.all():
        line.accept(by=line.receiver, at=timezone.now())
    assert owned_by(amina) == []
    need.refresh_from_db()
    assert need.responsible == dalia
    open_referrals = Referral.objects.filter(status="sent")
    assert open_referrals.exists()
    assert not open_referrals.exclude(beneficiary__lead_worker=dalia).exists()
    assert not Beneficiary.objects.active().filter(lead_worker=None).exists()


def test_nothing_moves_before_the_colleague_accepts(person, amina, dalia):
    propose(amina, {person: dalia})
    person.refresh_from_db()
    assert person.lead_worker == amina
    assert not held_by(dalia)["assignee"].exists()


def test_who_leaves_reads_the_file_until_the_last_day(person, amina, dalia, nord):
    line = propose(amina, {person: dalia}).files.get()
    line.accept(by=dalia, at=timezone.now())
    member = person.case_team.get(user=amina)
    assert member.until == TODAY + dt.timedelta(days=1)


def test_a_leave_lends_the_days_of_the_leave_then_gives_back(person, amina, dalia):
    line = propose(amina, {person: dalia}, kind=HandOverKind.LEAVE).files.get()
    line.accept(by=dalia, at=timezone.now())
    person.refresh_from_db()
    assert person.lead_worker == amina
    assert held_by(dalia)["assignee"].count() == 1
    assert held_by(dalia)["worker"].count() == 1
    assert held_by(amina)["assignee"].count() == 1
    done = Task.objects.get(assignee=dalia)
    done.finish(by=dalia, at=timezone.now())
    line.give_back(by=amina, at=timezone.now())
    assert held_by(amina)["worker"].count() == 1
    assert Task.objects.get(pk=done.pk).assignee == dalia
    assert not person.case_team.current().filter(user=dalia).exists()


def test_a_refusal_leaves_the_file_where_it_is_and_it_can_be_proposed_again(person, amina, dalia):
    line = propose(amina, {person: dalia}).files.get()
    line.decline(by=dalia, at=timezone.now(), reason="Trop de dossiers ce mois-ci")
    with pytest.raises(DomainError, match="déjà reçu"):
        line.accept(by=dalia, at=timezone.now())
    person.refresh_from_db()
    assert person.lead_worker == amina
    assert propose(amina, {person: dalia}).files.count() == 1


@pytest.mark.parametrize("kept", ["another team", "an exclusion", "a no-contact link"])
def test_who_must_not_have_the_file_is_refused_without_a_reason(kept, person, amina, dalia, bruno, nord):
    receiver = bruno if kept == "another team" else dalia
    if kept == "an exclusion":
        make.ExclusionFactory(beneficiary=person, user=dalia)
    elif kept == "a no-contact link":
        other = make.BeneficiaryFactory(team=nord, lead_worker=dalia)
        make.NoContactLinkFactory(people=(person, other))
    with pytest.raises(DomainError, match="ne peut pas être confié"):
        propose(amina, {person: receiver})


def test_a_file_is_proposed_to_one_colleague_at_a_time(person, amina, dalia):
    propose(amina, {person: dalia})
    with pytest.raises(DomainError, match="déjà proposé"), transaction.atomic():
        propose(amina, {person: dalia})
    with pytest.raises(IntegrityError, match="handedfile_proposed_once"), transaction.atomic():
        make.HandedFileFactory(beneficiary=person)


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (HandOver, {"ends_on": None}, "handover_leave_ends"),
        (HandOver, {"ends_on": TODAY - dt.timedelta(days=9)}, "handover_leave_ends"),
        (HandedFile, {"status": "accepted"}, "handedfile_answer_dated"),
        (HandedFile, {"answered_at": timezone.now()}, "handedfile_answer"),
    ],
)
def test_the_database_refuses_an_impossible_relay(model, values, constraint):
    make.HandedFileFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**values)


def test_from_the_page_a_caseworker_proposes_and_the_colleague_answers(person, amina, dalia, client_of):
    url = reverse("beneficiaries:hand-over")
    asked = {"giver": amina.pk, "kind": "departure", "starts_on": "31/12/2099", "ends_on": "", "receiver": dalia.pk}
    page = client_of(amina).get(url, asked)
    assert person.file_number in page.content.decode()
    data = {**asked, "submission": page.context["files"]["submission"].value(), str(person.pk): str(dalia.pk)}
    client_of(amina).post(url, data)
    client_of(amina).post(url, data)  # a double click
    line = HandedFile.objects.get()
    assert "1 dossier vous est proposé" in client_of(dalia).get(url).content.decode()
    client_of(dalia).post(reverse("beneficiaries:hand-over-decline", args=[line.pk]), {"reason": ""})
    line.refresh_from_db()
    assert line.status == "proposed"
    client_of(dalia).post(reverse("beneficiaries:hand-over-accept-all"))
    person.refresh_from_db()
    assert person.lead_worker == dalia


def test_the_housekeeping_gives_back_the_files_of_an_ended_leave(person, amina, dalia, nord):
    line = propose(amina, {person: dalia}, kind=HandOverKind.LEAVE).files.get()
    line.accept(by=dalia, at=timezone.now())
    HandOver.objects.update(starts_on=TODAY - dt.timedelta(days=9), ends_on=TODAY - dt.timedelta(days=1))
    call_command("housekeeping", stdout=io.StringIO())
    line.refresh_from_db()
    assert line.status == "returned"
    assert owned_by(dalia) == []


def test_the_coordination_sees_the_files_of_somebody_whose_account_is_closed(person, amina, chloe, client_of):
    User.objects.filter(pk=amina.pk).update(is_active=False)
    page = client_of(chloe).get(reverse("casework:home")).content.decode()
    assert reverse("beneficiaries:lead-change", args=[person.pk]) in page


def test_the_page_costs_the_same_with_one_file_and_with_thirty(person, amina, dalia, nord, client_of, queries_of):
    url, client = reverse("beneficiaries:hand-over"), client_of(amina)
    asked = {"giver": str(amina.pk), "kind": "departure", "starts_on": "31/12/2099", "receiver": str(dalia.pk)}
    propose(amina, {person: dalia})
    one = queries_of(client, url, asked)
    more = make.BeneficiaryFactory.create_batch(30, team=nord, lead_worker=amina, created_by=amina)
    propose(amina, dict.fromkeys(more, dalia))
    assert queries_of(client, url, asked) == one
