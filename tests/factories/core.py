"""Entries of the journal, mails."""

import factory
from django.utils import timezone

from core.models import AuditAction, AuditEntry, OutgoingMail
from core.sealed import seal
from tests.factories.accounts import UserFactory


class AuditEntryFactory(factory.django.DjangoModelFactory[AuditEntry]):
    class Meta:
        model = AuditEntry

    actor = factory.SubFactory(UserFactory)
    action = AuditAction.OPENED
    object_type = "beneficiaries.beneficiary"
    object_id = factory.Faker("uuid4")


class OutgoingMailFactory(factory.django.DjangoModelFactory[OutgoingMail]):
    class Meta:
        model = OutgoingMail

    class Params:
        body = "Une page vous attend."

    key = factory.Faker("uuid4")
    to = factory.Sequence(lambda n: f"partenaire{n}@exemple.test")
    subject = "Une orientation vous attend"
    sealed_body = factory.LazyAttribute(lambda mail: seal(mail.body))
    by = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)
    not_before = factory.SelfAttribute("created_at")
