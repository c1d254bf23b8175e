"""An action plan with a committee being held, one closed and one to come."""

import datetime as dt

from django.db import models
from django.utils import timezone

from programs.committee import agenda, content
from programs.models.action_plan import Presence
from tests import factories as make
from tests.world.records import World


def build(world: World) -> dict[str, models.Model]:
    """Amina leads an action that is late; the committee of today is open."""
    lead = world.person.lead_worker
    program = make.ProgramFactory(name="Plan emploi", kind="action_plan", capacity=None, staff=[world.farid])
    plan = make.ActionPlanFactory(program=program)
    party = make.ActionPlanPartyFactory(plan=plan, organization=world.organization, name="")
    objective = make.ObjectiveFactory(plan=plan)
    today = timezone.localdate()
    facts = {"objective": objective, "starts_on": today - dt.timedelta(days=200)}
    action = make.PlanActionFactory(**facts, ends_on=today - dt.timedelta(days=3), lead_staff=lead, spent=12_000)
    make.IndicatorValueFactory(action=action, noted_by=lead)
    closed = make.CommitteeMeetingFactory(plan=plan, on=today - dt.timedelta(days=90), status="held")
    make.CommitteeMemberFactory(meeting=closed, party=party, name="", presence=Presence.PRESENT)
    decision = make.CommitteeDecisionFactory(meeting=closed, lead_staff=lead)
    content.close(closed, by=lead, at=timezone.now())
    held = make.CommitteeMeetingFactory(plan=plan, status="held")
    make.CommitteeMemberFactory(meeting=held, party=party, name="")
    agenda.build(held, by=lead, day=today)
    coming = make.CommitteeMeetingFactory(plan=plan, on=today + dt.timedelta(days=90))
    return {
        "plan_program": program,
        "plan_objective": objective,
        "plan_action": action,
        "plan_party": party,
        "committee_decision": decision,
        "committee": held,
        "committee_closed": closed,
        "committee_coming": coming,
    }
