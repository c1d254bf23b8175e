"""Who reads which part of a plan: what a layer hides appears nowhere, numbers included."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from beneficiaries.models import Goal, Layer, Need, PlanChange, Step
from beneficiaries.models.layer import COORDINATOR_LAYERS, TEAM_LAYERS
from beneficiaries.models.plan_item import FROM_OPEN_TO_CLOSED, layer_for
from core.errors import DomainError
from partners.models import Domain
from tests.conftest import member
from tests.factories import (
    BeneficiaryFactory,
    CaseTeamMemberFactory,
    DomainCheckFactory,
    GoalFactory,
    JointReviewPresenceFactory,
    NeedFactory,
    PlanChangeFactory,
    PlanReviewFactory,
    StepFactory,
    UserFactory,
)

CANARIES = {Domain.HEALTH: "Soin-canari", Domain.FAMILY: "Enfant-canari", Domain.HOUSING: "Toit-canari"}


@pytest.fixture
def ali(nord):
    """A caseworker of Amina’s team who does not follow Sofia."""
    return member("Ali", "caseworker", nord)


@pytest.fixture
def sofia(nord, amina):
    """Followed by Amina, with a need, a goal and a step due in three layers, one of violence."""
    person = BeneficiaryFactory(team=nord, lead_worker=amina)
    for domain, word in CANARIES.items():
        need = NeedFactory(beneficiary=person, domain=domain, title=word)
        goal = GoalFactory(beneficiary=person, domain=domain, title=word)
        goal.needs.add(need)
        StepFactory(goal=goal, title=word, assignee=amina, due_on=timezone.localdate())
        DomainCheckFactory(beneficiary=person, domain=domain, has_need=True)
    violent = GoalFactory(beneficiary=person, domain=Domain.EMERGENCY, layer=Layer.VIOLENCE, title="Coup-canari")
    StepFactory(goal=violent, title="Coup-canari", assignee=amina, due_on=timezone.localdate())
    return person


READ = {
    "amina": {"Soin-canari", "Enfant-canari", "Toit-canari", "Coup-canari"},
    "chloe": {"Enfant-canari", "Toit-canari"},
    "ali": {"Toit-canari"},
}


@pytest.mark.parametrize("who", READ)
def test_each_reads_their_layers_and_not_a_word_more(client_of, cast, ali, sofia, who):
    reader = {**cast, "ali": ali}[who]
    client = client_of(reader)
    seen = set()
    for name in ["person-plan", "person-file", "person-plan-print", "person-history"]:
        page = client.get(reverse(f"casework:{name}", args=[sofia.pk]), {"sante": "1"}).content.decode()
        seen |= set(re.findall(r"\w+-canari", page))
    for name in ["need-assess", "goal-new", "plan-review-new"]:
        page = client.get(reverse(f"beneficiaries:{name}", args=[sofia.pk])).content.decode()
        seen |= set(re.findall(r"\w+-canari", page))
    assert seen == READ[who]
    goals = len(READ[who])
    plan = client.get(reverse("casework:person-plan", args=[sofia.pk])).content.decode()
    summary = client.get(reverse("casework:person-file", args=[sofia.pk])).content.decode()
    assert re.search(rf"\b{goals} objectif", plan) and re.search(rf"Plan \({goals} objectif", summary)


@pytest.mark.parametrize("model", [Need, Goal, Step])
def test_what_is_hidden_cannot_be_opened_or_moved(client_of, chloe, ali, sofia, model):
    hidden = model.objects.get(domain=Domain.HEALTH)
    kind = model._meta.model_name
    for reader in (chloe, ali):
        client = client_of(reader)
        assert client.get(reverse(f"beneficiaries:{kind}-edit", args=[hidden.pk])).status_code == 404
        assert (
            client.post(reverse(f"beneficiaries:{kind}-move", args=[hidden.pk]), {"status": "met"}).status_code == 404
        )


def test_nobody_writes_where_they_do_not_read(client_of, ali, sofia):
    client = client_of(ali)
    form = client.get(reverse("beneficiaries:need-assess", args=[sofia.pk])).context["form"]
    assert "answer_health" not in form.fields and "answer_family" not in form.fields
    client.post(
        reverse("beneficiaries:need-assess", args=[sofia.pk]), {"own_health": "Un soin", "own_family": "Un lien"}
    )
    typed = {"title": "Un soin", "domain": "health", "submission": "6f8ee3b8-9bfa-4a8e-9d0c-2f3d1d7e6b11"}
    answer = client.post(reverse("beneficiaries:goal-new", args=[sofia.pk]), typed)
    assert "domain" in answer.context["form"].errors
    common = [code for code, _label in form.fields["common_emergency"].choices]
    assert "tonight" in common and "safety" not in common
    assert Need.objects.count() == len(CANARIES) and Goal.objects.count() == len(CANARIES) + 1


def test_a_colleague_of_the_case_team_reads_health(client_of, ali, sofia):
    CaseTeamMemberFactory(beneficiary=sofia, user=ali)
    page = client_of(ali).get(reverse("casework:person-plan", args=[sofia.pk])).content.decode()
    assert "Soin-canari" in page and "Coup-canari" in page


def test_a_step_of_health_is_not_given_to_a_colleague_who_may_not_read_it(client_of, amina, ali, sofia):
    goal = Goal.objects.get(domain=Domain.HEALTH)
    url = reverse("beneficiaries:step-new", args=[goal.pk])
    typed = {"title": "Prendre rendez-vous", "actor": "worker", "assignee": str(ali.pk), "version": "1"}
    answer = client_of(amina).post(url, typed)
    assert "ne peut pas lire" in answer.content.decode() and goal.steps.count() == 1
    step = goal.steps.get()
    with pytest.raises(DomainError, match="Ali"):
        step.amend(by=amina, version=1, assignee=ali)
    assert User.objects.get(steps=step) == amina


def test_a_goal_takes_the_layer_of_what_it_joins_and_its_steps_follow(amina, sofia):
    goal = Goal.objects.get(domain=Domain.HOUSING)
    goal.amend(by=amina, version=1, needs=[Need.objects.get(domain=Domain.HEALTH)])
    goal.refresh_from_db()
    assert (goal.layer, goal.version, goal.steps.get().layer) == (Layer.HEALTH, 2, Layer.HEALTH)


def test_the_paper_of_the_person_says_nothing_of_violence_and_of_health_only_when_asked(client_of, amina, sofia):
    url, client = reverse("casework:person-plan-print", args=[sofia.pk]), client_of(amina)
    words = set(re.findall(r"\w+-canari", client.get(url).content.decode()))
    assert words == {"Enfant-canari", "Toit-canari"}
    words = set(re.findall(r"\w+-canari", client.get(url, {"sante": "1"}).content.decode()))
    assert words == {"Enfant-canari", "Toit-canari", "Soin-canari"}


def test_the_order_of_the_layers_is_that_of_their_readers():
    """Joining two layers gives the readers of the later one, which must then be readers of both."""
    for readers in (TEAM_LAYERS, COORDINATOR_LAYERS, set(Layer)):
        read = [layer in readers for layer in FROM_OPEN_TO_CLOSED]
        assert read == sorted(read, reverse=True)
    assert set(FROM_OPEN_TO_CLOSED) == set(Layer)
    assert layer_for(Domain.FAMILY, Layer.JUSTICE) == Layer.FAMILY


BROKEN = [
    (lambda: NeedFactory(domain="unknown"), "need_domain_known"),
    (lambda: NeedFactory(status="done"), "need_status_known"),
    (lambda: NeedFactory(domain=Domain.HEALTH, layer=Layer.ORDINARY), "need_layer_of_domain"),
    (lambda: GoalFactory(domain=Domain.FAMILY, layer=Layer.JUSTICE), "goal_layer_of_domain"),
    (lambda: StepFactory(layer="secret"), "step_layer_known"),
    (lambda: GoalFactory(status="abandoned"), "goal_abandoned_with_reason"),
    (lambda: GoalFactory(end_reason="Trop tôt"), "goal_abandoned_with_reason"),
    (lambda: StepFactory(partner="Le CCAS"), "step_partner_named_when_it_acts"),
    (lambda: StepFactory(actor="dog"), "step_actor_known"),
    (lambda: PlanChangeFactory(goal=GoalFactory()), "planchange_about_one"),
    (lambda: PlanChangeFactory(need=None), "planchange_about_one"),
    (lambda: PlanChangeFactory(from_status="met"), "planchange_changes"),
    (lambda: PlanReviewFactory(next_on=timezone.localdate().replace(year=2000)), "planreview_next_is_later"),
    (lambda: JointReviewPresenceFactory(name=""), "jointreviewpresence_named_once"),
    (lambda: JointReviewPresenceFactory(user=UserFactory()), "jointreviewpresence_named_once"),
]


@pytest.mark.parametrize(("make", "name"), BROKEN, ids=[f"{name}-{rank}" for rank, (_make, name) in enumerate(BROKEN)])
def test_the_database_refuses_what_makes_no_sense(db, make, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()
    assert not PlanChange.objects.exists()


def test_the_database_refuses_the_same_open_need_or_step_twice(sofia):
    need, step = Need.objects.get(domain=Domain.HOUSING), Step.objects.get(domain=Domain.HOUSING)
    with pytest.raises(IntegrityError, match="need_open_once"), transaction.atomic():
        NeedFactory(beneficiary=sofia, domain=need.domain, title=need.title)
    with pytest.raises(IntegrityError, match="step_open_once"), transaction.atomic():
        StepFactory(goal=step.goal, title=step.title)
    with pytest.raises(IntegrityError, match="domaincheck_once"), transaction.atomic():
        DomainCheckFactory(beneficiary=sofia, domain=Domain.HOUSING)
