"""Where a person stands, in time."""

import datetime as dt

import factory
from django.utils import timezone

from beneficiaries.models import (
    CustodyEpisode,
    JusticeMeasure,
    MeasureKind,
    Obligation,
    ObligationKind,
    ProbationService,
    ReleaseDateRevision,
)
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class ReleaseDateRevisionFactory(factory.django.DjangoModelFactory[ReleaseDateRevision]):
    class Meta:
        model = ReleaseDateRevision

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    value = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30))
    source = "greffe"
    noted_on = factory.LazyFunction(timezone.localdate)
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class ProbationServiceFactory(factory.django.DjangoModelFactory[ProbationService]):
    class Meta:
        model = ProbationService

    name = factory.Sequence(lambda n: f"SPIP n° {n}")


class CustodyEpisodeFactory(factory.django.DjangoModelFactory[CustodyEpisode]):
    """A stay that goes on, since some months; entered and exited are whole days."""

    class Meta:
        model = CustodyEpisode

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    entered_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=120))
    entered_latest = factory.SelfAttribute("entered_on")
    exited_latest = factory.SelfAttribute("exited_on")
    exited_on = None
    review_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=180))
    created_by = factory.SubFactory(UserFactory)


class JusticeMeasureFactory(factory.django.DjangoModelFactory[JusticeMeasure]):
    class Meta:
        model = JusticeMeasure

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    kind = MeasureKind.PROBATION_SENTENCE
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=60))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=300))
    review_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=180))
    created_by = factory.SubFactory(UserFactory)


class ObligationFactory(factory.django.DjangoModelFactory[Obligation]):
    class Meta:
        model = Obligation

    measure = factory.SubFactory(JusticeMeasureFactory)
    kind = ObligationKind.APPOINTMENTS
    created_by = factory.SubFactory(UserFactory)
