"""The referral and its history."""

from referrals.models.event import ReferralEvent
from referrals.models.inbound import InboundDecline, InboundReferral, InboundStatus
from referrals.models.inbound_link import InboundLink
from referrals.models.referral import Referral
from referrals.models.states import TRANSITIONS, Channel, Consent, DeclineReason, Status

__all__ = [
    "TRANSITIONS", "Channel", "Consent", "DeclineReason", "InboundDecline", "InboundLink", "InboundReferral",
    "InboundStatus", "Referral", "ReferralEvent", "Status",
]  # fmt: skip
