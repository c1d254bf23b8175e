"""Where a person stands, in time."""

import datetime as dt

import factory
from django.utils import timezone

from beneficiaries.models import ReleaseDateRevision
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class ReleaseDateRevisionFactory(factory.django.DjangoModelFactory[ReleaseDateRevision]):
    class Meta:
        model = ReleaseDateRevision

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    value = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30))
    source = "greffe"
    noted_on = factory.LazyFunction(timezone.localdate)
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)
