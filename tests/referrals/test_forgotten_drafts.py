"""A referral neither sent nor changed for ninety days is deleted; what was touched since, or sent, stays."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.models import AuditAction, AuditEntry
from referrals.models import Referral
from tests.factories import AuditEntryFactory, ReferralConsentFactory, ReferralDocumentFactory, ReferralFactory

pytestmark = pytest.mark.django_db


def test_housekeeping_deletes_the_drafts_left_alone_with_what_they_would_have_told():
    gone, touched, sent, recent = (ReferralFactory(), ReferralFactory(), ReferralFactory(sent=True), ReferralFactory())
    ReferralConsentFactory(referral=gone)
    ReferralDocumentFactory(referral=gone)
    old = timezone.now() - dt.timedelta(days=91)
    Referral.objects.exclude(pk=recent.pk).update(created_at=old)
    AuditEntryFactory(action=AuditAction.CHANGED, object_type="referrals.referral", object_id=str(touched.pk))
    call_command("housekeeping")
    assert set(Referral.objects.values_list("pk", flat=True)) == {touched.pk, sent.pk, recent.pk}
    entry = AuditEntry.objects.get(action=AuditAction.DELETED, object_id=str(gone.pk))
    assert entry.person_id == gone.beneficiary_id
