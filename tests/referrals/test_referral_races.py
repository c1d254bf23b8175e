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
from referrals.models.referral import ReferralQuerySet
from tests.factories import BeneficiaryFactory, ReferralFactory, ServiceFactory

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
