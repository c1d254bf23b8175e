"""Imports of the directory: deposit, columns, check, progress, report."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.errors import DomainError
from core.pagination import page_of
from partners.exchange.correcting import choose_for_all, correct_line
from partners.exchange.depositing import confirm_columns, deposit
from partners.exchange.reporting import report_lines
from partners.exchange.review import progress_of, report_of, review_of
from partners.exchange.running import drop, start_writing
from partners.exchange.sniffing import Part
from partners.exchange_forms import ColumnsForm, DepositForm, FilesField, LineForm
from partners.models import Choice, DirectoryImport, ImportState, Verdict

STEPS = {ImportState.COLUMNS: 2, ImportState.REVIEW: 3, ImportState.WRITING: 4}


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)
def import_list(request: StaffRequest) -> HttpResponse:
    """The history of imports."""
    page = page_of(DirectoryImport.objects.for_list(), request.GET.get("page"))
    return render(request, "partners/import_list.html", {"page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def import_new(request: StaffRequest) -> HttpResponse:
    """Deposit files."""
    form = DepositForm()
    if request.method == "POST":
        form = DepositForm(request.POST, {"files": FilesField.listed(request.FILES, "files") or None})  # type: ignore[arg-type]
        if form.is_valid():
            try:
                job = deposit(form.cleaned_data["files"], by=request.user)
            except DomainError as error:
                form.add_error("files", str(error))
            else:
                return redirect("partners:import", pk=job.pk)
    return render(request, "partners/import_new.html", {"form": form, "steps": step_names()})


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)
def import_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Where an import stands: columns to confirm, progress, lines to look at, or what was done."""
    job = get_object_or_404(DirectoryImport.objects.select_related("created_by"), pk=pk)
    context = {"job": job, "steps": step_names(), "step": STEPS.get(ImportState(job.state), 5 if job.is_over else 3)}
    if job.is_running:
        return render(request, "partners/import_progress.html", {**context, **progress_of(job)})
    if request.htmx and request.htmx.trigger == "import-progress":
        return HttpResponse(headers={"HX-Refresh": "true"})
    if job.state == ImportState.COLUMNS:
        return redirect("partners:import-columns", pk=pk)
    if job.state == ImportState.REVIEW:
        found = review_of(job, request.GET.get("voir", ""), request.GET.get("page"))
        return render(request, "partners/import_review.html", {**context, **found})
    return render(request, "partners/import_report.html", {**context, **report_of(job)})


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def import_columns(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What each column is for."""
    job = get_object_or_404(DirectoryImport, pk=pk)
    if job.state != ImportState.COLUMNS:
        return redirect("partners:import", pk=pk)
    parts = [Part(**part) for part in job.parts]
    form = ColumnsForm(request.POST or None, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_columns(job, parts, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("partners:import", pk=pk)
    context = {"job": job, "form": form, "steps": step_names(), "step": 2}
    return render(request, "partners/import_columns.html", context)


def changing(act: Callable[[StaffRequest, DirectoryImport], str]) -> Callable[[StaffRequest, UUID], HttpResponse]:
    """A change of an import, then back to its page; a refusal is told."""

    def view(request: StaffRequest, pk: UUID) -> HttpResponse:
        job = get_object_or_404(DirectoryImport, pk=pk)
        try:
            said = act(request, job)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return redirect(back_to_review(request, job))

    return view


def back_to_review(request: StaffRequest, job: DirectoryImport) -> str:
    """The page of the import, at the same lines."""
    shown, page = request.POST.get("voir", ""), request.POST.get("page", "")
    query = f"?voir={shown}" if shown in Verdict.values else ""
    if query and page.isdecimal() and len(page) < 7:
        query += f"&page={page}"
    return reverse("partners:import", args=[job.pk]) + query


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def import_line(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct a line, or choose what it keeps; it is checked again at once."""

    def act(request: StaffRequest, job: DirectoryImport) -> str:
        number = request.POST.get("ligne", "")
        line = job.lines.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        if line is None or job.state != ImportState.REVIEW:
            raise DomainError(_("Cette ligne n’est plus à corriger."))
        form = LineForm(request.POST, line=line)
        if not form.is_valid():
            raise DomainError(_("Cette correction n’est pas lisible. Rien n’est changé."))
        return correct_line(job, line, form.corrected(), form.cleaned_data.get("choice", ""), by=request.user)

    return changing(act)(request, pk)


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def import_choose(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Choose once for every line that differs from what was corrected here."""

    def act(request: StaffRequest, job: DirectoryImport) -> str:
        choice = request.POST.get("choice", "")
        if choice not in Choice.values:
            raise DomainError(_("Choisissez ce qu’il faut garder."))
        return choose_for_all(job, Choice(choice), by=request.user)

    return changing(act)(request, pk)


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def import_start(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write what can be."""

    def act(request: StaffRequest, job: DirectoryImport) -> str:
        start_writing(job, by=request.user)
        return _("L’import commence. Vous pouvez quitter cette page.")

    return changing(act)(request, pk)


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def import_drop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give up: nothing is written."""

    def act(request: StaffRequest, job: DirectoryImport) -> str:
        drop(job, by=request.user)
        return _("L’import est abandonné. L’annuaire n’a pas changé.")

    return changing(act)(request, pk)


@require_safe
@require_permission(Permission.DIRECTORY_WRITE)  # type: ignore[arg-type]
def import_report(request: StaffRequest, pk: UUID) -> HttpResponseBase:
    """The report as a table."""
    job = get_object_or_404(DirectoryImport, pk=pk)
    answer = StreamingHttpResponse(report_lines(job), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="rapport-import.csv"'
    return answer


def step_names() -> list[str]:
    """The steps of an import."""
    return [_("Déposer"), _("Colonnes"), _("Vérifier"), _("Importer"), _("Rapport")]
