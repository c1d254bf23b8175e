"""A cohort read as a whole: its board, its calendar, its figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.models import FunderMeeting, Funding, MentoringMeeting, Milestone, Program, Project, PublicPage, Stage
from programs.models.projects.project import ProjectQuerySet

SMALL = 5
BACK, AHEAD = timedelta(days=30), timedelta(days=120)
ROWS = 60


@dataclass(frozen=True)
class Card:
    """One project on the board."""

    project: Any
    may_move: bool
    day: date

    @property
    def person(self) -> Any:
        """Its holder."""
        return self.project.enrolment.beneficiary

    @property
    def milestone(self) -> Milestone | None:
        """The next thing to reach."""
        return self.project.open_milestones[0] if self.project.open_milestones else None

    @property
    def is_late(self) -> bool:
        """Whether it should have been reached."""
        return bool(self.milestone and self.milestone.is_late(self.day))


@dataclass
class Column:
    """A stage and its projects."""

    stage: Stage
    cards: list[Card] = field(default_factory=list)


def for_board(projects: ProjectQuerySet, day: date) -> ProjectQuerySet:
    """With the holder, the milestones still to reach, and whether the public may read a page."""
    pages = PublicPage.objects.open(day).filter(project=OuterRef("pk"))
    milestones = Prefetch("milestones", Milestone.objects.open(), to_attr="open_milestones")
    rows: ProjectQuerySet = projects.for_list().prefetch_related(milestones).annotate(is_public=Exists(pages))
    return rows


def columns_of(projects: Iterable[Project], movable: set[Any], day: date) -> list[Column]:
    """One column a stage, in their order; empty ones too."""
    found = {stage: Column(stage) for stage in Stage}
    for project in projects:
        found[Stage(project.stage)].cards.append(Card(project, project.pk in movable, day))
    return list(found.values())


@dataclass(frozen=True)
class Dated:
    """One line of the calendar."""

    on: date
    at: datetime | None
    what: str
    text: str
    project: Project | None = None
    tag: str = ""


def calendar_of(program: Program, projects: ProjectQuerySet, day: date) -> list[Dated]:
    """Seminars, meetings and milestones of the projects read, from a month back to four months ahead, by date."""
    since, until = day - BACK, day + AHEAD
    mine = {"project__in": projects.order_by().values("pk")}
    seminars = program.sessions.filter(starts_at__range=(start_of(since), start_of(until))).order_by("starts_at", "pk")
    rows = [
        Dated(
            timezone.localdate(one.starts_at), one.starts_at, _("Séminaire"), one.title or program.name,
            tag=_("Annulée") if one.is_cancelled else "",
        )
        for one in seminars[:ROWS]
    ]  # fmt: skip
    joined = ("project__enrolment__beneficiary",)
    meetings = MentoringMeeting.objects.for_list().filter(**mine, met_on__range=(since, until)).select_related(*joined)
    rows += [Dated(m.met_on, None, _("Parrainage"), str(m.mentor), m.project) for m in meetings[:ROWS]]
    funders = FunderMeeting.objects.for_list().filter(**mine, met_on__range=(since, until)).select_related(*joined)
    rows += [
        Dated(m.met_on, None, _("Financeur"), str(m), m.project, tag=m.get_result_display()) for m in funders[:ROWS]
    ]
    steps = Milestone.objects.open().filter(**mine, due_on__range=(since, until)).select_related(*joined)
    rows += [
        Dated(m.due_on, None, _("Jalon"), m.title, m.project, tag=_("En retard") if m.is_late(day) else "")
        for m in steps[:ROWS]
    ]
    return sorted(rows, key=lambda row: (row.on, row.at or start_of(row.on), row.text))


def number_in(program: Program) -> int:
    """How many projects the cohort has, whoever may read them."""
    return Project.objects.filter(enrolment__program=program).count()


def start_of(day: date) -> datetime:
    """Midnight, here."""
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True)
class Figures:
    """How many projects in each stage, how much money: None where the number would say something of somebody."""

    stages: list[tuple[str, int | None]]
    total: int | None
    money: dict[str, Decimal] | None
    is_shared: bool


def figures_of(program: Program, *, shared: bool) -> Figures:
    """The figures of a cohort; shared: read by others than its team, small numbers hidden.

    When one stage is hidden the total is too, or it would follow by subtraction.
    """
    rows = Project.objects.filter(enrolment__program=program)
    counted: dict[str, int] = dict(rows.order_by().values_list("stage").annotate(number=Count("pk")))
    numbers = {stage: counted.get(stage, 0) for stage in Stage}
    hidden = {stage for stage, number in numbers.items() if shared and 0 < number < SMALL}
    total = sum(numbers.values())
    totals = money_of(rows)
    return Figures(
        stages=[(str(stage.label), None if stage in hidden else number) for stage, number in numbers.items()],
        total=None if hidden else total,
        money=None if shared and 0 < totals["number"] < SMALL else totals,
        is_shared=shared,
    )


def money_of(projects: "QuerySet[Project]") -> dict[str, Any]:
    """The totals of the fundings of these projects."""
    return Funding.objects.filter(project__in=projects.order_by().values("pk")).totals()
