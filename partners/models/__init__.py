"""Organisations, their sites, services and contacts; communes, departments and regions."""

from partners.models.aid_envelope import AidEnvelope
from partners.models.card_change import CardChange, ChangeOrigin
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
from partners.models.languages import SpokenLanguage
from partners.models.organization import Organization
from partners.models.region import Department, Region
from partners.models.service import Service
from partners.models.site import Site
from partners.models.track_record import TrackRecord
from partners.models.update_link import UpdateLink
from partners.models.vocabulary import Word

__all__ = [
    "AidEnvelope",
    "Audience",
    "CardChange",
    "CardProposal",
    "ChangeOrigin",
    "Commune",
    "Contact",
    "ContactMethod",
    "Country",
    "DeclineReason",
    "DeliveryMode",
    "Department",
    "Domain",
    "Fees",
    "Organization",
    "Paper",
    "ProposalStatus",
    "ReferredBy",
    "Region",
    "Service",
    "ServiceKind",
    "Sex",
    "Site",
    "SpokenLanguage",
    "TrackRecord",
    "UpdateLink",
    "Word",
]
