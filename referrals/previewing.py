"""What a referral tells, ready to be shown: frozen once it is sent, worked out before."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from referrals.models import Referral, ReferralConsent, Snapshot
from referrals.models.agreement import LASTS
from referrals.models.leaving import Leaving, documents_leaving, leaving_of
from referrals.models.shared import BY_DEFAULT


def leaving_shown(referral: Referral, *, reader: User, at: datetime) -> Leaving:
    """What left; for a draft, even one not yet written, what would leave if the reader sent it now."""
    if referral._state.adding:
        agreement, documents = usual_agreement(referral, at), []
    else:
        snapshot: Snapshot | None = getattr(referral, "snapshot", None)
        if snapshot is not None:
            return snapshot.leaving
        agreement = getattr(referral, "agreement", None) or usual_agreement(referral, at)
        documents = documents_leaving(referral, by=reader)
    return Leaving(leaving_of(referral, agreement, documents, by=reader, at=at))


def usual_agreement(referral: Referral, at: datetime, lasts: timedelta = LASTS) -> ReferralConsent:
    """What is told when nobody has chosen: the name and how to reach the person. Not written."""
    today = timezone.localdate(at)
    return ReferralConsent(
        fields=list(BY_DEFAULT), form=referral.consent, given_on=today, ends_on=today + lasts, purpose=""
    )
