"""Applications, placements, hours, news of a job."""

from decimal import Decimal

import factory
from django.utils import timezone

from beneficiaries.models import Application, JobCheck, Milestone, Placement, WorkHours
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.deals import PostFactory


class ApplicationFactory(factory.django.DjangoModelFactory[Application]):
    class Meta:
        model = Application

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    post = factory.SubFactory(PostFactory)
    sent_on = factory.LazyFunction(timezone.localdate)
    created_by = factory.SubFactory(UserFactory)


class PlacementFactory(factory.django.DjangoModelFactory[Placement]):
    """A job; kind="tig" for hours to do."""

    class Meta:
        model = Placement

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    kind = "job"
    title = "Préparateur de commandes"
    started_on = factory.LazyFunction(timezone.localdate)
    created_by = factory.SubFactory(UserFactory)


class WorkHoursFactory(factory.django.DjangoModelFactory[WorkHours]):
    class Meta:
        model = WorkHours

    placement = factory.SubFactory(PlacementFactory, kind="tig", hours_due=105)
    day = factory.LazyFunction(timezone.localdate)
    hours = Decimal(7)
    created_by = factory.SubFactory(UserFactory)


class JobCheckFactory(factory.django.DjangoModelFactory[JobCheck]):
    class Meta:
        model = JobCheck

    placement = factory.SubFactory(PlacementFactory)
    milestone = Milestone.SIX_WEEKS
    due_on = factory.LazyFunction(timezone.localdate)
