"""Referrals and their history."""

import factory
from django.utils import timezone

from referrals.models import Channel, Consent, DeclineReason, Referral, ReferralEvent, Status
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.partners import ServiceFactory
from tests.factories.programs import ProgramFactory

SENT = {"sent_at": factory.LazyFunction(timezone.now), "sent_by": factory.SelfAttribute("created_by")}
REPLIED = {"replied_at": factory.LazyFunction(timezone.now), "replied_by": factory.SelfAttribute("created_by")}
WITHDRAWN = {"withdrawn_at": factory.LazyFunction(timezone.now), "withdrawn_by": factory.SelfAttribute("created_by")}


class ReferralFactory(factory.django.DjangoModelFactory[Referral]):
    """A draft to a service; sent=True, accepted=True… put it elsewhere, to_program=True asks a program."""

    class Meta:
        model = Referral

    class Params:
        sent = factory.Trait(status=Status.SENT, **SENT)
        accepted = factory.Trait(status=Status.ACCEPTED, **SENT, **REPLIED)
        declined = factory.Trait(status=Status.DECLINED, decline_reason=DeclineReason.FULL, **SENT, **REPLIED)
        lapsed = factory.Trait(status=Status.LAPSED, **SENT)
        withdrawn = factory.Trait(status=Status.WITHDRAWN, **SENT, **WITHDRAWN)
        to_program = factory.Trait(service=None, program=factory.SubFactory(ProgramFactory), channel=Channel.INTERNAL)

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
