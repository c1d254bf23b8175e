"""Action plans, their actions, their committees."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone

from programs.models import ActionPlan, CommitteeDecision, CommitteeMeeting, PlanAction, ProgramKind
from programs.models.action_plan import (
    ActionPlanChange,
    ActionPlanParty,
    AgendaItem,
    CommitteeMember,
    IndicatorValue,
    Objective,
)
from tests.factories.accounts import UserFactory
from tests.factories.programs import ProgramFactory


def day(offset: int) -> dt.date:
    """So many days from today."""
    return timezone.localdate() + dt.timedelta(days=offset)


class ActionPlanFactory(factory.django.DjangoModelFactory[ActionPlan]):
    """A plan in its second phase, its protocol signed."""

    class Meta:
        model = ActionPlan

    program = factory.SubFactory(ProgramFactory, kind=ProgramKind.ACTION_PLAN, capacity=None)
    name = "Plan d’action emploi"
    protocol_reference = "Protocole 2026-14"
    protocol_signed_on = factory.LazyFunction(lambda: day(-300))
    protocol_ends_on = factory.LazyFunction(lambda: day(700))
    elaboration_on = factory.LazyFunction(lambda: day(-400))
    implementation_on = factory.LazyFunction(lambda: day(-290))
    phase = "implementation"


class ActionPlanPartyFactory(factory.django.DjangoModelFactory[ActionPlanParty]):
    class Meta:
        model = ActionPlanParty

    plan = factory.SubFactory(ActionPlanFactory)
    name = factory.Sequence(lambda n: f"Partie {n}")
    role = "Signataire"
    email = factory.Sequence(lambda n: f"partie{n}@exemple.test")


class ObjectiveFactory(factory.django.DjangoModelFactory[Objective]):
    class Meta:
        model = Objective

    plan = factory.SubFactory(ActionPlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Objectif numéro {n}")


class PlanActionFactory(factory.django.DjangoModelFactory[PlanAction]):
    """An action under way, in time and in its budget, whose indicator is not yet to be asked for."""

    class Meta:
        model = PlanAction

    objective = factory.SubFactory(ObjectiveFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Action numéro {n}")
    starts_on = factory.LazyFunction(lambda: day(-30))
    ends_on = factory.LazyFunction(lambda: day(200))
    planned = Decimal(10_000)
    committed = Decimal(4_000)
    spent = Decimal(2_500)
    indicator = "Personnes en emploi à six mois"
    unit = "personnes"
    baseline = Decimal(0)
    target = Decimal(60)
    status = "under_way"


class IndicatorValueFactory(factory.django.DjangoModelFactory[IndicatorValue]):
    class Meta:
        model = IndicatorValue

    action = factory.SubFactory(PlanActionFactory)
    on = factory.LazyFunction(timezone.localdate)
    value = Decimal(34)
    noted_by = factory.SubFactory(UserFactory)
    noted_at = factory.LazyFunction(timezone.now)


class ActionPlanChangeFactory(factory.django.DjangoModelFactory[ActionPlanChange]):
    class Meta:
        model = ActionPlanChange

    plan = factory.SubFactory(ActionPlanFactory)
    from_status = "elaboration"
    to_status = "implementation"
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class CommitteeMeetingFactory(factory.django.DjangoModelFactory[CommitteeMeeting]):
    class Meta:
        model = CommitteeMeeting

    plan = factory.SubFactory(ActionPlanFactory)
    on = factory.LazyFunction(timezone.localdate)
    place = "Salle du conseil"
    chair = "Mme Plumette, directrice"


class CommitteeMemberFactory(factory.django.DjangoModelFactory[CommitteeMember]):
    class Meta:
        model = CommitteeMember

    meeting = factory.SubFactory(CommitteeMeetingFactory)
    name = factory.Sequence(lambda n: f"Membre {n}, fonction fictive")


class AgendaItemFactory(factory.django.DjangoModelFactory[AgendaItem]):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(CommitteeMeetingFactory)
    kind = "free"
    cause = factory.SelfAttribute("kind")
    title = factory.Sequence(lambda n: f"Point {n}")
    rank = factory.Sequence(lambda n: 6000 + n)


class CommitteeDecisionFactory(factory.django.DjangoModelFactory[CommitteeDecision]):
    class Meta:
        model = CommitteeDecision

    meeting = factory.SubFactory(CommitteeMeetingFactory)
    text = factory.Sequence(lambda n: f"Décision {n}")
    lead_staff = factory.SubFactory(UserFactory)
    due_on = factory.LazyFunction(lambda: day(20))
