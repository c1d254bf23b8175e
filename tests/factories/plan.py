"""Needs, goals, steps, reviews, joint reviews."""

import datetime as dt

import factory
from django.utils import timezone

from beneficiaries.models import (
    DomainCheck,
    Goal,
    HoldKind,
    JointReview,
    JointReviewDecision,
    JointReviewPresence,
    Need,
    NeedStatus,
    PlanChange,
    PlanReview,
    ReviewHold,
    Step,
    UnansweredNeed,
)
from beneficiaries.models.plan_item import layer_for
from partners.models import Domain
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory, TaskFactory


class NeedFactory(factory.django.DjangoModelFactory[Need]):
    class Meta:
        model = Need

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    domain = Domain.HOUSING
    layer = factory.LazyAttribute(lambda need: layer_for(need.domain))
    title = factory.Sequence(lambda n: f"Trouver où dormir {n}")
    created_by = factory.SubFactory(UserFactory)


class DomainCheckFactory(factory.django.DjangoModelFactory[DomainCheck]):
    class Meta:
        model = DomainCheck

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    domain = Domain.HOUSING
    layer = factory.LazyAttribute(lambda check: layer_for(check.domain))
    has_need = False
    checked_at = factory.LazyFunction(timezone.now)
    checked_by = factory.SubFactory(UserFactory)


class GoalFactory(factory.django.DjangoModelFactory[Goal]):
    class Meta:
        model = Goal

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    domain = Domain.HOUSING
    layer = factory.LazyAttribute(lambda goal: layer_for(goal.domain))
    title = factory.Sequence(lambda n: f"Avoir un lit la première nuit {n}")
    created_by = factory.SubFactory(UserFactory)


class StepFactory(factory.django.DjangoModelFactory[Step]):
    class Meta:
        model = Step

    goal = factory.SubFactory(GoalFactory)
    beneficiary = factory.SelfAttribute("goal.beneficiary")
    domain = factory.SelfAttribute("goal.domain")
    layer = factory.SelfAttribute("goal.layer")
    title = factory.Sequence(lambda n: f"Appeler le foyer {n}")
    assignee = factory.SubFactory(UserFactory)
    created_by = factory.SelfAttribute("assignee")


class PlanChangeFactory(factory.django.DjangoModelFactory[PlanChange]):
    class Meta:
        model = PlanChange

    need = factory.SubFactory(NeedFactory)
    from_status = NeedStatus.IDENTIFIED
    to_status = NeedStatus.MET
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class PlanReviewFactory(factory.django.DjangoModelFactory[PlanReview]):
    class Meta:
        model = PlanReview

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    held_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=90))
    what_changed = "La demande de logement est déposée."
    created_by = factory.SubFactory(UserFactory)


class ReviewHoldFactory(factory.django.DjangoModelFactory[ReviewHold]):
    class Meta:
        model = ReviewHold

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    kind = HoldKind.EXEMPTION
    since = factory.LazyFunction(timezone.localdate)
    created_by = factory.SubFactory(UserFactory)


class JointReviewFactory(factory.django.DjangoModelFactory[JointReview]):
    class Meta:
        model = JointReview

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    held_on = factory.LazyFunction(timezone.localdate)
    place = "Antenne"
    situation = "Le foyer demande un point d’étape."
    created_by = factory.SubFactory(UserFactory)


class JointReviewPresenceFactory(factory.django.DjangoModelFactory[JointReviewPresence]):
    class Meta:
        model = JointReviewPresence

    review = factory.SubFactory(JointReviewFactory)
    rank = 0
    name = "Une éducatrice"


class JointReviewDecisionFactory(factory.django.DjangoModelFactory[JointReviewDecision]):
    class Meta:
        model = JointReviewDecision

    review = factory.SubFactory(JointReviewFactory)
    task = factory.SubFactory(TaskFactory, beneficiary=factory.SelfAttribute("..review.beneficiary"))
    text = factory.SelfAttribute("task.title")
    rank = 0


class UnansweredNeedFactory(factory.django.DjangoModelFactory[UnansweredNeed]):
    class Meta:
        model = UnansweredNeed

    need = factory.SubFactory(NeedFactory)
    unmet = factory.SubFactory("tests.factories.UnmetNeedFactory")
