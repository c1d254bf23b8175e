"""Interview sheets."""

import uuid

import factory
from django.utils import timezone

from beneficiaries.models import InterviewSheet
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
