"""A new link for a partner whose link has expired."""

from datetime import datetime

from django.utils import timezone

from core.tokens import digest
from referrals.models import ReferralLink
from referrals.models.letters import send_link
from referrals.models.states import ENDED


def renew(token: str, *, at: datetime) -> bool:
    """Send a new link in place of one that has expired, to the address known, once a day; who asks learns nothing."""
    today = timezone.localdate(at)
    expired = ReferralLink.objects.filter(
        token_hash=digest(token),
        revoked_at__isnull=True,
        expires_at__lte=at,
        referral__sent_at__isnull=False,
        referral__agreement__withdrawn_at__isnull=True,
        referral__agreement__ends_on__gte=today,
    )
    link = expired.exclude(referral__status__in=ENDED).select_related("referral__service__organization").first()
    if link is None:
        return False
    key = f"referral-link-renewed:{link.pk}:{today}"
    return send_link(link.referral, by=None, at=at, key=key, purpose=link.purpose) is not None
