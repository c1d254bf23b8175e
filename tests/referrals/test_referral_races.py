"""Two people act on the same referral at the same instant: one wins. Without the lock, both would."""

import threading
import time
import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.errors import TransitionNotAllowed
from referrals.models import DeclineReason, Referral, ReferralEvent
from referrals.models.queries import ReferralQuerySet
from tests.factories import (
    BeneficiaryFactory,
    ReferralFactory,
    ReferralLinkFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_the_same_instant(*acts):
    """Run each act in a thread of its own, with its own connection; return what each returned or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            barrier.wait(timeout=10)
            results[number] = act()
        except Exception as error:  # noqa: BLE001
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.fixture
def slow_save(monkeypatch):
    """Leave the other thread the time to read between this one’s reading and its writing."""
    save = Referral.save

    def later(self, *args, **kwargs):
        time.sleep(0.4)
        save(self, *args, **kwargs)

    monkeypatch.setattr(Referral, "save", later)


def accept(referral, user):
    referral.accept(by=user, at=timezone.now())


def decline(referral, user):
    referral.decline(by=user, at=timezone.now(), reason=DeclineReason.FULL)


def lapse(referral, user):
    referral.lapse(by=user, at=timezone.now())


def both(first, second, user):
    """Take two steps at once on one sent referral, each from a page of its own."""
    pk = ReferralFactory(sent=True).pk
    mine, theirs = Referral.objects.get(pk=pk), Referral.objects.get(pk=pk)
    results = at_the_same_instant(lambda: first(mine, user), lambda: second(theirs, user))
    return results, Referral.objects.get(pk=pk), list(ReferralEvent.objects.filter(referral=pk))


def test_a_yes_and_a_no_at_the_same_instant_leave_one_answer(amina, slow_save):
    results, referral, events = both(accept, decline, amina)
    assert sum(isinstance(result, TransitionNotAllowed) for result in results) == 1
    assert results.count(None) == 1
    assert [event.to_status for event in events] == [referral.status]


def test_without_the_lock_two_steps_would_both_be_written(amina, slow_save, monkeypatch):
    monkeypatch.setattr(ReferralQuerySet, "select_for_update", lambda rows, **options: rows)
    results, _, events = both(accept, lapse, amina)
    assert results == [None, None]
    assert [event.from_status for event in events] == ["sent", "sent"]


def withdraw(referral, user):
    referral.withdraw(by=user, at=timezone.now())


def test_a_partner_accepts_while_we_withdraw_two_hundred_times_and_one_wins_each(amina, monkeypatch):
    """Two threads keep their connections for all the rounds; each round starts both at the same instant."""
    link = ReferralLinkFactory()
    monkeypatch.setattr("referrals.models.referral.count_outcomes", lambda *_, **__: 0)  # counted elsewhere
    same = {"beneficiary": link.referral.beneficiary, "service": link.referral.service, "created_by": amina}
    rounds = ReferralFactory.create_batch(200, sent=True, **same)
    gate = threading.Barrier(2)

    def play(act):
        said = []
        for row in Referral.objects.filter(pk__in=[one.pk for one in rounds]).order_by("pk"):
            gate.wait(timeout=30)
            try:
                act(row)
                said.append(True)
            except TransitionNotAllowed:
                said.append(False)
        return said

    accepted, withdrawn = at_the_same_instant(
        lambda: play(lambda row: accept(row, link)), lambda: play(lambda row: withdraw(row, amina))
    )
    assert [yes + taken for yes, taken in zip(accepted, withdrawn, strict=True)] == [1] * 200
    rows = Referral.objects.filter(pk__in=[one.pk for one in rounds]).order_by("pk")
    for row, yes in zip(rows, accepted, strict=True):
        assert row.status == ("accepted" if yes else "withdrawn")
        assert (row.replied_at is not None, row.withdrawn_at is not None) == (yes, not yes)
        event = ReferralEvent.objects.get(referral=row)
        assert (event.from_status, event.to_status) == ("sent", row.status)
        assert (event.link, event.by) == ((link, None) if yes else (None, amina))


def test_a_double_click_sends_one_referral_and_answers_both_alike(amina, nord, client_of):
    person, service = BeneficiaryFactory(team=nord), ServiceFactory()
    url = f"{reverse('referrals:new')}?service={service.pk}&personne={person.pk}"
    typed = {"submission": uuid.uuid4(), "message": "Bonjour", "consent": "oral", "channel": "phone", "action": "send"}
    clients = [client_of(amina), client_of(amina)]
    answers = at_the_same_instant(*(lambda client=client: client.post(url, typed) for client in clients))
    referral = Referral.objects.get()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, reverse("referrals:detail", args=[referral.pk]))
    ] * 2
    assert ReferralEvent.objects.filter(referral=referral).count() == 1
