"""The « Jour J » board."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.models import Beneficiary
from casework.release_board import BoardFilter, rows_of
from core.pagination import page_of


@require_safe
@require_permission(Permission.FILE_CONTENT)
def release_board(request: StaffRequest) -> HttpResponse:
    """Who comes out within ninety days, and what is missing for each."""
    filters = BoardFilter(request.GET)
    people = filters.narrow(Beneficiary.objects.visible_to(request.user).active(), request.user, timezone.localdate())
    page = page_of(people, request.GET.get("page"))
    rows = rows_of(list(page), request.user)
    context = {
        "blocked": any(row.may_be_refused for row in rows),
        "filters": filters,
        "applied": len(filters.applied()),
        "page_obj": page,
        "rows": rows,
    }
    return render(request, "casework/release_board.html", context)
