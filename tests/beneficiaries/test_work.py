"""A person and work: applications, jobs that last or not, hours of community service; never an offence."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Application, JobCheck, Placement, WorkHours
from core.errors import DomainError, TransitionNotAllowed
from tests.factories import (
    ApplicationFactory,
    BeneficiaryFactory,
    CommuneFactory,
    JobCheckFactory,
    PlacementFactory,
    PostFactory,
    WorkHoursFactory,
)

pytestmark = pytest.mark.django_db
TODAY, NOW = timezone.localdate(), timezone.now()


@pytest.fixture
def sofia(nord, amina):
    """Followed by Amina, living in Lille."""
    CommuneFactory()
    return BeneficiaryFactory(team=nord, lead_worker=amina, commune_code="59350")


def test_from_a_post_near_home_to_a_job_that_plans_its_own_news(client_of, amina, bruno, sofia):
    client, tab = client_of(amina), reverse("casework:person-programs", args=[sofia.pk])
    post, far = PostFactory(title="Commis de cuisine"), PostFactory(title="Loin d’ici", latitude=43.3, longitude=5.4)
    page = client.get(tab).text
    assert post.title in page and far.title not in page
    new = f"{reverse('beneficiaries:application-new', args=[sofia.pk])}?poste={post.pk}"
    assert str(client.get(new).context["form"]["post"].value()) == str(post.pk)
    for _click in range(2):
        client.post(new, {"post": post.pk, "sent_on": "hier"})
    application = Application.objects.get()
    client.post(reverse("beneficiaries:application-interview", args=[application.pk]), {"on": "aujourd’hui"})
    accepted = client.post(reverse("beneficiaries:application-accept", args=[application.pk]))
    started = f"{TODAY - dt.timedelta(days=50):%d/%m/%Y}"
    assert client.post(accepted["Location"], {"contract": "cdd", "started_on": started}).status_code == 302
    job = Placement.objects.get()
    assert (job.title, job.employer, job.application) == (post.title, post.employer, application)
    assert [check.milestone for check in job.job_checks.order_by("due_on")] == ["six_weeks", "six_months"]
    [due] = JobCheck.objects.visible_to(amina).due(TODAY)
    assert "Nouvelles à demander\u00a0: 6 semaines" in client.get(tab).text
    record = reverse("beneficiaries:job-check-record", args=[due.pk])
    client.post(record, {"state": "unknown", "source": "not_reached"})
    due.refresh_from_db()
    assert (due.state, due.recorded_by) == ("unknown", amina) and not JobCheck.objects.due(TODAY).exists()
    assert client_of(bruno).post(record, {"state": "kept"}).status_code == 404
    figures = reverse("beneficiaries:job-check-list")
    [weeks, months] = client.get(figures).context["figures"]
    assert (weeks.begun, weeks.kept, weeks.unknown, weeks.to_ask, months.begun) == (1, 0, 1, 0, 0)
    assert client_of(bruno).get(figures).context["figures"][0].begun == 0


def test_a_job_that_ended_is_not_said_to_last(amina):
    job = PlacementFactory(started_on=TODAY - dt.timedelta(days=100))
    check = JobCheckFactory(placement=job, due_on=TODAY)
    job.end(by=amina, at=NOW, on=TODAY - dt.timedelta(days=10), reason="left")
    with pytest.raises(DomainError, match="avant cette date"):
        check.record(by=amina, at=NOW, state="kept", source="person")
    check.record(by=amina, at=NOW, state="other_job", source="person")
    with pytest.raises(TransitionNotAllowed):
        job.end(by=amina, at=NOW, on=TODAY, reason="other")


def test_hours_of_community_service_add_up_once_a_day(client_of, amina, sofia):
    client = client_of(amina)
    since = TODAY - dt.timedelta(days=5)
    tig = PlacementFactory(beneficiary=sofia, kind="tig", hours_due=35, title="Entretien du parc", started_on=since)
    add = reverse("beneficiaries:hours-new", args=[tig.pk])
    client.post(add, {"day": "hier", "hours": "7"})
    client.post(add, {"day": "aujourd’hui", "hours": "3,5"})
    again = client.post(add, {"day": "aujourd’hui", "hours": "4"})
    assert "déjà notées" in again.text
    page = client.get(reverse("beneficiaries:placement", args=[tig.pk])).text
    assert "10,5 h faites sur 35" in page and "reste 24,5 h" in page
    client.post(reverse("beneficiaries:hours-remove", args=[WorkHours.objects.get(hours=7).pk]))
    [row] = Placement.objects.visible_to(amina).for_list()
    assert (row.hours_done, row.hours_left) == (Decimal("3.50"), Decimal("31.50"))
    assert not tig.job_checks.exists(), "nobody asks whether a TIG lasts"


def test_the_database_refuses_impossible_work(amina):
    application = Application.objects.filter(pk=ApplicationFactory().pk)
    placement = Placement.objects.filter(pk=PlacementFactory().pk)
    check = JobCheck.objects.filter(pk=JobCheckFactory().pk)
    hours = WorkHours.objects.filter(pk=WorkHoursFactory().pk)
    signed = {"answered_at": NOW, "answered_by": amina}
    cases = [
        (application, "application_refusal_reason_given", {"status": "refused", **signed}),
        (application, "application_answer_is_dated", {"status": "accepted"}),
        (application, "application_interview_is_dated", {"status": "interview"}),
        (placement, "placement_end_is_dated", {"ended_on": TODAY}),
        (placement, "placement_hours_or_contract", {"hours_due": 10}),
        (placement, "placement_named", {"title": ""}),
        (check, "jobcheck_known_once_recorded", {"state": "kept"}),
        (check, "jobcheck_milestone_known", {"milestone": "first_night"}),
        (hours, "workhours_plausible", {"hours": 13}),
    ]
    for rows, constraint, values in cases:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            rows.update(**values)
        assert constraint in str(refused.value)
    one = application.get()
    one.withdraw(by=amina, at=NOW)
    with pytest.raises(TransitionNotAllowed, match="Retirée"):
        one.accept(by=amina, at=NOW)
