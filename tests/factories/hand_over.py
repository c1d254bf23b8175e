"""Relays between colleagues."""

import datetime as dt

import factory
from django.utils import timezone

from beneficiaries.models import HandedFile, HandOver, HandOverKind
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
