"""The table of a referral, row by row: each step allowed works, leaves its trace, and every other is refused."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction, AuditEntry
from referrals.models import TRANSITIONS, DeclineReason, LateReply, Referral, ReferralEvent, Status
from tests.factories import ReferralEventFactory, ReferralFactory, ReferralLinkFactory

# Written out again on purpose: a change of the table is a change of this test.
ANSWERS = "under_study waitlisted accepted appointment declined"
AFTER = {
    "draft": "sent withdrawn",
    "sent": f"{ANSWERS} lapsed withdrawn",
    "under_study": "waitlisted accepted appointment declined lapsed withdrawn",
    "waitlisted": "accepted appointment declined lapsed withdrawn",
    "accepted": "appointment received lost withdrawn",
    "appointment": "received lost withdrawn",
    "received": "attending completed lost withdrawn",
    "attending": "completed lost withdrawn",
    "lapsed": ANSWERS,
}
ALLOWED = {(start, end) for start, ends in AFTER.items() for end in ends.split()}
VERBS = {
    "sent": "send",
    "under_study": "study",
    "waitlisted": "waitlist",
    "accepted": "accept",
    "appointment": "fix_appointment",
    "received": "receive",
    "attending": "attend",
    "completed": "complete",
    "declined": "decline",
    "lapsed": "lapse",
    "withdrawn": "withdraw",
    "lost": "lose",
}
EXTRA = {"declined": {"reason": DeclineReason.FULL}, "appointment": {"starts_at": timezone.now()}}
PAIRS = [(start, end) for start in Status.values for end in VERBS]


def referral_in(status, **fields):
    return ReferralFactory(**({} if status == "draft" else {status: True}), **fields)


def take(referral, end, by, at):
    getattr(referral, VERBS[end])(by=by, at=at, **EXTRA.get(end, {}))


def test_the_table_is_the_one_written_here():
    assert {(start, end) for start, ends in TRANSITIONS.items() for end in ends} == ALLOWED


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_each_step_is_taken_or_refused_as_the_table_says(start, end, amina):
    referral, at = referral_in(start), timezone.now()
    if (start, end) in ALLOWED:
        take(referral, end, amina, at)
        event = ReferralEvent.objects.get(referral=referral)
        assert (event.from_status, event.to_status, event.by, event.at) == (start, end, amina, at)
        entry = AuditEntry.objects.get(object_id=str(referral.pk))  # one entry, whatever else is written beside
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
        stale.amend(by=amina, at=timezone.now(), message="Autre chose")
    assert Referral.objects.get(pk=referral.pk).message == referral.message


@pytest.fixture
def link(db):
    return ReferralLinkFactory(referral__lapsed=True)


def test_what_a_partner_says_too_late_is_kept_once_and_opens_the_referral_again(link, amina):
    referral, at = link.referral, timezone.now()
    for _twice in range(2):
        assert referral.waitlist(by=link, at=at, position=3, comment="Une place en mai") is False
    assert Referral.objects.get(pk=referral.pk).status == Status.LAPSED
    late = LateReply.objects.get()
    referral.reopen(late, by=amina, at=at)
    referral.refresh_from_db()
    assert (referral.status, referral.waitlist_position) == (Status.WAITLISTED, 3)
    event = ReferralEvent.objects.get()
    assert (event.by, event.link, event.position, event.comment) == (amina, None, 3, "Une place en mai")
    with pytest.raises(TransitionNotAllowed, match="déjà été traitée"):
        referral.reopen(late, by=amina, at=at)


def test_a_partner_answers_by_its_link_and_the_history_says_so(amina):
    link = ReferralLinkFactory()
    referral, at = link.referral, timezone.now()
    referral.study(by=link, at=at)
    referral.fix_appointment(by=link, at=at, starts_at=at, place="2 rue du Pont")
    events = list(ReferralEvent.objects.order_by("pk"))
    assert [(event.to_status, event.by, event.link) for event in events] == [
        ("under_study", None, link),
        ("appointment", None, link),
    ]
    referral.refresh_from_db()
    assert (referral.replied_at, referral.replied_by, referral.appointment_place) == (at, None, "2 rue du Pont")
    for refused in (referral.lapse, referral.withdraw):
        with pytest.raises((TransitionNotAllowed, ValueError)):
            refused(by=link, at=at)


def test_a_withdrawal_does_not_sweep_away_an_answer_that_came_meanwhile(amina):
    referral = ReferralFactory(sent=True)
    stale = Referral.objects.get(pk=referral.pk)
    referral.accept(by=amina, at=timezone.now())
    with pytest.raises(TransitionNotAllowed, match="Entre-temps, cette orientation est passée à « Acceptée »"):
        stale.withdraw(by=amina, at=timezone.now())
    referral.withdraw(by=amina, at=timezone.now())
    assert Referral.objects.get(pk=referral.pk).status == Status.WITHDRAWN


def test_the_clock_alone_closes_what_nobody_answers_and_nothing_else(amina):
    referral = ReferralFactory(sent=True)
    referral.lapse(by=None, at=timezone.now())
    assert ReferralEvent.objects.get().author_words == "le délai est passé"
    with pytest.raises(IntegrityError, match="one_author"), transaction.atomic():
        ReferralEventFactory(referral=referral, to_status=Status.ACCEPTED, by=None)
