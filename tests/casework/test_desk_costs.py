"""The pages of the desk cost the same with one row and with twelve."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.sealed import seal
from programs.models import ProgramKind
from tests.casework.desk import cost
from tests.factories import (
    AgreementFactory,
    AidPaymentFactory,
    AlertFactory,
    ApplicationFactory,
    AppointmentFactory,
    AuditEntryFactory,
    BeneficiaryFactory,
    CommuneFactory,
    ConfidentialNoteFactory,
    DocumentFactory,
    DraftFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GoalFactory,
    GrantReportFactory,
    JobCheckFactory,
    JointReviewFactory,
    NeedFactory,
    OrganizationFactory,
    PlaceFactory,
    PlanReviewFactory,
    PostFactory,
    ProgramFactory,
    ProofFactory,
    ReferralFactory,
    ServiceFactory,
    SessionFactory,
    StayFactory,
    StepFactory,
    TaskFactory,
    UserFactory,
)


def fill(number, amina, gilles, nord):
    """So many of everything, all of it on the pages measured."""
    now, today = timezone.now(), timezone.localdate()
    shelter = ProgramFactory(kind=ProgramKind.SHELTER, staff=[gilles])
    for rank in range(number):
        person = BeneficiaryFactory(
            last_name="Martin", team=nord, lead_worker=amina, expected_release_on=today + timedelta(days=rank)
        )
        fill_file(person, amina, now)
        BeneficiaryFactory(team=nord)
        DraftFactory(owner=amina, beneficiary=person)
        SessionFactory(program=shelter)
        StayFactory(place=PlaceFactory(program=shelter), beneficiary=person)
        ReferralFactory(beneficiary=person, program=shelter, service=None, sent=True, sent_at=now - timedelta(days=9))
        ProgramFactory(name=f"Atelier Martin {number}-{rank}", staff=[gilles])
        ServiceFactory(name=f"Accueil Martin {rank}")
        OrganizationFactory(name=f"Maison Martin {rank}")
        AgreementFactory()
        GrantReportFactory()


def fill_file(person, worker, now):
    """One more of each thing that a file shows."""
    AlertFactory(beneficiary=person)
    AppointmentFactory(beneficiary=person, worker=worker, starts_at=now)
    AppointmentFactory(beneficiary=person, worker=worker, starts_at=now - timedelta(days=3))
    TaskFactory(beneficiary=person, assignee=worker)
    goal = GoalFactory(beneficiary=person)
    goal.needs.add(NeedFactory(beneficiary=person, responsible=UserFactory()))
    StepFactory(goal=goal, assignee=worker, due_on=now.date())
    StepFactory(goal=goal)
    PlanReviewFactory(beneficiary=person, next_on=now.date())
    JointReviewFactory(beneficiary=person)
    follow_up = FollowUpFactory(beneficiary=person, author=worker)
    ConfidentialNoteFactory(follow_up=follow_up)
    FollowUpFactory(beneficiary=person)
    ReferralFactory(beneficiary=person, sent=True, sent_at=now - timedelta(days=9))
    EnrolmentFactory(beneficiary=person)
    StayFactory(beneficiary=person)
    AidPaymentFactory(beneficiary=person)
    ApplicationFactory(beneficiary=person)
    JobCheckFactory(placement__beneficiary=person)
    PostFactory()
    AuditEntryFactory(person_id=person.pk)
    document = DocumentFactory(
        beneficiary=person, uploaded_by=worker, follow_up=follow_up, expires_on=timezone.localdate(now)
    )
    ProofFactory(obligation__measure__beneficiary=person, document=document)


HOMES = {"amina": 8, "chloe": 10, "farid": 8, "gilles": 8, "helene": 4, "denis": 4, "ines": 4}


@pytest.mark.parametrize("who", HOMES)
def test_the_day_costs_the_same_with_one_row_and_with_twelve(who, client_of, cast, amina, gilles, nord):
    client, url = client_of(cast[who]), reverse("casework:home")
    fill(1, amina, gilles, nord)
    one = cost(client, url)
    fill(11, amina, gilles, nord)
    assert one == cost(client, url) <= 10
    assert one == HOMES[who]


FILES = {
    "person-file": 9,
    "person-plan": 12,
    "person-timeline": 8,
    "person-documents": 9,
    "proof-packet": 6,
    "person-referrals": 6,
    "person-programs": 14,
    "person-history": 6,
    "find-partner": 13,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_costs_the_same_with_one_row_and_with_twelve(name, client_of, chloe, amina, nord):
    person, now = BeneficiaryFactory(team=nord, lead_worker=amina, commune_code="59350"), timezone.now()
    CommuneFactory()
    client, url = client_of(chloe), reverse(f"casework:{name}", args=[person.pk])
    fill_file(person, chloe, now)
    one = cost(client, url)
    for _rank in range(11):
        fill_file(person, chloe, now)
    assert one == cost(client, url)
    assert one == FILES[name]


@pytest.mark.parametrize("words", ["martin", "martn"])
def test_the_search_costs_the_same_with_one_row_and_with_twelve(words, client_of, amina, gilles, nord):
    client, url = client_of(amina), f"{reverse('casework:search')}?r={seal(words)}"
    fill(1, amina, gilles, nord)
    one = cost(client, url)
    fill(11, amina, gilles, nord)
    assert one == cost(client, url) <= 10
