"""Entries of the journal, mails, counts of requests."""

from datetime import timedelta

import factory
from django.utils import timezone

from core.models import AuditAction, AuditEntry, OutgoingMail, RequestCount
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


class RequestCountFactory(factory.django.DjangoModelFactory[RequestCount]):
    class Meta:
        model = RequestCount

    key = factory.Sequence(lambda n: f"{n:064x}")
    count = 1
    until = factory.LazyFunction(lambda: timezone.now() + timedelta(minutes=1))
