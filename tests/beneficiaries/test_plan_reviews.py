"""When the plan is to be looked at again: the next date proposed, what puts it off, what never hides it."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import HoldKind, JusticeStatus, Layer, Opened, PlanReview, ReviewHold
from beneficiaries.plan import reviews_of, window_for
from beneficiaries.review_rhythm import AFTER_A_MOVE, Pause, ReviewWindow, between
from core.models import AuditEntry
from tests.factories import BeneficiaryFactory, CustodyEpisodeFactory, PlanReviewFactory, ReviewHoldFactory

DAY = dt.timedelta(days=1)


@pytest.fixture
def sofia(nord, amina):
    """Followed by Amina."""
    return BeneficiaryFactory(team=nord, lead_worker=amina)


@pytest.fixture
def today():
    return timezone.localdate()


def test_a_review_is_noted_once_with_the_date_proposed(client_of, amina, sofia, today):
    client, url = client_of(amina), reverse("beneficiaries:plan-review-new", args=[sofia.pk])
    sofia.__class__.objects.filter(pk=sofia.pk).update(justice_status=JusticeStatus.RELEASED)
    form = client.get(url).context["form"]
    assert form["next_on"].initial == between(today, 2, 3).last
    typed = {
        "held_on": "aujourd’hui",
        "what_changed": "Le logement est trouvé.",
        "next_on": f"{form['next_on'].initial:%d/%m/%Y}",
        "submission": str(uuid.uuid4()),
    }
    for _time in range(2):
        assert client.post(url, typed).status_code == 302
    review = PlanReview.objects.get()
    assert (review.held_on, review.next_on, review.created_by) == (today, form["next_on"].initial, amina)
    assert AuditEntry.objects.filter(object_id=str(review.pk)).count() == 1
    earlier = client.post(url, {**typed, "submission": str(uuid.uuid4()), "next_on": f"{today:%d/%m/%Y}"})
    assert "next_on" in earlier.context["form"].errors


def test_the_rhythm_follows_the_release_date_inside_and_the_season_outside(amina, sofia, today):
    sofia.justice_status = JusticeStatus.IN_CUSTODY
    sofia.expected_release_on = today + dt.timedelta(days=20)
    assert window_for(sofia, amina, today) is None, "so near, the release is prepared instead"
    sofia.expected_release_on = today + dt.timedelta(days=300)
    assert window_for(sofia, amina, today) == between(today, 2, 3)
    sofia.expected_release_on = None
    assert window_for(sofia, amina, today) == between(today, 10, 12)
    CustodyEpisodeFactory(beneficiary=sofia, status="remanded")
    assert window_for(sofia, amina, today) == between(today, 2, 3)


@pytest.mark.parametrize("kind", HoldKind)
@pytest.mark.parametrize("since", [-12, -10, -9, -3])
@pytest.mark.parametrize("until", [-2, None])
def test_a_hold_moves_the_deadline_as_the_rule_says(amina, sofia, today, kind, since, until):
    """The query of the pages and the pure rule agree, on each side of the day when the review was late."""
    due = today - 10 * DAY
    PlanReviewFactory(beneficiary=sofia, held_on=due - 60 * DAY, next_on=due)
    ended = today + until * DAY if until else None
    ReviewHoldFactory(beneficiary=sofia, kind=kind, since=today + since * DAY, until=ended)
    found = PlanReview.objects.with_deadline().get()
    window = ReviewWindow(due, due)
    was_late = window.is_late(today + since * DAY)
    if ended:
        pause = Pause[kind.name]
        assert found.deadline == window.after(pause, began_on=today + since * DAY, ended_on=ended).last
    else:
        assert found.deadline == (due if was_late else None)
    assert PlanReview.objects.due(today).exists() == (found.deadline is not None and found.deadline <= today)


def test_a_review_already_late_stays_late_whatever_is_noted_afterwards(client_of, amina, sofia, today):
    PlanReviewFactory(beneficiary=sofia, next_on=today - DAY)
    client = client_of(amina)
    url = reverse("beneficiaries:review-hold-new", args=[sofia.pk])
    for _time in range(2):
        assert client.post(url, {"kind": "exemption", "reason": "Au tribunal"}).status_code == 302
    hold = ReviewHold.objects.get()
    assert hold.since == today, "a hold begins when it is noted"
    page = client.get(reverse("casework:person-plan", args=[sofia.pk])).content.decode()
    assert "Bilan en retard" in page and "Au tribunal" in page
    for _time in range(2):
        assert client.post(reverse("beneficiaries:review-hold-end", args=[hold.pk])).status_code == 302
    hold.refresh_from_db()
    assert hold.until == today and PlanReview.objects.due(today).exists()
    assert AuditEntry.objects.filter(object_id=str(hold.pk)).count() == 2


def test_only_the_last_review_of_a_person_followed_is_due(amina, sofia, today):
    PlanReviewFactory(beneficiary=sofia, held_on=today - 90 * DAY, next_on=today - 30 * DAY)
    assert PlanReview.objects.due(today).count() == 1
    PlanReviewFactory(beneficiary=sofia, held_on=today - 20 * DAY, next_on=today + 30 * DAY)
    assert not PlanReview.objects.due(today).exists()
    assert "Prochain bilan" in reviews_of(Opened(sofia, amina, frozenset(Layer)), today).words
    PlanReviewFactory(beneficiary=sofia, held_on=today - 10 * DAY, next_on=today - DAY)
    sofia.close(by=amina, at=timezone.now(), reason="moved", on=today)
    assert not PlanReview.objects.due(today).exists()


def test_a_return_to_prison_brings_the_review_forward(amina, sofia, today):
    PlanReviewFactory(beneficiary=sofia, held_on=today - 40 * DAY, next_on=today + 60 * DAY)
    assert not PlanReview.objects.due(today).exists()
    CustodyEpisodeFactory(beneficiary=sofia, entered_on=today - 30 * DAY, entered_latest=today - 30 * DAY)
    assert PlanReview.objects.with_deadline().get().deadline == today - 30 * DAY + AFTER_A_MOVE
    assert reviews_of(Opened(sofia, amina, frozenset(Layer)), today).is_late


def test_a_hold_that_has_ended_is_not_ended_again(amina, sofia):
    hold = ReviewHoldFactory(beneficiary=sofia, until=timezone.localdate())
    hold.end(by=amina, at=timezone.now() + 3 * DAY)
    hold.refresh_from_db()
    assert hold.until == timezone.localdate()
    assert not AuditEntry.objects.exists()
