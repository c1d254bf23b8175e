"""Drafts that nobody has sent: deleted once they have been left alone long enough."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from core import audit
from core.models import AuditAction, AuditEntry
from referrals.models import Referral, ReferralConsent, ReferralDocument, Status

AT_ONCE = 500


def forget_drafts(now: datetime) -> int:
    """Delete the drafts neither written nor changed for so many days; how many."""
    before = now - timedelta(days=settings.REFERRAL_DRAFT_DAYS)
    old = Referral.objects.filter(status=Status.DRAFT, created_at__lt=before).order_by("created_at", "pk")
    keys = list(old.values_list("pk", flat=True)[:AT_ONCE])
    touched = AuditEntry.objects.filter(
        object_type=Referral._meta.label_lower,
        object_id__in=[str(key) for key in keys],
        action=AuditAction.CHANGED,
        at__gte=before,
    )
    kept = set(touched.values_list("object_id", flat=True))
    return sum(_forget(key) for key in keys if str(key) not in kept)


@transaction.atomic
def _forget(key: UUID) -> bool:
    """Delete one, with its agreement and its list of documents, unless somebody has just sent it."""
    draft = Referral.objects.select_for_update(of=("self",)).filter(pk=key, status=Status.DRAFT).first()
    if draft is None:
        return False
    audit.record(None, AuditAction.DELETED, draft, person_id=draft.beneficiary_id)
    ReferralDocument.objects.filter(referral=draft).delete()
    ReferralConsent.objects.filter(referral=draft).delete()
    draft.delete()
    return True
