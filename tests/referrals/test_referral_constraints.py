"""What PostgreSQL refuses of a referral, whatever the code does."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from referrals.models import Referral, ReferralEvent
from tests.factories import ProgramFactory, ReferralEventFactory, ReferralFactory

NOW = timezone.now()
BROKEN = [
    ("referral_status_known", {"sent": True}, {"status": "lost"}),
    ("referral_channel_known", {}, {"channel": "pigeon"}),
    ("referral_consent_known", {}, {"consent": "perhaps"}),
    ("referral_one_recipient", {}, {"service": None}),
    ("referral_one_recipient", {}, {"program": "a program"}),
    ("referral_sent_with_consent", {"sent": True}, {"consent": ""}),
    ("referral_sent_is_dated", {"sent": True}, {"sent_at": None, "sent_by": None}),
    ("referral_decline_has_reason", {"declined": True}, {"decline_reason": ""}),
    ("referral_decline_has_reason", {"declined": True}, {"decline_reason": "weather"}),
    ("referral_decline_has_reason", {"accepted": True}, {"decline_reason": "full"}),
    ("referral_reply_is_dated", {"accepted": True}, {"replied_at": None, "replied_by": None}),
    ("referral_reply_is_dated", {"declined": True}, {"replied_at": None, "replied_by": None}),
    ("referral_withdrawal_is_dated", {"withdrawn": True}, {"withdrawn_at": None, "withdrawn_by": None}),
    ("referral_withdrawal_is_dated", {"sent": True}, {"withdrawn_at": NOW, "withdrawn_by": "the author"}),
    ("referral_sent_at_with_sent_by", {"sent": True}, {"sent_by": None}),
    ("referral_replied_at_with_replied_by", {"accepted": True}, {"replied_by": None}),
    ("referral_withdrawn_at_with_withdrawn_by", {"withdrawn": True}, {"withdrawn_by": None}),
]


@pytest.mark.parametrize(("constraint", "state", "change"), BROKEN)
def test_each_constraint_of_a_referral_is_held(constraint, state, change, db):
    referral = ReferralFactory(**state)
    stand_ins = {"a program": ProgramFactory, "the author": lambda: referral.created_by}
    change = {name: stand_ins[value]() if value in stand_ins else value for name, value in change.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**change)


def test_every_constraint_of_a_referral_is_tried_here():
    assert {name for name, _, _ in BROKEN} == {constraint.name for constraint in Referral._meta.constraints}


def test_the_same_form_makes_one_referral_whatever_the_code_does(db):
    referral = ReferralFactory()
    with pytest.raises(IntegrityError, match="submission"), transaction.atomic():
        ReferralFactory(submission=referral.submission)


def test_a_step_of_the_history_keeps_known_words_and_is_never_changed(db):
    event = ReferralEventFactory()
    for field in ("from_status", "to_status"):
        with pytest.raises(IntegrityError, match=f"referralevent_{field}_known"), transaction.atomic():
            ReferralEventFactory(referral=event.referral, **{field: "lost"})
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        ReferralEvent.objects.filter(pk=event.pk).update(to_status="accepted")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        ReferralEvent.objects.filter(pk=event.pk).delete()
