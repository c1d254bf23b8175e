"""« Croisements »: where two people who must not meet may meet."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import NoContactLink
from casework.crossings import crossings_of
from core import audit
from core.models import AuditAction
from core.pagination import page_of
from programs.views.people import uuid_or_404


@require_safe
@require_permission(Permission.FILE_PROTECT)
def crossing_list(request: StaffRequest) -> HttpResponse:
    """Every link whose people may meet, or the one of ?lien=, just noted; where a person goes is journalled."""
    links, asked = NoContactLink.objects.visible_to(request.user), request.GET.get("lien")
    if asked:
        links = links.filter(pk=get_object_or_404(links, pk=uuid_or_404(asked)).pk)
    page = page_of(crossings_of(links, request.user, timezone.now()), request.GET.get("page"))
    told = {side.person for crossing in page for side in crossing.sides if side.is_open}
    audit.record_each(request.user, AuditAction.OPENED, [(person, person.pk) for person in told])
    return render(request, "casework/crossing_list.html", {"page_obj": page, "asked": asked})
