"""The family of a person, how they may be reached, what they were told and agreed to."""

import datetime as dt

import factory
from django.utils import timezone

from beneficiaries.models import (
    Calling,
    Child,
    Consent,
    ConsentPurpose,
    ContactChannel,
    ContactRule,
    InformationSheet,
    Kinship,
    ParentalAuthority,
    ParentKind,
    PickUpPerson,
    Relative,
    SeparationStep,
    Shared,
)
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class ContactRuleFactory(factory.django.DjangoModelFactory[ContactRule]):
    class Meta:
        model = ContactRule

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    channels = factory.LazyFunction(lambda: [ContactChannel.PHONE, ContactChannel.IN_PERSON])
    updated_by = factory.SubFactory(UserFactory)


class ChildFactory(factory.django.DjangoModelFactory[Child]):
    class Meta:
        model = Child

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    first_name = factory.Sequence(lambda n: f"Enfant{n}")
    birth_date = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=400))
    created_by = factory.SubFactory(UserFactory)


class ParentalAuthorityFactory(factory.django.DjangoModelFactory[ParentalAuthority]):
    class Meta:
        model = ParentalAuthority

    child = factory.SubFactory(ChildFactory)
    name = "Parent Exemple"
    kind = ParentKind.FATHER
    created_by = factory.SubFactory(UserFactory)


class PickUpPersonFactory(factory.django.DjangoModelFactory[PickUpPerson]):
    class Meta:
        model = PickUpPerson

    child = factory.SubFactory(ChildFactory)
    name = "Grand-mère Exemple"
    is_allowed = True
    created_by = factory.SubFactory(UserFactory)


class SeparationStepFactory(factory.django.DjangoModelFactory[SeparationStep]):
    class Meta:
        model = SeparationStep

    child = factory.SubFactory(ChildFactory)
    planned_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=20))
    text = "Premier week-end chez la grand-mère"
    created_by = factory.SubFactory(UserFactory)


class RelativeFactory(factory.django.DjangoModelFactory[Relative]):
    class Meta:
        model = Relative

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    name = "Sœur Exemple"
    kinship = Kinship.SIBLING
    phone = "+33199000177"
    may_call = Calling.YES
    created_by = factory.SubFactory(UserFactory)


class InformationSheetFactory(factory.django.DjangoModelFactory[InformationSheet]):
    class Meta:
        model = InformationSheet

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    given_on = factory.LazyFunction(timezone.localdate)
    version = "2026-01"
    given_by = factory.SubFactory(UserFactory)
    created_by = factory.SelfAttribute("given_by")


class ConsentFactory(factory.django.DjangoModelFactory[Consent]):
    class Meta:
        model = Consent

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    purpose = ConsentPurpose.REFERRAL
    recipient = "Le Pont (fictif)"
    covers = factory.LazyFunction(lambda: [Shared.IDENTITY, Shared.CONTACT])
    given_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda consent: consent.given_on + dt.timedelta(days=90))
    created_by = factory.SubFactory(UserFactory)
