"""Tasks that come back, and reminders: the next is planned once; a letter says a number and nothing else."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Task
from beneficiaries.models.recurrence import next_in
from beneficiaries.reminders import send_reminders
from core.models import AuditAction, AuditEntry, OutgoingMail
from tests.factories import BeneficiaryFactory, TaskFactory, VisitPermitFactory

DAY = dt.date
WEDNESDAY = dt.datetime(2026, 3, 11, 7, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def sofia(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Zéphyrine", last_name="Canari")


def series(sofia, amina, **more):
    today = timezone.localdate()
    facts = {"every": 2, "rhythm": "weeks", "until": today + dt.timedelta(days=60), **more}
    return Task.objects.register(sofia, by=amina, title="Appeler le CPIP", due_on=today, assignee=amina, **facts)


@pytest.mark.parametrize(
    ("first", "every", "rhythm", "after", "expected"),
    [
        (DAY(2026, 1, 31), 1, "months", DAY(2026, 1, 31), DAY(2026, 2, 28)),
        (DAY(2026, 1, 31), 1, "months", DAY(2026, 2, 28), DAY(2026, 3, 31)),
        (DAY(2024, 1, 30), 1, "months", DAY(2024, 2, 1), DAY(2024, 2, 29)),
        (DAY(2026, 1, 15), 3, "months", DAY(2026, 1, 15), DAY(2026, 4, 15)),
        (DAY(2026, 1, 15), 3, "months", DAY(2026, 9, 1), DAY(2026, 10, 15)),
        (DAY(2026, 3, 2), 1, "weeks", DAY(2026, 3, 2), DAY(2026, 3, 9)),
        (DAY(2026, 3, 2), 2, "weeks", DAY(2026, 3, 20), DAY(2026, 3, 30)),
        (DAY(2026, 3, 2), 10, "days", DAY(2026, 3, 12), DAY(2026, 3, 22)),
        (DAY(2026, 12, 31), 2, "months", DAY(2026, 12, 31), DAY(2027, 2, 28)),
    ],
)
def test_the_next_day_keeps_the_rhythm_of_the_first(first, every, rhythm, after, expected):
    assert next_in(first, every, rhythm, after=after) == expected


def test_finishing_plans_the_next_once_and_says_when(client_of, amina, sofia):
    today = timezone.localdate()
    task = series(sofia, amina, remind_on=today)
    client = client_of(amina)
    for _time in range(2):
        client.post(reverse("beneficiaries:task-done", args=[task.pk]))
    planned = Task.objects.get(done_at__isnull=True)
    assert (planned.due_on, planned.previous, planned.assignee) == (today + dt.timedelta(days=14), task, amina)
    assert planned.remind_on == planned.due_on and planned.series_from == task.series_from
    page = client.get(reverse("beneficiaries:list")).content.decode()
    assert "La prochaine est pour le" in page and reverse("beneficiaries:task-stop", args=[planned.pk]) in page


def test_taking_it_back_takes_the_next_away(amina, sofia):
    task = series(sofia, amina)
    task.finish(by=amina, at=timezone.now())
    for _time in range(2):
        task.reopen(by=amina)
    assert Task.objects.get() == task and Task.objects.open().count() == 1
    assert AuditEntry.objects.filter(action=AuditAction.DELETED).count() == 1
    assert task.finish(by=amina, at=timezone.now()) is not None


def test_what_was_done_late_does_not_come_back_for_the_days_missed(amina, sofia):
    task = series(sofia, amina)
    Task.objects.filter(pk=task.pk).update(
        due_on=task.due_on - dt.timedelta(days=42), series_from=task.due_on - dt.timedelta(days=42)
    )
    task.refresh_from_db()
    assert task.finish(by=amina, at=timezone.now()).due_on > timezone.localdate()


def test_a_series_ends_on_its_day_or_when_stopped(client_of, amina, sofia):
    last = series(sofia, amina, until=timezone.localdate() + dt.timedelta(days=13))
    assert last.finish(by=amina, at=timezone.now()) is None
    stopped = series(sofia, amina)
    for _time in range(2):
        client_of(amina).post(reverse("beneficiaries:task-stop", args=[stopped.pk]))
    stopped.refresh_from_db()
    assert (stopped.every, stopped.rhythm, stopped.until, stopped.done_at) == (None, "", None, None)
    assert stopped.finish(by=amina, at=timezone.now()) is None


def test_the_form_asks_for_a_whole_rhythm(client_of, amina, sofia):
    url = reverse("beneficiaries:task-new", args=[sofia.pk])
    base = {"title": "Appeler", "due_on": "01/03/2090", "assignee": str(amina.pk)}
    for typed, wrong in [
        ({"every": "2"}, {"rhythm", "until"}),
        ({"rhythm": "weeks"}, {"every", "until"}),
        ({"every": "2", "rhythm": "weeks", "until": "01/02/2090"}, {"until"}),
        ({"every": "0", "rhythm": "days", "until": "demain"}, {"every"}),
        ({"remind_on": "02/03/2090"}, {"remind_on"}),
        ({"every": "1", "rhythm": "years", "until": "demain"}, {"rhythm"}),
    ]:
        assert wrong <= set(client_of(amina).post(url, base | typed).context["form"].errors), typed
    assert not Task.objects.exists()


def test_a_reminder_shows_the_task_before_its_day(client_of, amina, sofia):
    today = timezone.localdate()
    TaskFactory(beneficiary=sofia, assignee=amina, title="Plus tard", due_on=today + dt.timedelta(days=5))
    reminded = TaskFactory(
        beneficiary=sofia, assignee=amina, title="Rappelée", due_on=today + dt.timedelta(days=5), remind_on=today
    )
    page = client_of(amina).get(reverse("casework:home")).content.decode()
    assert "Rappelée" in page and "rappel\u00a0: pour le" in page and "Plus tard" not in page
    assert reverse("beneficiaries:task-done", args=[reminded.pk]) in page


def test_the_letter_says_a_number_once_a_day_to_those_who_asked(amina, chloe, sofia, settings):
    settings.SITE_URL = "https://exemple.test"
    TaskFactory(beneficiary=sofia, assignee=amina, title="Tâche secrète", due_on=WEDNESDAY.date())
    VisitPermitFactory(worker=amina, valid_until=WEDNESDAY.date())
    TaskFactory(beneficiary=sofia, assignee=chloe, due_on=WEDNESDAY.date())
    amina.reminders_by_email = True
    amina.save()
    assert send_reminders(WEDNESDAY.replace(hour=5)) == 0
    assert send_reminders(WEDNESDAY + dt.timedelta(days=3)) == 0, "a Saturday"
    assert [send_reminders(WEDNESDAY) for _time in range(2)] == [1, 0]
    mail = OutgoingMail.objects.get()
    assert mail.to == amina.email and "2 choses vous attendent" in mail.body and "https://exemple.test/" in mail.body
    said = f"{mail.subject} {mail.body}".lower()
    assert not [word for word in ("zéphyrine", "canari", "secrète", "maison", sofia.file_number) if word in said]


def test_nothing_waiting_sends_nothing_and_housekeeping_runs_it(amina, capsys):
    amina.reminders_by_email = True
    amina.save()
    assert send_reminders(WEDNESDAY) == 0 and not OutgoingMail.objects.exists()
    call_command("housekeeping")
    assert "rappels : 0" in capsys.readouterr().out


def test_one_asks_for_the_letter_in_one_s_profile(client_of, amina):
    typed = {
        "first_name": "Amina",
        "last_name": "Exemple",
        "theme": "system",
        "language": "",
        "reminders_by_email": "on",
    }
    assert client_of(amina).post(reverse("accounts:profile"), typed).status_code == 302
    amina.refresh_from_db()
    assert amina.reminders_by_email


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"every": 2}, "task_series_whole"),
        ({"every": 0, "rhythm": "days", "series_from": DAY(2026, 1, 1), "until": DAY(2090, 1, 1)}, "task_series_whole"),
        ({"rhythm": "years"}, "task_(rhythm_known|series_whole)"),
        ({"remind_on": DAY(2090, 1, 1)}, "task_reminder_before_due"),
    ],
)
def test_the_database_has_the_last_word(sofia, values, constraint):
    task = TaskFactory(beneficiary=sofia)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**values)


def test_a_task_is_followed_by_one_task(sofia, amina):
    first = series(sofia, amina)
    TaskFactory(beneficiary=sofia, previous=first)
    with pytest.raises(IntegrityError, match="previous"), transaction.atomic():
        TaskFactory(beneficiary=sofia, previous=first)
