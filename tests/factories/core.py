"""Entries of the journal."""

import factory

from core.models import AuditAction, AuditEntry
from tests.factories.accounts import UserFactory


class AuditEntryFactory(factory.django.DjangoModelFactory[AuditEntry]):
    class Meta:
        model = AuditEntry

    actor = factory.SubFactory(UserFactory)
    action = AuditAction.OPENED
    object_type = "beneficiaries.beneficiary"
    object_id = factory.Faker("uuid4")
