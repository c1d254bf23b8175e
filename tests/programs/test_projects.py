"""Project holders: who reaches a project, its moves, its money, its meetings; what is refused changes nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Task
from core.errors import DomainError, Outdated
from core.models import AuditEntry
from programs.models import (
    FunderMeeting,
    Funding,
    Mentor,
    MentoringMeeting,
    Milestone,
    ProgramKind,
    Project,
    ProjectEvent,
)
from tests.factories import (
    BeneficiaryFactory,
    ContactFactory,
    EnrolmentFactory,
    FunderFactory,
    FunderMeetingFactory,
    FundingFactory,
    MentorFactory,
    MentoringMeetingFactory,
    MilestoneFactory,
    NoContactLinkFactory,
    OrganizationFactory,
    ProgramFactory,
    ProjectFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(farid):
    return ProgramFactory(name="Créer son activité", kind=ProgramKind.COHORT, capacity=None, staff=[farid])


@pytest.fixture
def project(cohort, nord, amina):
    person = BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Moussa", last_name="Exemple")
    return ProjectFactory(enrolment__program=cohort, enrolment__beneficiary=person, title="Camion bleu")


def step(project, act, row=None):
    """Address of an act."""
    if row is None:
        return reverse("programs:project-step", args=[project.pk, act])
    return reverse("programs:project-row", args=[project.pk, act, row.pk])


def test_a_project_is_reached_through_the_file_or_the_cohort_and_written_by_its_team(project, cast, client_of):
    page = reverse("programs:project", args=[project.pk])
    board = reverse("programs:cohort", args=[project.enrolment.program_id])
    readers = {name for name, user in cast.items() if client_of(user).get(page).status_code == 200}
    assert readers == {"amina", "chloe", "farid"}
    for name, user in cast.items():
        shown = client_of(user).get(board).content.decode()
        assert ("Camion bleu" in shown, "1 autre projet" in shown) == (name in readers, name not in readers), name
    for view in ("personnes", "financements", "calendrier"):
        assert "Camion bleu" not in client_of(cast["bruno"]).get(board, {"vue": view}).content.decode()
    writers = {name for name, user in cast.items() if Project.objects.written_by(user).exists()}
    assert writers == {"chloe", "farid"}
    MentorFactory(project=project, volunteer="", user=cast["amina"])
    assert Project.objects.written_by(cast["amina"]).exists()
    assert not Project.objects.published_by(cast["amina"]).exists()
    other = BeneficiaryFactory(team=cast["amina"].teams.get(), lead_worker=cast["farid"])
    first, second = sorted([project.enrolment.beneficiary, other], key=lambda person: person.pk)
    NoContactLinkFactory(first=first, second=second)
    assert client_of(cast["farid"]).get(page).status_code == 404, "kept from the person, even running the cohort"


def test_the_board_is_moved_without_javascript_and_each_move_is_told(project, farid, client_of):
    client, board = client_of(farid), reverse("programs:cohort", args=[project.enrolment.program_id])
    shown = client.get(board).content.decode()
    assert f'action="{step(project, "deplacer")}"' in shown
    client.post(step(project, "deplacer"), {"to": "study", "seen": "idea", "retour": "tableau"})
    answer = client.post(step(project, "deplacer"), {"to": "idea", "seen": "study", "comment": "À reprendre"})
    assert answer.url == reverse("programs:project", args=[project.pk])
    told = [(e.before, e.after, e.comment, e.by) for e in ProjectEvent.objects.filter(act="moved").order_by("pk")]
    assert told == [("idea", "study", "", farid), ("study", "idea", "À reprendre", farid)]
    stale = client.post(step(project, "deplacer"), {"to": "plan", "seen": "study"}, follow=True).content.decode()
    assert "a changé d’étape entre-temps" in stale
    for wrong in ({"to": "idea"}, {"to": "nowhere"}, {"to": "plan", "comment": "x" * 501}, {}):
        client.post(step(project, "deplacer"), wrong)
    project.refresh_from_db()
    assert project.stage == "idea" and ProjectEvent.objects.filter(act="moved").count() == 2
    assert client.get(step(project, "deplacer")).status_code == 405
    with pytest.raises(Outdated):
        project.move("plan", by=farid, at=timezone.now(), seen="launch")


def test_one_living_project_for_a_person_in_a_cohort(project, cohort, farid, client_of):
    at = timezone.now()
    with pytest.raises(DomainError, match="déjà un projet"):
        Project.objects.register(project.enrolment, by=farid, at=at, title="Autre")
    project.move("stopped", by=farid, at=at)
    again = client_of(farid).post(
        reverse("programs:project-new", args=[cohort.pk]),
        {"enrolment": project.enrolment_id, "title": "Autre", "sector": "retail", "stage": "study"},
    )
    assert again.status_code == 302
    with pytest.raises(DomainError, match="déjà un projet"):
        project.move("idea", by=farid, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.update(stage="idea")
    training = EnrolmentFactory(program__kind=ProgramKind.TRAINING)
    with pytest.raises(DomainError, match="cohorte"):
        Project.objects.register(training, by=farid, at=at, title="Ailleurs")


def test_the_sums_follow_each_answer_and_pass_what_was_sought(project, farid, client_of):
    client, today = client_of(farid), timezone.localdate()
    FunderFactory(name="Fonds d’élan")
    answer = {"kind": "honour_loan", "source": "fonds d'elan", "amount": "4 000", "sought_on": "hier"}
    assert client.post(step(project, "financement"), answer).status_code == 302
    loan = Funding.objects.get()
    assert (loan.funder.name, loan.amount) == ("Fonds d’élan", Decimal(4000))
    crowd = FundingFactory(project=project, kind="crowdfunding", amount=1000)
    client.post(step(project, "financement", loan), {"status": "submitted", "on": "aujourd’hui"})
    client.post(step(project, "financement", crowd), {"status": "obtained", "on": "aujourd’hui", "obtained": "1 250"})
    sums = Funding.objects.totals()
    assert (sums["sought"], sums["submitted"], sums["obtained"], sums["waiting"]) == (5000, 4000, 1250, 4000)
    client.post(step(project, "financement", loan), {"status": "refused", "on": "aujourd’hui"})
    loan.refresh_from_db()
    assert (loan.status, loan.decided_on, loan.obtained) == ("refused", today, None)
    assert Funding.objects.totals()["waiting"] == 0
    for wrong in ({"obtained": None, "status": "obtained"}, {"amount": -1}, {"decided_on": dt.date(2020, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Funding.objects.filter(pk=loan.pk).update(**wrong)


def test_what_cannot_be_is_refused_and_nothing_changes(project, farid, client_of):
    client, tomorrow = client_of(farid), timezone.localdate() + dt.timedelta(days=1)
    mentor, funder = MentorFactory(project=project, started_on=timezone.localdate()), FunderFactory(name="Fonds")
    funding, milestone = FundingFactory(project=project), MilestoneFactory(project=project)
    stranger = MentorFactory(volunteer="Ailleurs")
    meeting = {"mentor": mentor.pk, "met_on": "hier"}
    wrong = [
        ("financement", None, {"kind": "loan", "amount": "-5", "sought_on": "hier"}),
        ("financement", None, {"kind": "loan", "amount": "0", "sought_on": "hier"}),
        ("financement", None, {"kind": "loan", "amount": "5", "sought_on": "01/01/9999"}),
        ("financement", None, {"kind": "loan", "amount": "5", "sought_on": "01/01/1950"}),
        ("financement", None, {"kind": "loan", "amount": "5", "sought_on": "hier", "source": "Personne"}),
        ("financement", funding, {"status": "obtained", "on": "hier", "obtained": "-3"}),
        ("financement", funding, {"status": "obtained", "on": "aujourd’hui"}),
        ("financement", funding, {"status": "submitted", "on": "avant-hier"}),
        ("financement", funding, {"status": "submitted", "on": "demain"}),
        ("jalon", None, {"title": "Ouvrir", "due_on": "01/01/9999"}),
        ("jalon", None, {"title": "Ouvrir", "due_on": "01/01/2099"}),
        ("jalon", milestone, {"done_on": "demain"}),
        ("parrainage", None, {"name": "", "started_on": "hier"}),
        ("parrainage", None, {"name": "Ada", "user": farid.pk, "started_on": "hier"}),
        ("parrainage", None, {"name": "Ada", "organization": "Inconnue", "started_on": "hier"}),
        ("parrainage", mentor, {"ended_on": "hier"}),
        ("rencontre", None, meeting | {"mentor": stranger.pk}),
        ("rencontre", None, meeting | {"met_on": "01/01/9999"}),
        ("rencontre", None, meeting | {"next_step": "Devis"}),
        ("rencontre", None, meeting | {"next_step": "Devis", "next_step_on": "avant-hier"}),
        ("financeur", None, {"source": "", "met_on": "hier", "result": "planned"}),
        ("financeur", None, {"source": "Fonds", "met_on": f"{tomorrow:%d/%m/%Y}", "result": "offer"}),
    ]
    models = (Funding, Milestone, Mentor, MentoringMeeting, FunderMeeting)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    for act, row, answer in wrong:
        shown = client.post(step(project, act, row), answer)
        assert shown.status_code == 200, (act, answer)
        assert "Erreur" in shown.content.decode().partition("</title>")[0], (act, answer)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    assert funder.pk


def test_the_next_step_of_a_meeting_becomes_one_task_for_somebody_who_reads_the_file(project, farid, amina, client_of):
    client, mentor = client_of(farid), MentorFactory(project=project)
    shown = client.get(step(project, "rencontre")).content.decode()
    assert f'<option value="{amina.pk}">' in shown and f'<option value="{farid.pk}">' not in shown
    said = {"mentor": mentor.pk, "met_on": "hier", "decided": "Trois devis", "next_step": "Appeler le garage"}
    said |= {"next_step_on": "demain", "assignee": amina.pk}
    client.post(step(project, "rencontre"), said)
    client.post(step(project, "rencontre"), said)
    task = Task.objects.get()
    assert (task.title, task.assignee) == ("Camion bleu : Appeler le garage", amina)
    meeting = MentoringMeeting.objects.get()
    client.post(step(project, "rencontre", meeting), said | {"decided": "Quatre devis"})
    meeting.refresh_from_db()
    assert (meeting.decided, Task.objects.count()) == ("Quatre devis", 1)


def test_the_mentor_and_the_funder_are_found_in_the_directory(project, farid, client_of):
    client, pont = client_of(farid), OrganizationFactory(name="Le Pont")
    contact = ContactFactory(organization=pont, name="Ada Exemple")
    client.post(step(project, "parrainage"), {"name": "ada exemple", "organization": "le pont", "started_on": "hier"})
    client.post(
        step(project, "financeur"), {"source": "Le Pont", "met": "Ada Exemple", "met_on": "hier", "result": "offer"}
    )
    mentor, meeting = Mentor.objects.get(), FunderMeeting.objects.get()
    assert (mentor.contact, mentor.volunteer) == (contact, "")
    assert (meeting.organization, meeting.contact) == (pont, contact)


def test_small_numbers_are_hidden_from_whoever_does_not_run_the_cohort(cohort, farid, helene, client_of):
    url = reverse("programs:cohort", args=[cohort.pk])
    for stage, number in (("idea", 6), ("launch", 2)):
        for project in ProjectFactory.create_batch(number, enrolment__program=cohort, stage=stage):
            if stage == "launch":
                FundingFactory(project=project, amount=3333)
    theirs = client_of(helene).get(url, {"vue": "chiffres"}).content.decode()
    assert "moins de 5" in theirs and "3 333" not in theirs.replace("\u00a0", " ") and "<td>8</td>" not in theirs
    assert "<td>6</td>" in theirs
    ours = client_of(farid).get(url, {"vue": "chiffres"}).content.decode()
    assert "<td>8</td>" in ours and "6 666,00" in ours.replace("\u00a0", " ")


def test_the_board_costs_the_same_with_two_projects_and_twenty(cohort, nord, farid, client_of, queries_of):
    url, client = reverse("programs:cohort", args=[cohort.pk]), client_of(farid)

    def fill(number):
        for project in ProjectFactory.create_batch(
            number, enrolment__program=cohort, enrolment__beneficiary__team=nord
        ):
            MilestoneFactory(project=project)
            FundingFactory(project=project)

    def lines(project, number):
        contact = ContactFactory()
        for mentor in MentorFactory.create_batch(number, project=project, volunteer="", contact=contact):
            MentoringMeetingFactory(mentor=mentor)
            FunderMeetingFactory(project=project)
            FundingFactory(project=project, funder=FunderFactory())
            SessionFactory(program=cohort)

    fill(2)
    one = Project.objects.order_by("pk")[0]
    page = reverse("programs:project", args=[one.pk])
    views = ("tableau", "personnes", "financements", "calendrier")
    lines(one, 1)
    few = [queries_of(client, page), *(queries_of(client, url, {"vue": view}) for view in views)]
    fill(18)
    lines(one, 4)
    assert [queries_of(client, page), *(queries_of(client, url, {"vue": view}) for view in views)] == few
    assert AuditEntry.objects.filter(object_type="programs.project").exists()
