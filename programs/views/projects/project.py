"""One project: opening it, reading it, its sheet for a funder, the preview of its public page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.models import Beneficiary
from beneficiaries.reaching import note_refusal, require_tellable
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from programs.models import Enrolment, Program, ProgramKind, Project, Stage
from programs.project_forms import NewProjectForm
from programs.project_sheet import Sheet, sheet_of
from programs.views.people import uuid_or_404
from programs.views.projects.cohort import may_add

SHEET, PREVIEW = "fiche", "page"


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_ENROL)
def project_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open the project of somebody of the cohort, named by ?inscription= when one comes from the list."""
    program = get_object_or_404(Program, pk=pk, kind=ProgramKind.COHORT)
    if not may_add(request, program):
        raise Http404
    busy = Project.objects.visible_to(request.user).living().filter(enrolment__program=program).values("enrolment")
    rows = Enrolment.objects.visible_to(request.user).holding().filter(program=program).exclude(pk__in=busy)
    asked = request.GET.get("inscription")
    initial = {"enrolment": get_object_or_404(rows, pk=uuid_or_404(asked)).pk} if asked else {}
    data = request.POST if request.method == "POST" else None
    form = NewProjectForm(data, initial=initial, enrolments=rows.for_list())
    if request.method == "POST" and form.is_valid():
        try:
            enrolment = form.cleaned_data["enrolment"]
            project = Project.objects.register(enrolment, by=request.user, at=timezone.now(), **form.facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le projet est ouvert."))
            return redirect("programs:project", pk=project.pk)
    audit.record_each(request.user, AuditAction.OPENED, [(row, row.beneficiary_id) for row in rows])
    context = {"program": program, "form": form, "heading": _("Ouvrir un projet"), "has_people": rows.exists()}
    return render(request, "programs/project_new.html", context)


def project_or_404(request: StaffRequest, pk: UUID, rows: Any = None) -> Project:
    """A project that the user reads, or another way to reach it."""
    found = Project.objects.visible_to(request.user) if rows is None else rows
    joined = found.select_related("enrolment__beneficiary__contact_rule", "enrolment__program")
    project: Project = get_object_or_404(joined, pk=pk)
    return project


@require_safe
@require_permission(Permission.PROGRAM_READ)
def project_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The project whole; ?vue=fiche on paper for a funder, ?vue=page as the public would read it."""
    project = project_or_404(request, pk)
    sheet = sheet_of(project, timezone.localdate())
    view = request.GET.get("vue")
    if view == SHEET:
        return paper(request, project, sheet)
    context = project_context(request, project) | {"sheet": sheet}
    audit.record(request.user, AuditAction.OPENED, project, person_id=project.person_id)
    if view == PREVIEW:
        page = sheet.draft or sheet.page
        if page is None:
            raise Http404
        return render(request, "programs/public_page_preview.html", context | {"page": page})
    return render(request, "programs/project_page.html", context)


def project_context(request: StaffRequest, project: Project) -> dict[str, Any]:
    """What each page of a project shows and allows."""
    user = request.user
    person = project.enrolment.beneficiary
    return {
        "project": project,
        "program": project.enrolment.program,
        "person": person,
        "may_open_file": Beneficiary.objects.content_visible_to(user).filter(pk=person.pk).exists(),
        "may_write": Project.objects.written_by(user).filter(pk=project.pk).exists(),
        "may_publish": Project.objects.published_by(user).filter(pk=project.pk).exists(),
        "may_withdraw": user.can(Permission.PROGRAM_ENROL),
        "stages": [stage for stage in Stage if stage != project.stage],
        "next_stage": next_of(Stage(project.stage)),
        "today": timezone.localdate(),
    }


def next_of(stage: Stage) -> Stage:
    """The next column, offered first; an idea again after a stop."""
    stages = list(Stage)
    return Stage.IDEA if stage == Stage.STOPPED else stages[stages.index(stage) + 1]


def paper(request: StaffRequest, project: Project, sheet: Sheet) -> HttpResponse:
    """One A4 page for a meeting with a funder: the project, its money, its next steps; nothing of the file."""
    person = project.enrolment.beneficiary
    try:
        require_tellable(person, f"{project.title}\n{project.pitch}\n{project.place}", timezone.localdate())
    except DomainError as refusal:
        note_refusal(refusal, by=request.user)
        messages.error(request, str(refusal))
        return redirect("programs:project", pk=project.pk)
    audit.record(request.user, AuditAction.PRINTED, project, person_id=project.person_id)
    team = project.enrolment.program.staff.filter(is_active=True).order_by("last_name", "first_name", "pk")
    told = [row for row in sheet.fundings if row.status != "withdrawn"]
    context = {"project": project, "person": person, "sheet": sheet, "fundings": told, "team": team[:3]}
    return render(request, "programs/project_print.html", context)
