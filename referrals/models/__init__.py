"""The referral and its history."""

from referrals.models.event import ReferralEvent
from referrals.models.referral import Referral
from referrals.models.states import TRANSITIONS, Channel, Consent, DeclineReason, Status

__all__ = ["TRANSITIONS", "Channel", "Consent", "DeclineReason", "Referral", "ReferralEvent", "Status"]
