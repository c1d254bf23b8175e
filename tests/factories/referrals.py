"""Referrals and their history."""

import factory
from django.utils import timezone

from referrals.models import Channel, Consent, Referral, ReferralEvent, Status
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.partners import ServiceFactory


class ReferralFactory(factory.django.DjangoModelFactory[Referral]):
    """A draft to a service; sent=True gives one that waits for its reply."""

    class Meta:
        model = Referral

    class Params:
        sent = factory.Trait(
            status=Status.SENT, sent_at=factory.LazyFunction(timezone.now), sent_by=factory.SelfAttribute("created_by")
        )

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    service = factory.SubFactory(ServiceFactory)
    created_by = factory.SubFactory(UserFactory)
    channel = Channel.PHONE
    consent = Consent.ORAL
    message = "Recherche d’un hébergement."


class ReferralEventFactory(factory.django.DjangoModelFactory[ReferralEvent]):
    class Meta:
        model = ReferralEvent

    referral = factory.SubFactory(ReferralFactory)
    from_status = Status.DRAFT
    to_status = Status.SENT
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)
