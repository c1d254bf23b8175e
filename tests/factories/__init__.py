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
from tests.factories.partners import (
    CommuneFactory,
    ContactFactory,
    OrganizationFactory,
    ServiceFactory,
    WordFactory,
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
    EmergencyAccessFactory,
    ExclusionFactory,
    NoContactLinkFactory,
)
from tests.factories.referrals import ReferralEventFactory, ReferralFactory
from tests.factories.situation import ReleaseDateRevisionFactory

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
    "DraftFactory",
    "EmergencyAccessFactory",
    "EnrolmentFactory",
    "ExclusionFactory",
    "FileCounterFactory",
    "FollowUpFactory",
    "NoContactLinkFactory",
    "OrganizationFactory",
    "PlaceFactory",
    "PrisonFactory",
    "ProgramFactory",
    "ReferralEventFactory",
    "ReferralFactory",
    "ReleaseDateRevisionFactory",
    "ServiceFactory",
    "SessionFactory",
    "SiteFactory",
    "StayFactory",
    "TaskFactory",
    "TeamFactory",
    "UserFactory",
    "WordFactory",
]
