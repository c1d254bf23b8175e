"""One session: who came."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from programs.attendance_forms import Sheet
from programs.models import Attendance, Session
from programs.models.training.attendance import DOORS_OPEN


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
        "rank": held.filter(starts_at__lte=session.starts_at).count(),
        "total": held.count(),
        "trainers": session.trainers.for_list(),  # type: ignore[attr-defined]
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
    context = {**about_session(session), "sheet": sheet, "read_at": timezone.now().isoformat()}
    return render(request, "programs/session_attendance.html", context)
