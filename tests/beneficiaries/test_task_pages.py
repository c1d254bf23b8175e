"""Tasks: given, done in one click, taken back in one more."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Task
from core.models import AuditEntry
from tests.factories import BeneficiaryFactory, TaskFactory


@pytest.fixture
def sofia(nord, amina):
    """Followed by Amina."""
    return BeneficiaryFactory(team=nord, lead_worker=amina)


def test_a_task_goes_to_me_unless_i_choose_a_colleague(client_of, amina, bruno, chloe, sofia):
    url = reverse("beneficiaries:task-new", args=[sofia.pk])
    form = client_of(amina).get(url).context["form"]
    assert form["assignee"].value() == amina.pk
    typed = {"title": "Rappeler le CCAS", "due_on": "demain", "assignee": str(chloe.pk)}
    for _time in range(2):
        assert client_of(amina).post(url, typed).status_code == 302
    task = Task.objects.get()
    assert (task.assignee, task.created_by) == (chloe, amina)
    assert task.due_on == timezone.localdate() + dt.timedelta(days=1)
    refused = client_of(amina).post(url, {**typed, "assignee": str(bruno.pk)})
    assert "assignee" in refused.context["form"].errors, "somebody who cannot open the file cannot do it"


def test_done_then_undone_from_the_message(client_of, amina, sofia):
    task = TaskFactory(beneficiary=sofia, assignee=amina, title="<b>Clés</b>")
    client = client_of(amina)
    for _time in range(2):
        answer = client.post(reverse("beneficiaries:task-done", args=[task.pk]), follow=False)
        assert answer.status_code == 302
    task.refresh_from_db()
    assert task.done_by == amina
    page = client.get(reverse("beneficiaries:list")).content.decode()
    undo = reverse("beneficiaries:task-reopen", args=[task.pk])
    assert f'action="{undo}"' in page and "&lt;b&gt;Clés" in page and "csrfmiddlewaretoken" in page
    assert client.post(undo).status_code == 302
    task.refresh_from_db()
    assert task.done_at is None
    assert AuditEntry.objects.filter(object_id=str(task.pk)).count() == 2


@pytest.mark.parametrize("name", ["task-done", "task-reopen"])
def test_the_tasks_of_others_do_not_exist(client_of, bruno, helene, sofia, name):
    url = reverse(f"beneficiaries:{name}", args=[TaskFactory(beneficiary=sofia).pk])
    assert client_of(bruno).post(url).status_code == 404
    assert client_of(helene).post(url).status_code == 403
    assert client_of(bruno).get(reverse("beneficiaries:task-new", args=[sofia.pk])).status_code == 404


@pytest.mark.parametrize("text", ["", "a" * 10_000, "nul\x00", "🙂", "\u202eمحمد", "31/02", "hier", "<b>"])
def test_a_refused_task_keeps_what_was_typed(client_of, amina, sofia, text):
    typed = {"title": text, "due_on": text, "assignee": text}
    form = client_of(amina).post(reverse("beneficiaries:task-new", args=[sofia.pk]), typed).context["form"]
    assert "due_on" in form.errors and "assignee" in form.errors and not Task.objects.exists()
    assert {name: form[name].value() for name in typed} == typed


def test_the_database_refuses_a_task_done_by_nobody(sofia):
    task = TaskFactory(beneficiary=sofia)
    with pytest.raises(IntegrityError, match="task_done_at_with_done_by"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(done_at=timezone.now())
