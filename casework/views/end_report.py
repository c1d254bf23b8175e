"""Printing the end-of-support report."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.reaching import note_refusal, require_tellable
from casework.end_report.pdf import pdf_of
from casework.end_report.sheet import sheet_of
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from referrals.ending import delivery_of
from referrals.views.delivery import referral_or_404


@require_POST
@require_permission(Permission.REFERRAL_ANSWER)
def end_report_pdf(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The PDF of a submitted report, once nothing in it gives away what the person keeps to themselves."""
    referral = referral_or_404(request, pk)
    delivery = delivery_of(referral)
    if delivery is None or not delivery.standing.report_submitted:
        raise Http404
    sheet = sheet_of(referral, delivery, timezone.localdate())
    try:
        require_tellable(referral.beneficiary, " / ".join(sheet.texts), timezone.localdate())
        content = pdf_of(sheet)
    except DomainError as error:
        note_refusal(error, by=request.user)
        messages.error(request, str(error))
        return redirect("referrals:end-report", pk=pk)
    audit.record(request.user, AuditAction.PRINTED, delivery.report, person_id=referral.beneficiary_id)
    headers = {"Content-Disposition": 'attachment; filename="bilan.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
