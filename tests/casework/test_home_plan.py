"""Steps and reviews of the plan on Ma journée: due ones, for who follows them, in the layers they read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Step, StepStatus
from partners.models import Domain
from tests.casework.desk import shown
from tests.factories import BeneficiaryFactory, GoalFactory, PlanReviewFactory, ReviewHoldFactory, StepFactory

DAY = timedelta(days=1)
URL = reverse("casework:home")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def sofia(nord, amina):
    """Followed by Amina."""
    return BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Sofia", last_name="Lamy")


def test_a_step_due_is_taken_up_by_who_follows_it_and_done_from_there(client_of, amina, chloe, sofia, today):
    goal = GoalFactory(beneficiary=sofia)
    late = StepFactory(goal=goal, title="Appeler le foyer", assignee=amina, due_on=today - 3 * DAY)
    StepFactory(goal=goal, title="Pas encore", assignee=amina, due_on=today + DAY)
    StepFactory(goal=goal, title="Sans date", assignee=amina)
    StepFactory(goal=goal, title="Déjà faite", assignee=amina, due_on=today, status=StepStatus.DONE)
    client = client_of(amina)
    page = shown(client.get(URL))
    assert "Appeler le foyer" in page and "en retard de 3 jours" in page
    assert "Pas encore" not in page and "Sans date" not in page and "Déjà faite" not in page
    assert "Appeler le foyer" not in shown(client_of(chloe).get(URL))
    answer = client.post(
        reverse("beneficiaries:step-done", args=[late.pk]), {"next": f"{URL}#a-reprendre"}, follow=True
    )
    assert "Annuler" in shown(answer)
    assert Step.objects.get(pk=late.pk).status == StepStatus.DONE


def test_a_step_of_a_layer_lost_since_is_neither_shown_nor_counted(client_of, amina, chloe, sofia, today):
    goal = GoalFactory(beneficiary=sofia, domain=Domain.HEALTH)
    StepFactory(goal=goal, title="Soin-canari", assignee=chloe, due_on=today)
    page = shown(client_of(chloe).get(URL))
    assert "Soin-canari" not in page and "Rien à reprendre" in page


def test_a_late_review_is_said_to_the_lead_worker_until_it_is_held_or_put_off_in_time(client_of, amina, sofia, today):
    client = client_of(amina)
    review = PlanReviewFactory(beneficiary=sofia, next_on=today - 2 * DAY)
    page = shown(client.get(URL))
    assert "Sofia L. · bilan du plan" in page and "en retard de 2 jours" in page
    hold = ReviewHoldFactory(beneficiary=sofia, since=today)
    assert "bilan du plan" in shown(client.get(URL)), "a late review is not hidden"
    type(hold).objects.filter(pk=hold.pk).update(since=review.next_on - DAY)
    assert "bilan du plan" not in shown(client.get(URL))
    type(hold).objects.filter(pk=hold.pk).update(until=today - 6 * DAY, since=today - 9 * DAY)
    assert "en retard de 1 jour" in shown(client.get(URL))
    PlanReviewFactory(beneficiary=sofia, held_on=today, next_on=today + 30 * DAY)
    assert "bilan du plan" not in shown(client.get(URL))
