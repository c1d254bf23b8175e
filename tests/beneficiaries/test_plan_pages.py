"""The pages of the plan: the first need, a goal with its steps, statuses changed in place."""

import uuid

import pytest
from django.urls import reverse

from beneficiaries.models import DomainCheck, Goal, GoalStatus, Need, NeedStatus, Step, StepActor, StepStatus
from core.models import AuditAction, AuditEntry
from tests.factories import BeneficiaryFactory, GoalFactory, NeedFactory, StepFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def sofia(nord, amina):
    """Followed by Amina."""
    return BeneficiaryFactory(team=nord, lead_worker=amina)


def test_an_empty_plan_leads_to_the_first_need(client_of, amina, sofia):
    client = client_of(amina)
    url = reverse("beneficiaries:need-assess", args=[sofia.pk])
    assert f'href="{url}"' in client.get(reverse("casework:person-plan", args=[sofia.pk])).content.decode()
    typed = {
        "answer_housing": "need",
        "common_housing": ["night"],
        "own_housing": "Garder son chien",
        "answer_health": "none",
    }
    for _time in range(2):
        assert client.post(url, typed).status_code == 302
    assert set(Need.objects.values_list("title", "code", "responsible")) == {
        ("Trouver où dormir à la sortie", "night", amina.pk),
        ("Garder son chien", "", amina.pk),
    }
    assert dict(DomainCheck.objects.values_list("domain", "has_need")) == {"housing": True, "health": False}
    page = client.get(reverse("casework:person-plan", args=[sofia.pk])).content.decode()
    assert "Garder son chien" in page and "Santé" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"answer_housing": "need"},
        {"answer_housing": "none", "own_housing": "Un toit"},
        {"answer_housing": "none", "common_housing": ["night"]},
        {"answer_housing": "peut-être"},
        {"common_housing": ["licorne"]},
    ],
)
def test_answers_that_contradict_each_other_are_refused_and_kept(client_of, amina, sofia, typed):
    answer = client_of(amina).post(reverse("beneficiaries:need-assess", args=[sofia.pk]), typed)
    form = answer.context["form"]
    assert form.errors and not Need.objects.exists() and not DomainCheck.objects.exists()
    assert {name: form[name].value() for name in typed} == typed


def test_a_goal_and_its_steps_are_set_on_one_page_and_once(client_of, amina, chloe, sofia):
    need, client = NeedFactory(beneficiary=sofia), client_of(amina)
    url = reverse("beneficiaries:goal-new", args=[sofia.pk])
    form = client.get(url, {"besoin": need.pk}).context["form"]
    assert (form["needs"].value(), form["domain"].value()) == ([need.pk], "housing")
    typed = {
        "submission": str(uuid.uuid4()),
        "title": "Avoir un lit dès la première nuit",
        "needs": [str(need.pk)],
        "domain": "",
        "target_on": "",
        "person_words": "Je ne veux pas retourner dehors",
        "step0-title": "Appeler le foyer",
        "step0-who": str(chloe.pk),
        "step0-due_on": "demain",
        "step2-title": "Écrire au SIAO",
        "step2-who": "person",
    }
    for _time in range(2):
        assert client.post(url, typed).status_code == 302
    goal = Goal.objects.get()
    assert list(goal.needs.all()) == [need] and goal.domain == need.domain
    need.refresh_from_db()
    assert need.status == NeedStatus.IN_PROGRESS, "a need with a goal is being worked on"
    assert set(goal.steps.values_list("title", "actor", "assignee")) == {
        ("Appeler le foyer", StepActor.WORKER, chloe.pk),
        ("Écrire au SIAO", StepActor.PERSON, amina.pk),
    }
    created = AuditEntry.objects.filter(action=AuditAction.CREATED, person_id=sofia.pk)
    assert created.filter(object_type__in=["beneficiaries.goal", "beneficiaries.step"]).count() == 3


def test_a_date_without_a_step_is_refused_and_nothing_is_lost(client_of, amina, sofia):
    typed = {"submission": str(uuid.uuid4()), "title": "Un lit", "domain": "housing", "step1-due_on": "demain"}
    answer = client_of(amina).post(reverse("beneficiaries:goal-new", args=[sofia.pk]), typed)
    assert answer.context["rows"][1].errors and not Goal.objects.exists()
    assert 'value="demain"' in answer.content.decode() and 'value="Un lit"' in answer.content.decode()


