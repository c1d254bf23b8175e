"""Goals and assessments of enrolments."""

import factory
from django.utils import timezone

from programs.models import EnrolmentGoal, Evaluation
from tests.factories.accounts import UserFactory
from tests.factories.programs import EnrolmentFactory


class EnrolmentGoalFactory(factory.django.DjangoModelFactory[EnrolmentGoal]):
    class Meta:
        model = EnrolmentGoal

    enrolment = factory.SubFactory(EnrolmentFactory)
    text = factory.Sequence(lambda n: f"Objectif {n}")


class EvaluationFactory(factory.django.DjangoModelFactory[Evaluation]):
    class Meta:
        model = Evaluation

    enrolment = factory.SubFactory(EnrolmentFactory)
    on = factory.LazyFunction(timezone.localdate)
    by = factory.SubFactory(UserFactory)
