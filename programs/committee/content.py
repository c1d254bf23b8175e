"""What the minutes of a committee hold, as plain data: read from the plan until the closing, then frozen for good."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from programs.models import CommitteeMeeting, PlanAction
from programs.models.action_plan import AgendaItem, CommitteeDecision, ItemOutcome, MeetingStatus

MONEY = ("planned", "committed", "spent")


def content_of(meeting: CommitteeMeeting) -> dict[str, Any]:
    """The minutes: as they were frozen, or as they stand today."""
    return meeting.frozen or live_content(meeting, timezone.localdate())


def live_content(meeting: CommitteeMeeting, day: date) -> dict[str, Any]:
    """The minutes and the figures as of the day."""
    decided = list(meeting.decisions.for_list())
    rows = meeting.items.order_by("rank", "pk")
    actions = list(PlanAction.objects.filter(objective__plan=meeting.plan_id).for_list())
    return {
        "plan": meeting.plan.name,
        "phase": meeting.plan.phase,
        "on": meeting.on.isoformat(),
        "at_time": meeting.at_time.isoformat("minutes") if meeting.at_time else "",
        "place": meeting.place,
        "chair": meeting.chair,
        "members": [
            {"name": str(member), "presence": member.presence, "by": member.represented_by}
            for member in meeting.members.for_list()
        ],
        "items": [_item(item, [row for row in decided if row.item_id == item.pk]) for item in rows],
        "decisions": [_decision(row) for row in decided if row.item_id is None],
        "figures": figures(actions, day),
        "before": _before(meeting),
        "next": _next(meeting),
    }


def figures(actions: list[PlanAction], day: date) -> dict[str, Any]:
    """The budget and the indicators: each action with its money, its state, its last value."""
    return {
        "as_of": day.isoformat(),
        "actions": [
            {
                "id": str(action.pk),
                "code": action.code,
                "title": action.title,
                "status": action.status,
                "late": action.is_late(day),
                **{name: str(getattr(action, name)) for name in MONEY},
                "indicator": action.indicator,
                "unit": action.unit,
                "baseline": _text(action.baseline),
                "target": _text(action.target),
                "value": _text(action.last_value),  # type: ignore[attr-defined]  # from for_list
                "value_on": _text(action.last_on),  # type: ignore[attr-defined]
            }
            for action in actions
        ],
    }


@transaction.atomic
def close(meeting: CommitteeMeeting, *, by: User, at: datetime) -> int:
    """Postpone what was not treated, freeze minutes and figures; say how many items were postponed."""
    meeting.require_open()
    postponed = meeting.items.filter(outcome=ItemOutcome.UNKNOWN).update(outcome=ItemOutcome.POSTPONED)
    frozen = live_content(meeting, timezone.localdate(at))
    frozen |= {"closed_at": at.isoformat(), "closed_by": by.get_full_name()}
    meeting.close(by=by, at=at, frozen=frozen)
    return postponed


def total(content: dict[str, Any], name: str) -> Decimal:
    """The sum of a column of money."""
    return sum((Decimal(row[name]) for row in content["figures"]["actions"]), Decimal(0))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _item(item: AgendaItem, decisions: list[CommitteeDecision]) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "title": item.title,
        "notes": item.notes,
        "outcome": item.outcome,
        "decisions": [_decision(row) for row in decisions],
    }


def _decision(row: CommitteeDecision) -> dict[str, str]:
    return {"text": row.text, "lead": row.lead, "due_on": row.due_on.isoformat()}


def _before(meeting: CommitteeMeeting) -> dict[str, Any]:
    """The figures that the committee before had frozen."""
    last = meeting.plan.meetings.closed().filter(on__lt=meeting.on).first()
    if last is None:
        return {}
    values = {row["id"]: row["value"] for row in last.frozen["figures"]["actions"]}
    return {"on": last.on.isoformat(), "spent": str(total(last.frozen, "spent")), "values": values}


def _next(meeting: CommitteeMeeting) -> dict[str, str]:
    """The committee that comes after, when it is known."""
    coming = meeting.plan.meetings.filter(on__gt=meeting.on).exclude(status=MeetingStatus.CANCELLED)
    row = coming.order_by("on", "pk").first()
    return {"on": row.on.isoformat(), "place": row.place} if row else {}
