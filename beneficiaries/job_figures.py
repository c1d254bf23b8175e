"""Jobs that last: of those begun long enough ago, how many still hold, and of how many nobody knows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from beneficiaries.models import JobCheck, JobState, Milestone
from beneficiaries.models.job_check import JOB_MILESTONES


@dataclass(frozen=True)
class JobFigures:
    """What is known at one moment; begun counts every job that has reached it, asked or not."""

    milestone: Milestone
    begun: int
    kept: int
    other_job: int
    without: int
    unknown: int
    to_ask: int


def job_figures(reader: User, day: date) -> list[JobFigures]:
    """At six weeks and at six months, for the people whose content the reader reads."""
    state = {name: Count("pk", filter=Q(state=name, recorded_at__isnull=False)) for name in JobState.values}
    rows = JobCheck.objects.visible_to(reader).filter(due_on__lte=day).order_by()
    counted = rows.values("milestone").annotate(
        begun=Count("pk"), to_ask=Count("pk", filter=Q(recorded_at__isnull=True)), **state
    )
    found: dict[str, Any] = {row["milestone"]: row for row in counted}
    empty: dict[str, int] = dict.fromkeys(["begun", "to_ask", *JobState.values], 0)
    return [figures_of(milestone, found.get(milestone, empty)) for milestone in JOB_MILESTONES]


def figures_of(milestone: Milestone, row: dict[str, int]) -> JobFigures:
    """One line of the table."""
    known = {"kept": row[JobState.KEPT], "other_job": row[JobState.OTHER_JOB], "without": row[JobState.NO]}
    return JobFigures(milestone, row["begun"], **known, unknown=row[JobState.UNKNOWN], to_ask=row["to_ask"])
