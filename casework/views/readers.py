"""« Qui a consulté ce dossier », to print and hand to the person."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.views.opening import person_or_404
from casework.file.readers import readings_of
from core import audit
from core.models import AuditAction


@require_safe
@require_permission(Permission.PERSON_WRITE)
def person_readers(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The readings of a year by day; the lead worker or the coordination gives them to the person."""
    person = person_or_404(request, pk)
    if not person.can_hand_over(request.user):
        raise PermissionDenied
    days = readings_of(person, timezone.now())
    audit.record(request.user, AuditAction.PRINTED, person, person_id=person.pk)
    return render(request, "casework/person_readers.html", {"person": person, "days": days})
