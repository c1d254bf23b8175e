"""The association’s own fields."""

import factory

from beneficiaries.models import CustomField, CustomKind, CustomValue
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class CustomFieldFactory(factory.django.DjangoModelFactory[CustomField]):
    class Meta:
        model = CustomField

    label = factory.Sequence(lambda n: f"Question {n}")
    kind = CustomKind.TEXT


class CustomValueFactory(factory.django.DjangoModelFactory[CustomValue]):
    class Meta:
        model = CustomValue

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    field = factory.SubFactory(CustomFieldFactory)
    kind = factory.SelfAttribute("field.kind")
    text = "Réponse"
    updated_by = factory.SubFactory(UserFactory)
