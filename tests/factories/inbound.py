"""People sent to us by a link."""

import datetime as dt
import uuid

import factory
from django.utils import timezone

from beneficiaries.models import ProbationService
from core.tokens import digest, draw
from referrals.models import Consent, InboundLink, InboundReferral
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.partners import OrganizationFactory

CONTENT = {
    "last_name": "Ouedraogo",
    "first_name": "Zaynab",
    "email": "",
    "precautions": "Appeler le matin",
    "place": "Lille",
    "sender_name": "Nadia, accueil",
    "sender_email": "nadia@exemple.test",
    "birth_date": "1994-03-12",
    "birth_year": None,
    "phone": "+33199000044",
    "languages": ["français", "mooré"],
    "prison": "",
    "expected_release_on": "",
    "needs": ["housing"],
    "message": "Cherche un toit pour la rentrée.",
}


class InboundLinkFactory(factory.django.DjangoModelFactory[InboundLink]):
    """A partner’s link; probation=True makes it a probation service’s."""

    class Meta:
        model = InboundLink

    class Params:
        probation = factory.Trait(
            organization=None,
            probation_service=factory.LazyFunction(lambda: ProbationService.objects.create(name="SPIP du Nord fictif")),
        )

    organization = factory.SubFactory(OrganizationFactory)
    team = factory.SubFactory(TeamFactory)
    token_hash = factory.LazyFunction(lambda: digest(draw()))
    created_by = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda link: link.created_at + dt.timedelta(days=180))


class InboundReferralFactory(factory.django.DjangoModelFactory[InboundReferral]):
    class Meta:
        model = InboundReferral

    link = factory.SubFactory(InboundLinkFactory)
    submission = factory.LazyFunction(uuid.uuid4)
    consent = Consent.ORAL
    content = factory.LazyFunction(lambda: dict(CONTENT))
    received_at = factory.LazyFunction(timezone.now)
