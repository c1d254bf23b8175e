"""A cohort of project holders: board, people, money, calendar, figures."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission, Role
from core import audit
from core.models import AuditAction
from core.pagination import page_of
from programs.models import Enrolment, EnrolmentStatus, Funding, Program, ProgramKind, Project, Stage
from programs.models.states import ASKING
from programs.project_board import calendar_of, columns_of, figures_of, for_board, money_of, number_in
from programs.views.program_tabs import Tab, program_tabs

BOARD, PEOPLE, MONEY, CALENDAR, FIGURES = "tableau", "personnes", "financements", "calendrier", "chiffres"
CARDS = 100
NEVER_IN = [*ASKING, EnrolmentStatus.DECLINED]


@require_safe
@require_permission(Permission.PROGRAM_READ)
def cohort(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One cohort, part by part; each project shown is one entry of the journal."""
    program = get_object_or_404(Program, pk=pk, kind=ProgramKind.COHORT)
    projects = Project.objects.visible_to(request.user).filter(enrolment__program=program)
    parts: dict[str, Any] = {
        BOARD: board, PEOPLE: people, MONEY: fundings, CALENDAR: dates, FIGURES: figures,
    }  # fmt: skip
    view = request.GET.get("vue", "")
    view = view if view in parts else BOARD
    context = {
        "program": program,
        "view": view,
        "tabs": program_tabs(program, current="programs:cohort"),
        "parts": cohort_tabs(program, view),
        "may_add": may_add(request, program),
    }
    return render(request, "programs/cohort_page.html", context | parts[view](request, program, projects))


def may_add(request: StaffRequest, program: Program) -> bool:
    """Whether the user opens projects here: the cohort’s team and the coordination."""
    user = request.user
    return user.can(Permission.PROGRAM_ENROL) and (program.is_run_by(user) or user.has_role(Role.COORDINATOR))


def cohort_tabs(program: Program, view: str) -> list[Tab]:
    """The parts of the page, each with its own address."""
    url = reverse("programs:cohort", args=[program.pk])
    parts = [
        (BOARD, _("Tableau")),
        (PEOPLE, _("Personnes")),
        (MONEY, _("Financements")),
        (CALENDAR, _("Calendrier")),
        (FIGURES, _("Chiffres")),
    ]
    return [Tab(label, url if part == BOARD else f"{url}?vue={part}", current=part == view) for part, label in parts]


def journal(request: StaffRequest, projects: Any) -> None:
    """One entry for each project whose holder is named."""
    audit.record_each(request.user, AuditAction.OPENED, [(one, one.person_id) for one in projects])


def board(request: StaffRequest, program: Program, projects: Any) -> dict[str, Any]:
    """One column a stage; how many projects the reader does not see."""
    day = timezone.localdate()
    page = page_of(for_board(projects, day), request.GET.get("page"), size=CARDS)
    journal(request, page)
    movable = set(
        Project.objects.written_by(request.user).filter(enrolment__program=program).values_list("pk", flat=True)
    )
    return {
        "page": page,
        "columns": columns_of(page, movable, day),
        "stages": Stage,
        "others": number_in(program) - page.paginator.count,
        "has_drag": bool(movable),
    }


def people(request: StaffRequest, program: Program, projects: Any) -> dict[str, Any]:
    """Those enrolled whom the user may see, each with their projects."""
    rows = Enrolment.objects.visible_to(request.user).filter(program=program).exclude(status__in=NEVER_IN)
    page = page_of(rows.with_person_visibility(request.user).for_list(), request.GET.get("page"))
    audit.record_each(request.user, AuditAction.OPENED, [(row, row.beneficiary_id) for row in page])
    held: dict[Any, list[Project]] = {}
    for project in projects.filter(enrolment__in=[row.pk for row in page]).order_by("created_at", "pk"):
        held.setdefault(project.enrolment_id, []).append(project)
    others = program.enrolments.exclude(status__in=NEVER_IN).count() - page.paginator.count
    return {"page": page, "rows": [(row, held.get(row.pk, [])) for row in page], "others": others}


def fundings(request: StaffRequest, program: Program, projects: Any) -> dict[str, Any]:
    """What is sought and obtained for the projects that the user reads, and their sums."""
    rows = Funding.objects.for_list().filter(project__in=projects.order_by().values("pk"))
    page = page_of(rows.select_related("project__enrolment__beneficiary"), request.GET.get("page"))
    journal(request, {row.project_id: row.project for row in page}.values())
    return {"page": page, "totals": money_of(projects)}


def dates(request: StaffRequest, program: Program, projects: Any) -> dict[str, Any]:
    """Seminars, meetings, milestones, by date."""
    day = timezone.localdate()
    rows = calendar_of(program, projects, day)
    journal(request, {row.project.pk: row.project for row in rows if row.project}.values())
    return {"past": [row for row in rows if row.on < day][::-1], "coming": [row for row in rows if row.on >= day]}


def figures(request: StaffRequest, program: Program, projects: Any) -> dict[str, Any]:
    """Numbers; small ones hidden from whoever does not run the cohort."""
    return {"figures": figures_of(program, shared=not program.is_run_by(request.user))}
