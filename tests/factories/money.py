"""Emergency aid: envelopes and what is paid from them."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone

from beneficiaries.models import AidKind, AidMethod, AidPayment
from partners.models import AidEnvelope
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class AidEnvelopeFactory(factory.django.DjangoModelFactory[AidEnvelope]):
    class Meta:
        model = AidEnvelope

    name = factory.Sequence(lambda n: f"Fonds d’urgence {n}")
    amount = Decimal(1000)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=90))
    created_by = factory.SubFactory(UserFactory)


class AidPaymentFactory(factory.django.DjangoModelFactory[AidPayment]):
    """An aid asked for, with the number of its receipt; paid=True for one that a colleague has checked."""

    class Meta:
        model = AidPayment

    class Params:
        paid = factory.Trait(
            status="paid", checked_at=factory.LazyFunction(timezone.now), checked_by=factory.SubFactory(UserFactory)
        )

    envelope = factory.SubFactory(AidEnvelopeFactory)
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    created_by = factory.SubFactory(UserFactory)
    paid_on = factory.LazyFunction(timezone.localdate)
    amount = Decimal(20)
    kind = AidKind.FOOD
    method = AidMethod.VOUCHER
    reason = "De quoi manger jusqu’à lundi"
    receipt_number = "R-12"
