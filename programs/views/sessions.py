"""Sessions: who came; planning, moving, cancelling."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.templatetags.french import date_words
from programs.attendance_forms import Sheet
from programs.models import Attendance, Program, Session, SessionScan
from programs.models.session import NOT_AT_THIS_HOUR, sees_to
from programs.models.training.attendance import DOORS_OPEN
from programs.planning import Planned, move_session, plan_sessions
from programs.session_forms import CancelForm, MoveForm, PlanForm
from programs.views.program_tabs import SESSIONS, program_tabs


def session_or_404(request: StaffRequest, pk: UUID) -> Session:
    """A session of a program that the user runs, or of any for the coordination."""
    rows = Session.objects.run_by(request.user).select_related("program__site")
    return get_object_or_404(rows, pk=pk)


def about_session(session: Session) -> dict[str, Any]:
    """What each page about a session says of it: its rank among those held."""
    held = session.program.sessions.held()
    now = timezone.now()
    return {
        "session": session,
        "program": session.program,
        "tabs": program_tabs(session.program, current=SESSIONS),
        "rank": held.filter(starts_at__lte=session.starts_at).count(),
        "total": held.count(),
        "trainers": session.trainers.for_list(),
        "is_open": not session.is_cancelled and session.starts_at <= now + DOORS_OPEN,
        "is_recorded": session.attendances.exists(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def attendance(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The page of a session: everybody expected, one answer each; « Tous présents » fills what is left."""
    session = session_or_404(request, pk)
    sheet = Sheet(session, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and sheet.is_valid():
        marks = sheet.marks(fill="tous" in request.POST)
        try:
            Attendance.objects.register(session, marks, by=request.user, at=timezone.now(), seen=sheet.seen)
        except DomainError as error:
            sheet.refused = str(error)
        else:
            messages.success(request, _("Les présences sont enregistrées."))
            return redirect("programs:attendance", pk=session.pk)
    shown = [(row.enrolment, row.enrolment.beneficiary_id) for row in sheet.rows]
    audit.record_each(request.user, AuditAction.OPENED, shown)
    scans = SessionScan.objects.visible_to(request.user).filter(session=session)
    context = {**about_session(session), "scans": scans, "sheet": sheet, "read_at": timezone.now().isoformat()}
    return render(request, "programs/session_attendance.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def session_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Plan one session, or the sessions of a whole course."""
    program = get_object_or_404(Program.objects.select_related("site"), pk=pk)
    if not sees_to(request.user, program):
        raise Http404
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_sessions(program, form.days, by=request.user, **form.facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            say_planned(request, planned)
            return redirect(f"{reverse('programs:detail', args=[program.pk])}?vue=seances")
    words = {"heading": _("Planifier des séances"), "submit": _("Planifier")}
    return render(request, "programs/session_form.html", {"program": program, "form": form, **words})


def say_planned(request: StaffRequest, planned: Planned) -> None:
    """How many were written, which days were left out and why."""
    count = len(planned.added)
    words = ngettext("%(count)d séance ajoutée.", "%(count)d séances ajoutées.", count) % {"count": count}
    if planned.holidays:
        days = ", ".join(date_words(day) for day in planned.holidays)
        words += " " + _("Jours fériés sautés\u00a0: %(days)s.") % {"days": days}
    messages.success(request, words) if count else messages.warning(request, words)
    if planned.aside:
        days = ", ".join(date_words(session.starts_at) for session in planned.aside)
        messages.warning(request, f"{NOT_AT_THIS_HOUR} ({days})")


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.PROGRAM_READ)
def session_step(request: StaffRequest, pk: UUID, act: str) -> HttpResponse:
    """Move a session, cancel it, or hold it after all."""
    session = session_or_404(request, pk)
    data = request.POST if request.method == "POST" else None
    if act == "deplacer":
        form: Any = MoveForm(data, session=session)
        words = {"heading": _("Modifier la séance"), "submit": _("Enregistrer"), "done": _("La séance est modifiée.")}
    elif act == "annuler":
        form = CancelForm(data)
        words = {
            "heading": _("Annuler la séance"),
            "submit": _("Annuler la séance"),
            "done": _("La séance est annulée."),
        }
    elif act == "retablir" and data is not None:
        form, words = None, {"done": _("La séance aura lieu.")}
    else:
        raise Http404
    if data is not None and (form is None or form.is_valid()):
        try:
            take_step(session, act, request, form)
        except DomainError as error:
            if form is None:
                messages.error(request, str(error))
                return redirect("programs:attendance", pk=session.pk)
            form.add_error(None, str(error))
        else:
            messages.success(request, words["done"])
            return redirect("programs:attendance", pk=session.pk)
    return render(request, "programs/session_form.html", {**about_session(session), "form": form, **words})


def take_step(session: Session, act: str, request: StaffRequest, form: Any) -> None:
    """The verb."""
    if act == "deplacer":
        move_session(session, by=request.user, day=form.cleaned_data["day"], **form.facts)
    elif act == "annuler":
        session.cancel(by=request.user, reason=form.cleaned_data["reason"])
    else:
        session.restore(by=request.user)
