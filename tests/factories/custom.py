"""The association’s own fields, and the exports of the list."""

import factory

from beneficiaries.models import CustomField, CustomKind, CustomValue, PeopleExport
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


class PeopleExportFactory(factory.django.DjangoModelFactory[PeopleExport]):
    class Meta:
        model = PeopleExport

    by = factory.SubFactory(UserFactory)
    reason = "Réunion de service de lundi"
    people_count = 12
