"""Reading referrals: the list, one referral, its sheet on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from core import audit
from core.errors import DomainError
from core.models import AuditAction, OutgoingMail
from core.pagination import page_of
from partners.models import Service
from referrals.filters import ReferralFilter
from referrals.models import InboundReferral, Referral, Snapshot, Status
from referrals.permissions import available_actions, may_enrol, may_read_content, permissions_on
from referrals.previewing import leaving_shown
from referrals.views.delivery import support_of


@require_safe
@require_permission(Permission.REFERRAL_READ)
def referral_list(request: StaffRequest) -> HttpResponse:
    """The referrals that the user may see, newest first; those without a reply oldest first."""
    rows = Referral.objects.visible_to(request.user).with_person_visibility(request.user).for_list()
    filters = ReferralFilter(request.GET, queryset=rows, request=request)
    return render(
        request,
        "referrals/referral_list.html",
        {
            "filters": filters,
            "page": page_of(filters.qs, request.GET.get("page")),
            "can_write": request.user.can(Permission.REFERRAL_WRITE),
            "can_moderate": request.user.can(Permission.REFERRAL_MODERATE),
            "received": InboundReferral.objects.visible_to(request.user).waiting().count(),
        },
    )


@require_safe
@require_permission(Permission.REFERRAL_READ)
def referral_detail(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One referral: what was asked, what happened, what can be done now. Reading it is journalled."""
    rows = Referral.objects.visible_to(request.user).with_person_visibility(request.user).for_page()
    referral = get_object_or_404(rows, pk=pk)
    audit.record(request.user, AuditAction.OPENED, referral, person_id=referral.beneficiary_id)
    person, reads = referral.beneficiary, may_read_content(referral, request.user)
    writes = Permission.REFERRAL_WRITE in permissions_on(request.user, referral)
    to_service = isinstance(referral.recipient, Service)
    snapshot: Snapshot | None = getattr(referral, "snapshot", None)
    context: dict[str, Any] = {
        "referral": referral,
        "person": person,
        "identity": identity_of(person, viewer=request.user, day=timezone.localdate())
        if referral.person_is_visible
        else None,
        "steps": available_actions(referral, request.user),
        "may_write": writes,
        "may_edit": writes and referral.status == Status.DRAFT,
        "may_print": writes,
        "may_enrol": may_enrol(referral, request.user),
        "may_read_content": reads,
        "to_service": to_service,
        "events": referral.events.select_related("by").order_by("at", "pk"),
        "overdue": referral.is_overdue(timezone.now()),
        "mail": OutgoingMail.objects.about(referral).first() if writes else None,
        "reminders": referral.reminders.for_list(),
        "may_remind": writes and referral.is_undecided,
        "others": writes and to_service and referral.status in {Status.DECLINED, Status.LAPSED},
        "agreement": getattr(referral, "agreement", None),
        "leaving": snapshot.leaving if snapshot and referral.person_is_visible and reads else None,
        "others_running": referral.is_accepted and referral.group and referral.group.others(referral).exists(),
    }
    if referral.person_is_visible and reads and referral.sent_at:
        context["late_replies"] = list(referral.late_replies.open()) if referral.status == Status.LAPSED else []
        context["questions"] = list(referral.questions.for_page())
    context |= support_of(request.user, referral, context)
    return render(request, "referrals/referral_detail.html", context)


@require_safe
@require_permission(Permission.REFERRAL_WRITE)
def referral_print(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sheet to hand over or post: who, how to reach them safely, the message, and nothing else of the file."""
    referral = get_object_or_404(Referral.objects.visible_to(request.user).writable_by(request.user).for_page(), pk=pk)
    try:
        leaving = leaving_shown(referral, reader=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("referrals:detail", pk=pk)
    audit.record(request.user, AuditAction.PRINTED, referral, person_id=referral.beneficiary_id)
    context = {"referral": referral, "person": referral.beneficiary, "leaving": leaving}
    return render(request, "referrals/referral_print.html", context)
