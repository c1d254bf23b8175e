"""Writing during a committee: who is expected, who came, what was said, what was decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.models import AuditAction
from programs.committee import agenda
from programs.models import ActionPlan, CommitteeDecision, CommitteeMeeting
from programs.models.action_plan import ActionPlanParty, AgendaItem, CommitteeMember, DecisionStatus


@dataclass(frozen=True)
class NewDecision:
    """What was decided on an item, who does it and by when."""

    item: AgendaItem | None
    text: str
    lead: dict[str, Any]
    due_on: date


@dataclass(frozen=True)
class Written:
    """What the page of a committee brings: presences and notes as they now stand, decisions to add."""

    members: Iterable[CommitteeMember] = ()
    items: Iterable[AgendaItem] = ()
    decisions: Iterable[NewDecision] = ()
    done: Iterable[CommitteeDecision] = ()


@transaction.atomic
def plan_meeting(
    plan: ActionPlan, *, by: User, parties: Iterable[ActionPlanParty], names: Iterable[str] = (), **facts: Any
) -> CommitteeMeeting:
    """Plan a committee: its members, and an agenda that already holds what is unresolved."""
    meeting = CommitteeMeeting(plan=plan, **facts)
    meeting.enter(by=by)
    expect(meeting, by=by, parties=parties, names=names)
    agenda.build(meeting, by=by, day=timezone.localdate())
    return meeting


@transaction.atomic
def expect(meeting: CommitteeMeeting, *, by: User, parties: Iterable[ActionPlanParty], names: Iterable[str]) -> None:
    """Say who is expected; whoever was and no longer is leaves the list, unless their presence is noted."""
    meeting.require_open()
    known = {(row.party_id, row.name): row for row in meeting.members.all()}
    wanted: list[tuple[ActionPlanParty | None, str]] = [(party, "") for party in parties]
    wanted += [(None, name) for name in names]
    kept = {(party.pk if party else None, name) for party, name in wanted}
    for key, row in known.items():
        if key not in kept and not row.presence:
            row.delete()
    CommitteeMember.objects.bulk_create(
        CommitteeMember(meeting=meeting, party=party, name=name)
        for party, name in wanted
        if (party.pk if party else None, name) not in known
    )
    audit.record(by, AuditAction.CHANGED, meeting, fields=["members"])


@transaction.atomic
def write(meeting: CommitteeMeeting, written: Written, *, by: User, at: datetime) -> None:
    """Keep all that was typed on the page of a committee, or nothing."""
    meeting.require_open()
    CommitteeMember.objects.bulk_update(written.members, ["presence", "represented_by"])
    AgendaItem.objects.bulk_update(written.items, ["notes", "outcome"])
    for new in written.decisions:
        if meeting.decisions.filter(item=new.item, text=new.text).exists():
            continue  # the same page sent twice
        decision = CommitteeDecision(meeting=meeting, item=new.item, text=new.text, due_on=new.due_on, **new.lead)
        decision.enter(by=by)
    for decision in written.done:
        if decision.status == DecisionStatus.OPEN:
            decision.finish(by=by, at=at, on=timezone.localdate(at))
    audit.record(by, AuditAction.CHANGED, meeting, fields=["members", "items", "decisions"])


@transaction.atomic
def convene(meeting: CommitteeMeeting, *, by: User, at: datetime) -> None:
    """Ask the members to come, with an agenda up to date."""
    agenda.build(meeting, by=by, day=timezone.localdate(at))
    meeting.convene(by=by, at=at, day=timezone.localdate(at))


@transaction.atomic
def open_meeting(meeting: CommitteeMeeting, *, by: User, at: datetime) -> None:
    """Begin, with an agenda up to date."""
    agenda.build(meeting, by=by, day=timezone.localdate(at))
    meeting.open(by=by, at=at, day=timezone.localdate(at))
