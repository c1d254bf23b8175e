"""The sheet that people sign: printed for a session or its week, then scanned back."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.models import DocumentFormat
from beneficiaries.uploads import UploadRefused, read_upload
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from programs.models import Session, SessionScan
from programs.models.training.scan import is_kept_from_somebody
from programs.training_papers import pdf
from programs.training_papers.content import sessions_to_sign, signing_sheet_of
from programs.views.sessions import session_or_404

SCANNED = {DocumentFormat.PDF, DocumentFormat.JPEG, DocumentFormat.PNG}
# A scan is downloaded, never shown by the browser in our name.
HANDED_OVER = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "no-store, private"}


@require_POST
@require_permission(Permission.PROGRAM_READ)
def signing_sheet(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sheet of the session, or of all those of its week."""
    session = session_or_404(request, pk)
    sessions = sessions_to_sign(session, week="semaine" in request.POST)
    try:
        sheet, people = signing_sheet_of(sessions, request.user)
        content = pdf.signing_sheet(sheet)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("programs:attendance", pk=session.pk)
    audit.record_each(request.user, AuditAction.PRINTED, [(session, row.beneficiary_id) for row in people])
    headers = {"Content-Disposition": 'attachment; filename="emargement.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
@require_permission(Permission.PROGRAM_READ)
def scan_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep the signed sheet with its session."""
    session = whole_session_or_404(request, pk)
    upload = request.FILES.get("feuille")
    try:
        if upload is None:
            raise UploadRefused(_("Choisissez le fichier de la feuille signée."))
        read = read_upload(cast("Any", upload))
        if read.format not in SCANNED:
            raise UploadRefused(_("Une feuille signée est un PDF ou une image."))
        SessionScan.objects.keep(session, by=request.user, content=read.content, format=read.format, sha256=read.sha256)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La feuille signée est gardée avec la séance."))
    return redirect("programs:attendance", pk=session.pk)


@require_safe
@require_permission(Permission.PROGRAM_READ)
def scan_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand the signed sheet over, and journal it for each person it names."""
    scan = scan_or_404(request, pk)
    try:
        content = scan.file.open("rb")
    except FileNotFoundError:
        messages.error(request, _("Le fichier manque sur le serveur\u00a0: prévenez l’administration technique."))
        return redirect("programs:attendance", pk=scan.session_id)
    scan.journal(request.user, AuditAction.OPENED)
    named: dict[str, Any] = {"filename": scan.download_name, "content_type": scan.content_type, "headers": HANDED_OVER}
    return cast("HttpResponse", FileResponse(content, as_attachment=True, **named))


@require_POST
@require_permission(Permission.PROGRAM_READ)
def scan_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Erase the file of a signed sheet."""
    scan = scan_or_404(request, pk)
    try:
        scan.remove(by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La feuille est supprimée, son fichier est effacé."))
    return redirect("programs:attendance", pk=scan.session_id)


def scan_or_404(request: StaffRequest, pk: UUID) -> SessionScan:
    """A sheet whose file is there, for whoever runs the program and the coordination."""
    scan = get_object_or_404(SessionScan.objects.visible_to(request.user), pk=pk)
    scan.session = whole_session_or_404(request, scan.session_id)
    return scan


def whole_session_or_404(request: StaffRequest, pk: UUID) -> Session:
    """A session none of whose people the user is kept from: one cannot read half a sheet."""
    session = session_or_404(request, pk)
    if is_kept_from_somebody(request.user, session):
        raise Http404
    return session
