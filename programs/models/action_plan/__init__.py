"""Action plans and their committees."""

from programs.models.action_plan.action import PlanAction
from programs.models.action_plan.agenda_item import AgendaItem
from programs.models.action_plan.change import ActionPlanChange
from programs.models.action_plan.decision import CommitteeDecision
from programs.models.action_plan.indicator_value import IndicatorValue
from programs.models.action_plan.meeting import CommitteeMeeting
from programs.models.action_plan.member import CommitteeMember
from programs.models.action_plan.objective import Objective
from programs.models.action_plan.party import ActionPlanParty
from programs.models.action_plan.plan import ActionPlan, programs_planned_by
from programs.models.action_plan.states import (
    ActionStatus,
    DecisionStatus,
    ItemKind,
    ItemOutcome,
    MeetingStatus,
    PlanPhase,
    Presence,
)

__all__ = [
    "ActionPlan",
    "ActionPlanChange",
    "ActionPlanParty",
    "ActionStatus",
    "AgendaItem",
    "CommitteeDecision",
    "CommitteeMeeting",
    "CommitteeMember",
    "DecisionStatus",
    "IndicatorValue",
    "ItemKind",
    "ItemOutcome",
    "MeetingStatus",
    "Objective",
    "PlanAction",
    "PlanPhase",
    "Presence",
    "programs_planned_by",
]
