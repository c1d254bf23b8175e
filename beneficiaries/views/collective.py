"""« Atelier, réunion »: a collective contact, one line a person."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.collective import log_collective
from beneficiaries.forms.batch import LINES_ADDED
from beneficiaries.forms.collective import CollectivePage
from beneficiaries.models import CollectiveContact, Draft, FollowUp
from beneficiaries.views.people_page import Kind, page_kept, page_shown, page_started
from core.errors import DomainError

KIND = Kind(
    CollectivePage,
    Draft.COLLECTIVE,
    "beneficiaries/collective_new.html",
    "beneficiaries/collective_line.html",
    "beneficiaries:collective-new",
    "beneficiaries:collective-draft",
)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.FOLLOW_UP_WRITE)
def collective_new(request: StaffRequest) -> HttpResponse:
    """The page, begun or taken up from a draft; its saving, all lines or none."""
    if request.method != "POST":
        return page_started(request, KIND)
    values = dict(request.POST.lists())
    if "more" in request.POST:
        return page_shown(request, KIND, CollectivePage(request.user, values, more=LINES_ADDED))
    page = CollectivePage(request.user, values, judged=True)
    if page.is_valid():
        try:
            contact = log_collective(by=request.user, at=timezone.now(), submission=page.submission, **page.to_log())
        except DomainError as refusal:
            page.shared.add_error(None, str(refusal))
        else:
            return redirect("beneficiaries:collective-saved", pk=contact.pk)
    return page_shown(request, KIND, page)


@require_POST
@require_permission(Permission.FOLLOW_UP_WRITE)
def collective_draft(request: StaffRequest) -> HttpResponse:
    """Keep the page as it stands."""
    return page_kept(request, KIND)


@require_safe
@require_permission(Permission.FOLLOW_UP_WRITE)
def collective_saved(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What was saved, for its author: the shared part, then the people whom they still see."""
    contact = get_object_or_404(CollectiveContact.objects.visible_to(request.user), pk=pk)
    rows = FollowUp.objects.visible_to(request.user).filter(collective=contact).select_related("beneficiary")
    context = {"contact": contact, "rows": rows.order_by("created_at", "pk")}
    return render(request, "beneficiaries/collective_saved.html", context)
