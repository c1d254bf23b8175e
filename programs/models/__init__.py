"""Programs and their rooms in time and space."""

from programs.models.action_plan import ActionPlan, CommitteeDecision, CommitteeMeeting, PlanAction
from programs.models.address_reader import AddressReader
from programs.models.childcare.care_card import CareCard
from programs.models.childcare.care_rule import CareRule
from programs.models.childcare.care_shift import CareShift, CareWorker
from programs.models.childcare.child_booking import ChildBooking
from programs.models.enrolment import Enrolment
from programs.models.enrolment_event import EnrolmentEvent
from programs.models.enrolment_goal import Achievement, EnrolmentGoal, Evaluation
from programs.models.enrolment_states import EndCause, Priority
from programs.models.event import (
    AudienceKind,
    Event,
    EventChange,
    EventItem,
    EventKind,
    EventMaterial,
    EventPartner,
    EventRegistration,
    EventSpeaker,
    EventStatus,
    EventTask,
    RegistrationStatus,
)
from programs.models.grant_use import GrantUse
from programs.models.legal.clinic import ClinicCount, OpenClinic
from programs.models.legal.question import LegalQuestion
from programs.models.legal.topic import LegalTopic
from programs.models.occupancy import Occupancy
from programs.models.place import Place, PlaceKind
from programs.models.place_event import PlaceEvent
from programs.models.place_request import PlaceRequest
from programs.models.program import Program, ProgramKind
from programs.models.projects import (
    FunderMeeting,
    Funding,
    FundingKind,
    FundingStatus,
    LegalForm,
    MeetingResult,
    Mentor,
    MentoringMeeting,
    Milestone,
    Project,
    ProjectEvent,
    PublicPage,
    Stage,
)
from programs.models.protected_address import ProtectedAddress
from programs.models.session import Session
from programs.models.site import Site
from programs.models.states import EnrolmentStatus, StayStatus
from programs.models.stay import Stay
from programs.models.support.booking import SlotBooking
from programs.models.support.slot import Slot
from programs.models.training.absence_run import AbsenceRun
from programs.models.training.attendance import Attendance, AttendanceEvent
from programs.models.training.certification import Certification, SkillUnit
from programs.models.training.scan import SessionScan
from programs.models.training.states import AbsenceReason, AttendanceStatus, Half
from programs.models.training.trainer import Trainer
from programs.models.training.validation import UnitOutcome, UnitResult, Validation
from programs.models.unavailability import Unavailability

__all__ = [
    "AbsenceReason",
    "AbsenceRun",
    "Achievement",
    "ActionPlan",
    "AddressReader",
    "Attendance",
    "AttendanceEvent",
    "AttendanceStatus",
    "AudienceKind",
    "CareCard",
    "CareRule",
    "CareShift",
    "CareWorker",
    "Certification",
    "ChildBooking",
    "ClinicCount",
    "CommitteeDecision",
    "CommitteeMeeting",
    "EndCause",
    "Enrolment",
    "EnrolmentEvent",
    "EnrolmentGoal",
    "EnrolmentStatus",
    "Evaluation",
    "Event",
    "EventChange",
    "EventItem",
    "EventKind",
    "EventMaterial",
    "EventPartner",
    "EventRegistration",
    "EventSpeaker",
    "EventStatus",
    "EventTask",
    "FunderMeeting",
    "Funding",
    "FundingKind",
    "FundingStatus",
    "GrantUse",
    "Half",
    "LegalForm",
    "LegalQuestion",
    "LegalTopic",
    "MeetingResult",
    "Mentor",
    "MentoringMeeting",
    "Milestone",
    "Occupancy",
    "OpenClinic",
    "Place",
    "PlaceEvent",
    "PlaceKind",
    "PlaceRequest",
    "PlanAction",
    "Priority",
    "Program",
    "ProgramKind",
    "Project",
    "ProjectEvent",
    "ProtectedAddress",
    "PublicPage",
    "RegistrationStatus",
    "Session",
    "SessionScan",
    "Site",
    "SkillUnit",
    "Slot",
    "SlotBooking",
    "Stage",
    "Stay",
    "StayStatus",
    "Trainer",
    "Unavailability",
    "UnitOutcome",
    "UnitResult",
    "Validation",
]
