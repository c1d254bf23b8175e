"""What PostgreSQL refuses of a referral, whatever the code does."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from referrals.models import Referral, ReferralEvent, Snapshot
from tests.factories import (
    LateReplyFactory,
    ProgramFactory,
    QuestionFactory,
    ReferralConsentFactory,
    ReferralDocumentFactory,
    ReferralEventFactory,
    ReferralFactory,
    ReferralLinkFactory,
    SnapshotFactory,
)

NOW = timezone.now()
BROKEN = [
    ("referral_status_known", {"sent": True}, {"status": "forgotten"}),
    ("referral_channel_known", {}, {"channel": "pigeon"}),
    ("referral_conformity_known", {}, {"conformity": "perhaps"}),
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
    ("referral_reply_is_dated", {"waitlisted": True}, {"replied_at": None, "replied_by": None}),
    ("referral_replied_by_is_dated", {"sent": True}, {"replied_by": "the author"}),
    ("referral_appointment_is_dated", {"appointment": True}, {"appointment_at": None}),
    ("referral_welcome_is_dated", {"attending": True}, {"received_at": None}),
    ("referral_position_from_one", {"waitlisted": True}, {"waitlist_position": 0}),
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
            ReferralEventFactory(referral=event.referral, **{field: "forgotten"})
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        ReferralEvent.objects.filter(pk=event.pk).update(to_status="accepted")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        ReferralEvent.objects.filter(pk=event.pk).delete()


WITHOUT = {"form": "override", "basis": "vital", "reason": "Danger immédiat cette nuit"}
OTHERS = [
    (ReferralConsentFactory, "referralconsent_form_known", {"form": "telepathy"}),
    (ReferralConsentFactory, "referralconsent_fields_known", {"fields": ["shoe_size"]}),
    (ReferralConsentFactory, "referralconsent_withdrawn_at_with_withdrawn_by", {"withdrawn_at": NOW}),
    (ReferralConsentFactory, "referralconsent_reviewed_at_with_reviewed_by", {"reviewed_at": NOW, **WITHOUT}),
    (ReferralConsentFactory, "lasts_a_year_at_most", {"ends_on": NOW.date() + timedelta(days=400)}),
    (ReferralConsentFactory, "lasts_a_year_at_most", {"ends_on": NOW.date() - timedelta(days=1)}),
    (ReferralConsentFactory, "says_what_for_and_to_whom", {"purpose": ""}),
    (ReferralConsentFactory, "override_has_reason_and_basis", {"form": "override"}),
    (ReferralConsentFactory, "override_has_reason", {"form": "override", "basis": "vital", "reason": "Danger"}),
    (ReferralConsentFactory, "override_has_reason", {"form": "override", "reason": "Danger immédiat cette nuit"}),
    (ReferralConsentFactory, "override_has_reason", {"reason": "Danger immédiat cette nuit", "basis": "vital"}),
    (ReferralConsentFactory, "only_overrides_are_reviewed", {"reviewed_at": NOW, "reviewed_by": "the author"}),
    (ReferralLinkFactory, "referrallink_purpose_known", {"purpose": "anything"}),
    (ReferralLinkFactory, "referrallink_expires_later", {"expires_at": NOW - timedelta(days=9)}),
    (ReferralLinkFactory, "referrallink_revoked_is_dated", {"revoked_by": "the author"}),
    (LateReplyFactory, "latereply_to_status_known", {"to_status": "lapsed"}),
    (LateReplyFactory, "latereply_reason_known", {"to_status": "declined", "reason": "weather"}),
    (LateReplyFactory, "latereply_decline_has_reason", {"to_status": "declined"}),
    (LateReplyFactory, "latereply_settled_at_with_settled_by", {"settled_at": NOW}),
    (QuestionFactory, "question_says_something", {"text": ""}),
    (QuestionFactory, "question_answer_is_dated", {"answer": "Oui"}),
    (QuestionFactory, "question_answered_at_with_answered_by", {"answered_at": NOW, "answer": "Oui"}),
]


@pytest.mark.parametrize(("factory", "constraint", "change"), OTHERS)
def test_each_constraint_of_what_goes_with_a_referral_is_held(factory, constraint, change, db):
    row = factory()
    change = {name: row.referral.created_by if value == "the author" else value for name, value in change.items()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**change)


def test_a_document_is_joined_once(db):
    joined = ReferralDocumentFactory()
    with pytest.raises(IntegrityError, match="referraldocument_once"), transaction.atomic():
        ReferralDocumentFactory(referral=joined.referral, document=joined.document)


def test_what_left_is_frozen_and_a_copy_of_the_database_shows_nothing_of_it(db):
    snapshot = SnapshotFactory(referral__beneficiary__last_name="Canari", referral__message="Un lit pour ce soir")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM referrals_snapshot")
        (stored,) = cursor.fetchone()
    assert "Canari" not in stored and "ce soir" not in stored
    assert "Canari" in str(Snapshot.objects.get().leaving.rows)
    for change in (lambda rows: rows.update(made_at=NOW), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            change(Snapshot.objects.filter(pk=snapshot.pk))
