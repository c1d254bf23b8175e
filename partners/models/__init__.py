"""Organisations, their services and contacts; communes."""

from partners.models.aid_envelope import AidEnvelope
from partners.models.codes import Audience, ContactMethod, DeliveryMode, Domain, Fees, ReferredBy, ServiceKind
from partners.models.commune import Commune
from partners.models.contact import Contact
from partners.models.organization import Organization
from partners.models.service import Service
from partners.models.vocabulary import Word

__all__ = [
    "AidEnvelope",
    "Audience",
    "Commune",
    "Contact",
    "ContactMethod",
    "DeliveryMode",
    "Domain",
    "Fees",
    "Organization",
    "ReferredBy",
    "Service",
    "ServiceKind",
    "Word",
]
