"""The family of a person, how they may be reached, what they were told and agreed to."""

import factory

from beneficiaries.models import ContactChannel, ContactRule
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class ContactRuleFactory(factory.django.DjangoModelFactory[ContactRule]):
    class Meta:
        model = ContactRule

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    channels = factory.LazyFunction(lambda: [ContactChannel.PHONE, ContactChannel.IN_PERSON])
    updated_by = factory.SubFactory(UserFactory)
