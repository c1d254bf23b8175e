"""Writing the plan: what one page says of several needs, or of a goal and its steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from beneficiaries.models import Beneficiary, DomainCheck, Goal, JointReview, Need, Step, StepActor
from beneficiaries.models.joint_review import NewDecision
from beneficiaries.need_catalogue import CommonNeed
from beneficiaries.reaching import require_tellable


@dataclass(frozen=True)
class Finding:
    """What was found in one domain: a need or none, which common ones, which one in own words."""

    domain: str
    has_need: bool
    common: Sequence[CommonNeed] = field(default_factory=tuple)
    own: str = ""


@dataclass(frozen=True)
class NewStep:
    """A step as a line of a form says it."""

    title: str
    actor: StepActor
    assignee: User
    due_on: date | None = None
    partner: str = ""


@transaction.atomic
def note_needs(person: Beneficiary, findings: Iterable[Finding], *, by: User, at: datetime) -> list[Need]:
    """Write what was found in each domain; whoever goes round them is in charge until somebody else is."""
    needs = []
    for finding in findings:
        DomainCheck.objects.note(person, by=by, at=at, domain=finding.domain, has_need=finding.has_need)
        needs += [
            Need.objects.register(
                person,
                by=by,
                domain=finding.domain,
                title=str(common.title),
                code=common.code,
                is_violence=common.is_violence,
                responsible=by,
            )
            for common in finding.common
        ]
        if finding.own:
            needs.append(Need.objects.register(person, by=by, domain=finding.domain, title=finding.own, responsible=by))
    return needs


def note_joint_review(
    person: Beneficiary, *, situation: str, decisions: Sequence[NewDecision], day: date, **facts: Any
) -> JointReview:
    """Note a meeting whose minutes partners will read: they tell nothing that the person keeps to themselves."""
    require_tellable(person, "\n".join([situation, *(decision.title for decision in decisions)]), day)
    return JointReview.objects.register(person, situation=situation, decisions=decisions, **facts)


def correct_joint_review(
    review: JointReview, person: Beneficiary, *, by: User, day: date, version: int, **minutes: Any
) -> None:
    """Correct minutes that partners will read."""
    require_tellable(person, minutes["situation"], day)
    review.amend(by=by, version=version, **minutes)


@transaction.atomic
def set_goal(person: Beneficiary, *, by: User, submission: UUID, steps: Iterable[NewStep] = (), **facts: Any) -> Goal:
    """Set a goal with its first steps."""
    goal = Goal.objects.register(person, by=by, submission=submission, **facts)
    for step in steps:
        Step.objects.register(goal, by=by, **vars(step))
    return goal
