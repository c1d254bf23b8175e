"""One project read whole: its milestones, its mentors and meetings, its money, its history."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from programs.models import Funding, Mentor, MentoringMeeting, Milestone, Project, ProjectEvent, PublicPage
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
    fundings: list[Funding]
    totals: dict[str, Any]
    history: list[ProjectEvent]
    page: PublicPage | None
    draft: PublicPage | None
    is_open: bool

    @property
    def next_milestones(self) -> list[tuple[Milestone, bool]]:
        """Still to reach."""
        return [row for row in self.milestones if row[0].done_on is None]


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
        fundings=list(project.fundings.for_list()[:SHOWN]),
        totals=project.fundings.totals(),
        history=list(project.events.for_history()[:SHOWN]),
        page=page,
        draft=next((one for one in pages if not one.published_at), None),
        is_open=bool(page and page.is_open(day)),
    )


def page_at(slug: str, day: date) -> PublicPage | None:
    """The public page at this address, as long as the holder’s agreement stands."""
    found: PublicPage | None = PublicPage.objects.open(day).filter(slug=slug).first()
    return found