def test_a_step_is_done_in_one_click_and_undone_in_one_more(client_of, amina, sofia):
    goal = GoalFactory(beneficiary=sofia)
    step = StepFactory(goal=goal, assignee=amina, title="<b>Clés</b>")
    StepFactory(goal=goal, assignee=amina)
    client, url = client_of(amina), reverse("beneficiaries:step-move", args=[step.pk])
    assert client.post(url, {"status": "done"}).url.endswith(f"#plan-{step.pk}")
    page = client.get(reverse("casework:person-plan", args=[sofia.pk])).content.decode()
    assert "1 démarche faite sur 2" in page and "&lt;b&gt;Clés" in page and 'value="to_do"' in page
    part = client.post(url, {"status": "to_do"}, headers=HTMX).content.decode()
    assert "<html" not in part and f'id="plan-{goal.pk}"' in part and "sur 2" in part
    step.refresh_from_db()
    assert step.status == StepStatus.TO_DO
    assert [change.to_status for change in step.history()] == ["to_do", "done"]


@pytest.mark.parametrize("status", ["", "reached", "unknown", "to_do"])
def test_a_status_that_cannot_follow_is_refused_in_words(client_of, amina, sofia, status):
    step = StepFactory(goal=GoalFactory(beneficiary=sofia))
    url = reverse("beneficiaries:step-move", args=[step.pk])
    assert "relisez le plan" in client_of(amina).post(url, {"status": status}, headers=HTMX).content.decode()
    assert client_of(amina).post(url, {"status": status}, follow=True).status_code == 200
    step.refresh_from_db()
    assert step.status == StepStatus.TO_DO and not step.changes.exists()


def test_a_goal_is_not_given_up_without_a_reason(client_of, amina, sofia):
    goal, client = GoalFactory(beneficiary=sofia), client_of(amina)
    url = reverse("beneficiaries:goal-abandon", args=[goal.pk])
    assert client.post(url, {"reason": "  "}).context["form"].errors
    client.post(reverse("beneficiaries:goal-move", args=[goal.pk]), {"status": "abandoned"})
    goal.refresh_from_db()
    assert goal.status == GoalStatus.ACTIVE
    client.post(url, {"reason": "A trouvé mieux"})
    goal.refresh_from_db()
    assert (goal.status, goal.end_reason) == (GoalStatus.ABANDONED, "A trouvé mieux")
    client.post(reverse("beneficiaries:goal-move", args=[goal.pk]), {"status": "active"})
    goal.refresh_from_db()
    assert (goal.status, goal.end_reason) == (GoalStatus.ACTIVE, "")


def test_two_tabs_on_one_goal_lose_nothing(client_of, amina, chloe, sofia):
    goal = GoalFactory(beneficiary=sofia, title="Un lit")
    url = reverse("beneficiaries:goal-edit", args=[goal.pk])
    typed = {"title": "Un lit à Lille", "domain": "housing", "version": "1"}
    assert client_of(chloe).post(url, {**typed, "title": "Un studio"}).status_code == 302
    answer = client_of(amina).post(url, typed)
    page = answer.content.decode()
    assert "Un studio" in page and 'value="Un lit à Lille"' in page
    assert answer.context["form"]["version"].value() == "2"
    assert client_of(amina).post(url, {**typed, "version": "2"}).status_code == 302
    goal.refresh_from_db()
    assert goal.title == "Un lit à Lille"


@pytest.mark.parametrize("name", ["need", "step"])
def test_two_tabs_on_a_need_or_a_step_lose_nothing(client_of, amina, sofia, name):
    item = (
        NeedFactory(beneficiary=sofia)
        if name == "need"
        else StepFactory(goal=GoalFactory(beneficiary=sofia), assignee=amina)
    )
    url, client = reverse(f"beneficiaries:{name}-edit", args=[item.pk]), client_of(amina)
    typed = {"title": "Premier", "actor": "worker", "assignee": str(amina.pk), "version": "1"}
    assert client.post(url, typed).status_code == 302
    page = client.post(url, {**typed, "title": "Second"}).content.decode()
    assert 'value="Second"' in page and "Premier" in page
    item.refresh_from_db()
    assert item.title == "Premier"


def test_the_same_need_is_not_open_twice(client_of, amina, sofia):
    first, second = NeedFactory(beneficiary=sofia, title="Un toit", status="met"), NeedFactory(beneficiary=sofia)
    client = client_of(amina)
    client.post(reverse("beneficiaries:need-edit", args=[second.pk]), {"title": "Un toit", "version": "1"})
    answer = client.post(reverse("beneficiaries:need-move", args=[first.pk]), {"status": "identified"}, headers=HTMX)
    assert "Ce besoin est déjà noté" in answer.content.decode()
    first.refresh_from_db()
    assert first.status == NeedStatus.MET
    assert Step.objects.count() == 0
