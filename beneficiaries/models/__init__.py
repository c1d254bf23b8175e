"""The person and what is noted about them."""

from beneficiaries.models.aid_payment import AidKind, AidMethod, AidPayment, AidStatus
from beneficiaries.models.alert import Alert
from beneficiaries.models.application import Application, ApplicationStatus, RefusalReason
from beneficiaries.models.appointment import Appointment
from beneficiaries.models.appointment_change import AppointmentChange
from beneficiaries.models.appointment_participant import AppointmentParticipant, Company
from beneficiaries.models.appointment_states import MeetingMode, Outcome
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.calendar_feed import CalendarFeed
from beneficiaries.models.case_team import CaseTeamMember
from beneficiaries.models.checkpoint import Answer, Milestone, OutcomeCheckpoint
from beneficiaries.models.child import Child, ChildHome
from beneficiaries.models.collective_contact import CollectiveContact
from beneficiaries.models.confidential_note import ConfidentialNote
from beneficiaries.models.consent import Consent, ConsentPurpose, Shared
from beneficiaries.models.contact_rule import ContactChannel, ContactRule
from beneficiaries.models.custody_episode import CustodyEpisode, CustodyStatus, ExitKind
from beneficiaries.models.custom_field import CustomField, CustomKind, CustomValue
from beneficiaries.models.document import Document
from beneficiaries.models.document_kind import DocumentFormat, DocumentKind
from beneficiaries.models.draft import Draft
from beneficiaries.models.emergency_access import EmergencyAccess
from beneficiaries.models.exclusion import Exclusion
from beneficiaries.models.file_counter import FileCounter
from beneficiaries.models.follow_up import FollowUp, FollowUpMode, Topic
from beneficiaries.models.goal import Goal
from beneficiaries.models.hand_over import HandedFile, HandOver, HandOverKind, HandOverStatus
from beneficiaries.models.information_sheet import InformationSheet
from beneficiaries.models.interview_sheet import InterviewSheet
from beneficiaries.models.job_check import JobCheck, JobState
from beneficiaries.models.joint_review import JointReview, JointReviewDecision, JointReviewPresence
from beneficiaries.models.justice_measure import JusticeMeasure, MeasureEnd
from beneficiaries.models.layer import Layer, Opened, Reached
from beneficiaries.models.merge import DistinctPeople, Merge
from beneficiaries.models.need import DomainCheck, Need
from beneficiaries.models.no_contact import NoContactLink
from beneficiaries.models.obligation import Obligation, ObligationKind, ObligationState
from beneficiaries.models.parental_authority import AuthorityState, ParentalAuthority, ParentKind
from beneficiaries.models.people_export import PeopleExport
from beneficiaries.models.pick_up_person import PickUpPerson
from beneficiaries.models.placement import Placement, PlacementEnd
from beneficiaries.models.plan_change import PlanChange
from beneficiaries.models.plan_review import HoldKind, PlanReview, ReviewHold
from beneficiaries.models.plan_states import GoalStatus, NeedStatus, StepActor, StepStatus
from beneficiaries.models.prison import Prison, PrisonKind, PrisonStatus
from beneficiaries.models.probation_service import ProbationService
from beneficiaries.models.proof import Proof, ProofSource
from beneficiaries.models.readiness_item import Readiness, ReadinessChange, ReadinessItem
from beneficiaries.models.readiness_kind import ReadinessItemKind, ReadinessTheme
from beneficiaries.models.recurrence import Rhythm
from beneficiaries.models.relative import Calling, Kinship, Relative
from beneficiaries.models.release import Release
from beneficiaries.models.release_date import ReleaseDateRevision
from beneficiaries.models.release_impact import ImpactReason, ReleaseImpact
from beneficiaries.models.reorientation import Reorientation, ReorientationStatus
from beneficiaries.models.separation_step import SeparationStep
from beneficiaries.models.states import HELD, OUTSIDE, ExitReason, FileStatus, Gender, JusticeStatus, MeasureKind
from beneficiaries.models.step import Step
from beneficiaries.models.task import Task
from beneficiaries.models.unanswered_need import UnansweredNeed
from beneficiaries.models.visit_day import Slot, VisitDay
from beneficiaries.models.visit_permit import VisitPermit
from beneficiaries.models.work_hours import WorkHours

__all__ = [
    "HELD",
    "OUTSIDE",
    "AidKind",
    "AidMethod",
    "AidPayment",
    "AidStatus",
    "Alert",
    "Answer",
    "Application",
    "ApplicationStatus",
    "Appointment",
    "AppointmentChange",
    "AppointmentParticipant",
    "AuthorityState",
    "Beneficiary",
    "CalendarFeed",
    "Calling",
    "CaseTeamMember",
    "Child",
    "ChildHome",
    "CollectiveContact",
    "Company",
    "ConfidentialNote",
    "Consent",
    "ConsentPurpose",
    "ContactChannel",
    "ContactRule",
    "CustodyEpisode",
    "CustodyStatus",
    "CustomField",
    "CustomKind",
    "CustomValue",
    "DistinctPeople",
    "Document",
    "DocumentFormat",
    "DocumentKind",
    "DomainCheck",
    "Draft",
    "EmergencyAccess",
    "Exclusion",
    "ExitKind",
    "ExitReason",
    "FileCounter",
    "FileStatus",
    "FollowUp",
    "FollowUpMode",
    "Gender",
    "Goal",
    "GoalStatus",
    "HandOver",
    "HandOverKind",
    "HandOverStatus",
    "HandedFile",
    "HoldKind",
    "ImpactReason",
    "InformationSheet",
    "InterviewSheet",
    "JobCheck",
    "JobState",
    "JointReview",
    "JointReviewDecision",
    "JointReviewPresence",
    "JusticeMeasure",
    "JusticeStatus",
    "Kinship",
    "Layer",
    "MeasureEnd",
    "MeasureKind",
    "MeetingMode",
    "Merge",
    "Milestone",
    "Need",
    "NeedStatus",
    "NoContactLink",
    "Obligation",
    "ObligationKind",
    "ObligationState",
    "Opened",
    "Outcome",
    "OutcomeCheckpoint",
    "ParentKind",
    "ParentalAuthority",
    "PeopleExport",
    "PickUpPerson",
    "Placement",
    "PlacementEnd",
    "PlanChange",
    "PlanReview",
    "Prison",
    "PrisonKind",
    "PrisonStatus",
    "ProbationService",
    "Proof",
    "ProofSource",
    "Reached",
    "Readiness",
    "ReadinessChange",
    "ReadinessItem",
    "ReadinessItemKind",
    "ReadinessTheme",
    "RefusalReason",
    "Relative",
    "Release",
    "ReleaseDateRevision",
    "ReleaseImpact",
    "Reorientation",
    "ReorientationStatus",
    "ReviewHold",
    "Rhythm",
    "SeparationStep",
    "Shared",
    "Slot",
    "Step",
    "StepActor",
    "StepStatus",
    "Task",
    "Topic",
    "UnansweredNeed",
    "VisitDay",
    "VisitPermit",
    "WorkHours",
]
