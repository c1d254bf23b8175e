"""What somebody of a partner reads with an account: what was sent to their organisation, as it was frozen."""

from datetime import datetime
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from partners.models import PartnerMember
from referrals.answering.asked import Asked
from referrals.models import LinkPurpose, Referral, ReferralLink, Status


def received_by_organization_of(user: User, now: datetime) -> QuerySet[Referral]:
    """Those whose agreement is in force, latest first; taken back, they are gone at the next request."""
    if not user.can(Permission.REFERRAL_REPLY):
        return Referral.objects.none()
    rows = Referral.objects.filter(
        service__organization__in=PartnerMember.objects.organizations_of(user),
        snapshot__isnull=False,
        agreement__withdrawn_at__isnull=True,
        agreement__ends_on__gte=timezone.localdate(now),
    )
    rows = rows.exclude(status=Status.WITHDRAWN).select_related("snapshot", "service__organization", "agreement")
    return rows.order_by("-sent_at", "pk")


def asked_of_member(referral: Referral, user: User) -> Asked:
    """What a member reads and may say, now and later."""
    return Asked(referral, {*LinkPurpose.values}, user)


def link_of_member(referral: Referral, user: User, purpose: str, *, at: datetime) -> ReferralLink:
    """The link by which a member speaks: drawn at the first answer, its token given to nobody."""
    own = ReferralLink.objects.open_at(at).filter(referral=referral, created_by=user, purpose=purpose)
    if (known := own.order_by("created_at", "pk").first()) is None:
        ReferralLink.objects.register(referral, by=user, at=at, purpose=purpose)
        known = own.order_by("created_at", "pk").first()
    return cast("ReferralLink", known)
