"""Invented records for the tests, one factory a model."""

from tests.factories.accounts import AssociationFactory, TeamFactory, UserFactory
from tests.factories.beneficiaries import (
    AlertFactory,
    AppointmentFactory,
    BeneficiaryFactory,
    ConfidentialNoteFactory,
    DraftFactory,
    FileCounterFactory,
    FollowUpFactory,
    PrisonFactory,
    TaskFactory,
)
from tests.factories.core import AuditEntryFactory
from tests.factories.family import ContactRuleFactory
from tests.factories.hand_over import HandedFileFactory, HandOverFactory
from tests.factories.partners import (
    CommuneFactory,
    ContactFactory,
    OrganizationFactory,
    ServiceFactory,
    WordFactory,
)
from tests.factories.plan import (
    DomainCheckFactory,
    GoalFactory,
    JointReviewDecisionFactory,
    JointReviewFactory,
    JointReviewPresenceFactory,
    NeedFactory,
    PlanChangeFactory,
    PlanReviewFactory,
    ReviewHoldFactory,
    StepFactory,
)
from tests.factories.programs import (
    EnrolmentFactory,
    PlaceFactory,
    ProgramFactory,
    SessionFactory,
    SiteFactory,
    StayFactory,
)
from tests.factories.protection import (
    CaseTeamMemberFactory,
    DistinctPeopleFactory,
    EmergencyAccessFactory,
    ExclusionFactory,
    MergeFactory,
    NoContactLinkFactory,
)
from tests.factories.referrals import ReferralEventFactory, ReferralFactory
from tests.factories.release import (
    OutcomeCheckpointFactory,
    ReadinessChangeFactory,
    ReadinessItemFactory,
    ReadinessItemKindFactory,
    ReleaseFactory,
    ReleaseImpactFactory,
)
from tests.factories.sheets import InterviewSheetFactory
from tests.factories.situation import (
    CustodyEpisodeFactory,
    JusticeMeasureFactory,
    ObligationFactory,
    ProbationServiceFactory,
    ReleaseDateRevisionFactory,
)

__all__ = [
    "AlertFactory",
    "AppointmentFactory",
    "AssociationFactory",
    "AuditEntryFactory",
    "BeneficiaryFactory",
    "CaseTeamMemberFactory",
    "CommuneFactory",
    "ConfidentialNoteFactory",
    "ContactFactory",
    "ContactRuleFactory",
    "CustodyEpisodeFactory",
    "DistinctPeopleFactory",
    "DomainCheckFactory",
    "DraftFactory",
    "EmergencyAccessFactory",
    "EnrolmentFactory",
    "ExclusionFactory",
    "FileCounterFactory",
    "FollowUpFactory",
    "GoalFactory",
    "HandOverFactory",
    "HandedFileFactory",
    "InterviewSheetFactory",
    "JointReviewDecisionFactory",
    "JointReviewFactory",
    "JointReviewPresenceFactory",
    "JusticeMeasureFactory",
    "MergeFactory",
    "NeedFactory",
    "NoContactLinkFactory",
    "ObligationFactory",
    "OrganizationFactory",
    "OutcomeCheckpointFactory",
    "PlaceFactory",
    "PlanChangeFactory",
    "PlanReviewFactory",
    "PrisonFactory",
    "ProbationServiceFactory",
    "ProgramFactory",
    "ReadinessChangeFactory",
    "ReadinessItemFactory",
    "ReadinessItemKindFactory",
    "ReferralEventFactory",
    "ReferralFactory",
    "ReleaseDateRevisionFactory",
    "ReleaseFactory",
    "ReleaseImpactFactory",
    "ReviewHoldFactory",
    "ServiceFactory",
    "SessionFactory",
    "SiteFactory",
    "StayFactory",
    "StepFactory",
    "TaskFactory",
    "TeamFactory",
    "UserFactory",
    "WordFactory",
]
