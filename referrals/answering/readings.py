"""Whom the links of the journal belong to: what a partner read without an account bears its name."""

from collections.abc import Iterable

from referrals.models import ReferralLink

OBJECT_TYPE = ReferralLink._meta.label_lower


def partners_of(links: Iterable[str]) -> dict[str, str]:
    """The name of the partner of each link, as it may stand on what leaves the house."""
    rows = ReferralLink.objects.filter(pk__in=list(links)).select_related(
        "referral__service__organization", "referral__program"
    )
    return {str(link.pk): link.referral.recipient_words for link in rows}
