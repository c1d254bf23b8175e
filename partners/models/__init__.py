"""Organisations, their sites, services and contacts; communes, departments and regions."""

from partners.models.agreement import Agreement, AgreementKind, AgreementStatus
from partners.models.aid_envelope import AidEnvelope
from partners.models.card_change import CardChange, ChangeOrigin
from partners.models.card_merge import CardKind, CardMerge, DistinctCards
from partners.models.card_proposal import CardProposal, ProposalStatus
from partners.models.codes import (
    Audience,
    ContactMethod,
    Country,
    DeclineReason,
    DeliveryMode,
    Domain,
    Fees,
    Paper,
    ReferredBy,
    ServiceKind,
    Sex,
)
from partners.models.commune import Commune
from partners.models.contact import Contact
from partners.models.directory_import import (
    Choice,
    DirectoryImport,
    ImportLine,
    ImportState,
    LineKind,
    Outcome,
    Verdict,
)
from partners.models.employer import Employer, EmployerSize, Openness, Sector
from partners.models.favourite import Favourite
from partners.models.funder import Funder, FunderKind
from partners.models.grant import Grant, GrantStatus
from partners.models.grant_date import GrantInstalment, GrantReport, ReportKind
from partners.models.languages import SpokenLanguage
from partners.models.member import PartnerMember
from partners.models.organization import Organization
from partners.models.post import Post
from partners.models.post_kinds import Asked, Authority, ContractKind, PostKind, PostStatus
from partners.models.region import Department, Region
from partners.models.saved_search import SavedSearch
from partners.models.service import Service
from partners.models.site import Site
from partners.models.staged import PartnerChange
from partners.models.team_note import TeamNote
from partners.models.track_record import TrackRecord
from partners.models.unmet_need import Missing, UnmetNeed
from partners.models.update_campaign import CampaignLine, LineStatus, UpdateCampaign
from partners.models.update_link import UpdateLink
from partners.models.vocabulary import Word

__all__ = [
    "Agreement",
    "AgreementKind",
    "AgreementStatus",
    "AidEnvelope",
    "Asked",
    "Audience",
    "Authority",
    "CampaignLine",
    "CardChange",
    "CardKind",
    "CardMerge",
    "CardProposal",
    "ChangeOrigin",
    "Choice",
    "Commune",
    "Contact",
    "ContactMethod",
    "ContractKind",
    "Country",
    "DeclineReason",
    "DeliveryMode",
    "Department",
    "DirectoryImport",
    "DistinctCards",
    "Domain",
    "Employer",
    "EmployerSize",
    "Favourite",
    "Fees",
    "Funder",
    "FunderKind",
    "Grant",
    "GrantInstalment",
    "GrantReport",
    "GrantStatus",
    "ImportLine",
    "ImportState",
    "LineKind",
    "LineStatus",
    "Missing",
    "Openness",
    "Organization",
    "Outcome",
    "Paper",
    "PartnerChange",
    "PartnerMember",
    "Post",
    "PostKind",
    "PostStatus",
    "ProposalStatus",
    "ReferredBy",
    "Region",
    "ReportKind",
    "SavedSearch",
    "Sector",
    "Service",
    "ServiceKind",
    "Sex",
    "Site",
    "SpokenLanguage",
    "TeamNote",
    "TrackRecord",
    "UnmetNeed",
    "UpdateCampaign",
    "UpdateLink",
    "Verdict",
    "Word",
]
