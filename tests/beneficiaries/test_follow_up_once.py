"""One form saved is one record a person, however often and however fast it is sent."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from beneficiaries.actions import Exchange, LoggedDifferently, NewTask, log_follow_up
from beneficiaries.models import Beneficiary, ConfidentialNote, Draft, FollowUp, FollowUpMode, Task
from core.errors import DomainError
from core.models import AuditEntry
from tests.factories import BeneficiaryFactory, DraftFactory, FollowUpFactory, TeamFactory, UserFactory

NEW = "beneficiaries:follow-up-new"
CLICKS = 24


@pytest.fixture
def karim(nord, amina) -> Beneficiary:
    return BeneficiaryFactory(team=nord, lead_worker=amina)


def sent(person: Beneficiary, **other: object) -> dict[str, object]:
    """A form with its submission."""
    return {
        "submission": str(uuid.uuid4()),
        "people": [str(person.pk)],
        "when": "today",
        "mode": "phone",
        "topics": ["rights"],
        "summary": "Appel à la CAF.",
        **other,
    }


def test_back_and_send_again_answers_as_the_first_time(client_of, amina, karim):
    tab, form = client_of(amina), sent(karim, confidential="", task_title="Rappeler", task_due="demain")
    first, second = tab.post(reverse(NEW), form), tab.post(reverse(NEW), form)
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, first.url)
    assert FollowUp.objects.count() == Task.objects.count() == 1
    assert AuditEntry.objects.filter(object_type="beneficiaries.followup").count() == 1


@pytest.mark.parametrize(
    "change", [{"summary": "Autre texte"}, {"confidential": "Ajout"}, {"task_title": "Ajout", "task_due": "demain"}]
)
def test_back_and_send_again_with_more_says_so_and_keeps_the_text(client_of, amina, karim, change):
    tab, form = client_of(amina), sent(karim)
    tab.post(reverse(NEW), form)
    again = tab.post(reverse(NEW), {**form, **change})
    assert again.status_code == 200 and FollowUp.objects.get().summary == "Appel à la CAF."
    html = again.content.decode()
    assert next(iter(change.values())) in html and "déjà enregistré" in html
    assert reverse("beneficiaries:follow-up-edit", args=[FollowUp.objects.get().pk]) in html


def test_back_and_add_a_person_records_that_person_too(client_of, amina, nord, karim):
    sofia, tab, form = BeneficiaryFactory(team=nord), client_of(amina), sent(karim)
    tab.post(reverse(NEW), form)
    tab.post(reverse(NEW), {**form, "people": [str(karim.pk), str(sofia.pk)]})
    assert sorted(FollowUp.objects.values_list("beneficiary_id", flat=True)) == sorted([karim.pk, sofia.pk])


def test_saving_ends_the_draft_and_keeps_the_latest_contact(amina, karim):
    draft, other = DraftFactory(owner=amina, beneficiary=karim), DraftFactory(owner=amina, beneficiary=None)
    today = timezone.localdate()
    for day in (today, today.replace(year=today.year - 1)):
        log_follow_up(
            by=amina,
            at=timezone.now(),
            submission=draft.pk if day == today else uuid.uuid4(),
            people=[karim],
            exchange=Exchange(happened_on=day, mode=FollowUpMode.PHONE, topics=["rights"]),
        )
    karim.refresh_from_db()
    assert karim.last_contact_on == today
    assert list(Draft.objects.all()) == [other]


def test_a_failure_midway_writes_nothing(amina, bruno, nord, karim):
    sofia = BeneficiaryFactory(team=nord)
    happened = Exchange(happened_on=timezone.localdate(), mode=FollowUpMode.PHONE, topics=["rights"])
    given = {"by": amina, "at": timezone.now(), "submission": uuid.uuid4(), "people": [karim, sofia]}
    with pytest.raises(IntegrityError):
        log_follow_up(**given, exchange=Exchange(happened_on=timezone.localdate(), mode=FollowUpMode.PHONE))
    with pytest.raises(DomainError, match="n’a pas accès"):
        log_follow_up(**given, exchange=happened, task=NewTask(title="x", due_on=timezone.localdate(), assignee=bruno))
    with pytest.raises(DomainError, match="Vérifiez qui lira"):
        log_follow_up(**given, exchange=happened, confidential="secret", readers_shown="")
    assert not FollowUp.objects.exists() and not ConfidentialNote.objects.exists() and not AuditEntry.objects.exists()


def test_the_submission_of_somebody_else_is_no_way_to_their_record(amina, chloe, karim):
    theirs = FollowUpFactory(beneficiary=karim, author=chloe)
    happened = Exchange(happened_on=timezone.localdate(), mode=FollowUpMode.PHONE, topics=["rights"])
    with pytest.raises(DomainError, match="plus valable"):
        log_follow_up(by=amina, at=timezone.now(), submission=theirs.submission, people=[karim], exchange=happened)
    with pytest.raises(LoggedDifferently):
        log_follow_up(by=chloe, at=timezone.now(), submission=theirs.submission, people=[karim], exchange=happened)


def click_together(user: User, form: dict[str, object]) -> list[int]:
    """The same form from many connections at the same instant."""
    start, answers = threading.Barrier(CLICKS), []

    def click() -> None:
        tab = Client(headers={"accept-language": "fr"})
        tab.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        start.wait()
        try:
            answers.append(tab.post(reverse(NEW), form).status_code)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(CLICKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@contextmanager
def without_the_guard() -> Iterator[None]:
    """The table as it would be without its unique constraint."""
    guard = next(c for c in FollowUp._meta.constraints if c.name == "followup_once_per_submission")
    with connection.schema_editor() as editor:
        editor.remove_constraint(FollowUp, guard)
    try:
        yield
    finally:
        FollowUp.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(FollowUp, guard)


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_make_one_record_and_as_many_normal_answers():
    team = TeamFactory()
    user = UserFactory(roles=[Role.CASEWORKER], teams=[team])
    person, other = BeneficiaryFactory(team=team), BeneficiaryFactory(team=team)
    form = sent(person, people=[str(person.pk), str(other.pk)])
    assert click_together(user, form) == [302] * CLICKS
    assert FollowUp.objects.filter(beneficiary=person).count() == 1
    assert FollowUp.objects.filter(beneficiary=other).count() == 1
    assert AuditEntry.objects.filter(object_type="beneficiaries.followup").count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_unique_constraint_the_same_clicks_make_duplicates():
    team = TeamFactory()
    user = UserFactory(roles=[Role.CASEWORKER], teams=[team])
    person = BeneficiaryFactory(team=team)
    with without_the_guard():
        click_together(user, sent(person))
        assert FollowUp.objects.filter(beneficiary=person).count() > 1


@pytest.mark.django_db(transaction=True)
def test_an_autosave_being_written_while_the_form_is_saved_leaves_no_draft():
    team = TeamFactory()
    user = UserFactory(roles=[Role.CASEWORKER], teams=[team])
    person, submission = BeneficiaryFactory(team=team), uuid.uuid4()
    exchange = Exchange(happened_on=timezone.localdate(), mode=FollowUpMode.PHONE, topics=["rights"])

    def save() -> None:
        try:
            log_follow_up(by=user, at=timezone.now(), submission=submission, people=[person], exchange=exchange)
        finally:
            connection.close()

    saving = threading.Thread(target=save)
    with transaction.atomic():
        payload = {"summary": ["Vite"]}
        assert Draft.objects.keep(owner=user, key=submission, form=Draft.FOLLOW_UP, person=person, payload=payload)
        saving.start()
        while saving.is_alive() and not somebody_waits_for_a_turn():
            pass
    saving.join()
    assert FollowUp.objects.count() == 1 and not Draft.objects.exists()


def somebody_waits_for_a_turn() -> bool:
    """Whether a connection is held by the lock that the saving and the autosave of one form share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return bool(cursor.fetchone()[0])
