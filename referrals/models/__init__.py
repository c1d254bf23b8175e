"""The referral, its history, and what it takes to send it: agreement, documents, snapshot, links, questions."""

from referrals.models.agreement import ReferralConsent, Terms
from referrals.models.delivery import Achievement, Delivery, DeliveryOutcome, DeliverySession
from referrals.models.delivery_states import Attendance, DeliveryState, EndReason, EndState, WithdrawalKind
from referrals.models.document import ReferralDocument
from referrals.models.end_report import EndReport, RemainingTask
from referrals.models.event import ReferralEvent
from referrals.models.inbound import InboundDecline, InboundReferral, InboundStatus
from referrals.models.inbound_link import InboundLink
from referrals.models.late_reply import LateReply
from referrals.models.link import ReferralLink
from referrals.models.need_group import NeedGroup
from referrals.models.outcome_list import DesiredOutcome
from referrals.models.question import Question
from referrals.models.referral import Referral
from referrals.models.reminder import Reminder, ReminderWay
from referrals.models.shared import SharedField
from referrals.models.snapshot import Snapshot
from referrals.models.states import TRANSITIONS, Channel, Consent, DeclineReason, LegalBasis, LinkPurpose, Status

__all__ = [
    "TRANSITIONS", "Achievement", "Attendance", "Channel", "Consent", "DeclineReason", "Delivery", "DeliveryOutcome",
    "DeliverySession", "DeliveryState", "DesiredOutcome", "EndReason", "EndReport", "EndState", "InboundDecline",
    "InboundLink", "InboundReferral", "InboundStatus", "LateReply", "LegalBasis", "LinkPurpose", "NeedGroup",
    "Question", "Referral", "ReferralConsent", "ReferralDocument", "ReferralEvent", "ReferralLink", "RemainingTask",
    "Reminder", "ReminderWay", "SharedField", "Snapshot", "Status", "Terms", "WithdrawalKind",
]  # fmt: skip
