"""One project read whole: its milestones, its mentors and meetings, its money, its history."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from programs.models import (
    Attendance,
    Funding,
    Mentor,
    MentoringMeeting,
    Milestone,
    Project,
    ProjectEvent,
    PublicPage,
    Session,
)
from programs.models.projects.funder_meeting import FunderMeeting

SHOWN = 50


@dataclass(frozen=True)
class Sheet:
    """The lines of one project."""

    project: Project
    milestones: list[tuple[Milestone, bool]]
    mentors: list[Mentor]
    meetings: list[MentoringMeeting]
    funder_meetings: list[FunderMeeting]
    seminars: list[tuple[Session, list[Attendance], bool]]
    fundings: list[Funding]
    totals: dict[str, Any]
    history: list[ProjectEvent]
    page: PublicPage | None
    draft: PublicPage | None
    is_open: bool

    @property
    def coming(self) -> list[Milestone]:
        """Still to reach, and not late: what a funder may be told."""
        return [step for step, is_late in self.milestones if step.done_on is None and not is_late]


def sheet_of(project: Project, day: date) -> Sheet:
    """Read the lines of a project, so many queries whatever their number."""
    steps = project.milestones.order_by("due_on", "pk")[:SHOWN]
    pages = list(project.publicpages.standing().order_by("published_at", "pk"))
    page = next((one for one in pages if one.published_at), None)
    return Sheet(
        project=project,
        milestones=[(step, step.is_late(day)) for step in steps],
        mentors=list(project.mentors.for_list()[:SHOWN]),
        meetings=list(project.mentoringmeetings.for_list()[:SHOWN]),
        funder_meetings=list(project.fundermeetings.for_list()[:SHOWN]),
        seminars=seminars_of(project),
        fundings=list(project.fundings.for_list()[:SHOWN]),
        totals=project.fundings.totals(),
        history=list(project.events.for_history()[:SHOWN]),
        page=page,
        draft=next((one for one in pages if not one.published_at), None),
        is_open=bool(page and page.is_open(day)),
    )


def seminars_of(project: Project) -> list[tuple[Session, list[Attendance], bool]]:
    """The meetings of the cohort while the person takes part, latest first: what is noted, whether they are past."""
    enrolment, now = project.enrolment, timezone.now()
    own = Prefetch("attendances", Attendance.objects.filter(enrolment=enrolment).order_by("half", "pk"), to_attr="own")
    rows = Session.objects.filter(program=enrolment.program_id, is_cancelled=False).prefetch_related(own)
    if enrolment.started_on:
        rows = rows.filter(starts_at__date__gte=enrolment.started_on)
    if enrolment.ended_on:
        rows = rows.filter(starts_at__date__lte=enrolment.ended_on)
    found: Any = rows.order_by("-starts_at", "pk")[:SHOWN]
    return [(session, session.own, session.ends_at < now) for session in found]


def page_at(slug: str, day: date) -> PublicPage | None:
    """The public page at this address, as long as the holder’s agreement stands."""
    found: PublicPage | None = PublicPage.objects.open(day).filter(slug=slug).first()
    return found
