"""Relays between colleagues, reorientations."""

import datetime as dt

import factory
from django.utils import timezone

from beneficiaries.models import HandedFile, HandOver, HandOverKind, Reorientation
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class HandOverFactory(factory.django.DjangoModelFactory[HandOver]):
    class Meta:
        model = HandOver

    giver = factory.SubFactory(UserFactory)
    kind = HandOverKind.LEAVE
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(
        lambda relay: relay.starts_on + dt.timedelta(days=14) if relay.kind == HandOverKind.LEAVE else None
    )
    created_by = factory.SelfAttribute("giver")


class HandedFileFactory(factory.django.DjangoModelFactory[HandedFile]):
    class Meta:
        model = HandedFile

    hand_over = factory.SubFactory(HandOverFactory)
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    receiver = factory.SubFactory(UserFactory)


class ReorientationFactory(factory.django.DjangoModelFactory[Reorientation]):
    """An open request of the lead worker; decided=True: refused by somebody."""

    class Meta:
        model = Reorientation

    class Params:
        decided = factory.Trait(
            status="maintained",
            decision_reason="Le suivi avance bien.",
            decided_at=factory.LazyFunction(timezone.now),
            decided_by=factory.SubFactory(UserFactory),
        )

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    from_team = factory.SelfAttribute("beneficiary.team")
    from_lead = factory.SelfAttribute("requested_by")
    reason = "Elle s’installe dans un autre quartier."
    recommended_team = factory.SelfAttribute("from_team")
    requested_at = factory.LazyFunction(timezone.now)
    requested_by = factory.SubFactory(UserFactory)
