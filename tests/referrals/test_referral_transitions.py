"""The table of a referral, row by row: each step allowed works, leaves its trace, and every other is refused."""

import pytest
from django.utils import timezone

from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction, AuditEntry
from referrals.models import TRANSITIONS, DeclineReason, Referral, ReferralEvent, Status
from tests.factories import ReferralFactory

# Written out again on purpose: a change of the table is a change of this test.
ALLOWED = {
    ("draft", "sent"),
    ("draft", "withdrawn"),
    ("sent", "accepted"),
    ("sent", "declined"),
    ("sent", "lapsed"),
    ("sent", "withdrawn"),
    ("accepted", "withdrawn"),
    ("lapsed", "accepted"),
    ("lapsed", "declined"),
}
VERBS = {"sent": "send", "accepted": "accept", "declined": "decline", "lapsed": "lapse", "withdrawn": "withdraw"}
PAIRS = [(start, end) for start in Status.values for end in VERBS]


def referral_in(status, **fields):
    return ReferralFactory(**({} if status == "draft" else {status: True}), **fields)


def take(referral, end, by, at):
    extra = {"reason": DeclineReason.FULL} if end == "declined" else {}
    getattr(referral, VERBS[end])(by=by, at=at, **extra)


def test_the_table_is_the_one_written_here():
    assert {(start, end) for start, ends in TRANSITIONS.items() for end in ends} == ALLOWED


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_each_step_is_taken_or_refused_as_the_table_says(start, end, amina):
    referral, at = referral_in(start), timezone.now()
    if (start, end) in ALLOWED:
        take(referral, end, amina, at)
        event = ReferralEvent.objects.get(referral=referral)
        assert (event.from_status, event.to_status, event.by, event.at) == (start, end, amina, at)
        entry = AuditEntry.objects.get(object_id=str(referral.pk))
        assert (entry.action, entry.person_id, entry.actor) == (AuditAction.CHANGED, referral.beneficiary_id, amina)
        assert Referral.objects.get(pk=referral.pk).status == end
    else:
        before = Referral.objects.filter(pk=referral.pk).values().get()
        with pytest.raises(TransitionNotAllowed):
            take(referral, end, amina, at)
        assert Referral.objects.filter(pk=referral.pk).values().get() == before
        assert not ReferralEvent.objects.exists()
        assert not AuditEntry.objects.exists()


def test_a_stale_page_decides_from_the_row_and_not_from_what_it_remembers(amina):
    referral = ReferralFactory(sent=True)
    stale = Referral.objects.get(pk=referral.pk)
    referral.withdraw(by=amina, at=timezone.now())
    with pytest.raises(TransitionNotAllowed, match="Retirée"):
        stale.accept(by=amina, at=timezone.now())


def test_nothing_is_sent_without_the_agreement_of_the_person(amina):
    referral = ReferralFactory(consent="")
    assert Status.SENT not in referral.can_become
    with pytest.raises(DomainError, match="accord"):
        referral.send(by=amina, at=timezone.now())
    assert Referral.objects.get(pk=referral.pk).status == Status.DRAFT


def test_another_reason_must_be_told(amina):
    referral = ReferralFactory(sent=True)
    with pytest.raises(DomainError, match="Précisez"):
        referral.decline(by=amina, at=timezone.now(), reason=DeclineReason.OTHER, comment="  ")
    referral.decline(by=amina, at=timezone.now(), reason=DeclineReason.OTHER, comment="Fermé cet été")
    assert Referral.objects.get(pk=referral.pk).reply_comment == "Fermé cet été"


def test_a_referral_already_sent_is_no_longer_rewritten(amina):
    referral = ReferralFactory()
    stale = Referral.objects.get(pk=referral.pk)
    referral.send(by=amina, at=timezone.now())
    with pytest.raises(TransitionNotAllowed):
        stale.amend(by=amina, at=timezone.now(), send=False, message="Autre chose")
    assert Referral.objects.get(pk=referral.pk).message == referral.message
