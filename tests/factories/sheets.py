"""Interview sheets and collective contacts."""

import uuid

import factory
from django.utils import timezone

from beneficiaries.models import CollectiveContact, InterviewSheet
from beneficiaries.models.interview_sheet import draw_code
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class InterviewSheetFactory(factory.django.DjangoModelFactory[InterviewSheet]):
    class Meta:
        model = InterviewSheet

    code = factory.LazyFunction(draw_code)
    run = factory.LazyFunction(uuid.uuid4)
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    printed_by = factory.SubFactory(UserFactory)
    printed_on = factory.LazyFunction(timezone.localdate)


class CollectiveContactFactory(factory.django.DjangoModelFactory[CollectiveContact]):
    class Meta:
        model = CollectiveContact

    author = factory.SubFactory(UserFactory)
    submission = factory.LazyFunction(uuid.uuid4)
    happened_on = factory.LazyFunction(timezone.localdate)
    title = "Atelier CV"
    topics = factory.LazyFunction(lambda: ["employment"])
    people_count = 8
