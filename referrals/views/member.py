"""The pages of a partner’s member: what their organisation received, and the same answers as by a link."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core import audit
from core.models import AuditAction
from core.pagination import page_of
from referrals.answering.answers import BY_SLUG
from referrals.answering.members import asked_of_member, link_of_member, received_by_organization_of
from referrals.models import LinkPurpose
from referrals.views.answering import Room, handed_over, shown, step


@require_safe
@require_permission(Permission.REFERRAL_REPLY)
def member_list(request: StaffRequest) -> HttpResponse:
    """What was sent to the organisation, latest first; the names read are journalled."""
    page = page_of(received_by_organization_of(request.user, timezone.now()), request.GET.get("page"))
    rows = [asked_of_member(referral, request.user) for referral in page]
    named = [(asked.referral, asked.referral.beneficiary_id) for asked in rows if not asked.is_closed]
    audit.record_each(request.user, AuditAction.OPENED, named)
    return render(request, "referrals/member_list.html", {"page_obj": page, "rows": rows})


@require_safe
@require_permission(Permission.REFERRAL_REPLY)
def member_answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One referral, as it was frozen."""
    return shown(request, room_of_member(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_REPLY)
def member_step(request: StaffRequest, pk: UUID, slug: str) -> HttpResponse:
    """One answer, or a question."""
    room = room_of_member(request, pk, slug)
    response = step(request, room, slug)
    if request.method == "POST" and response.status_code == 302:
        room.asked.journal(AuditAction.CHANGED)
    return response


@require_safe
@require_permission(Permission.REFERRAL_REPLY)
def member_file(request: StaffRequest, pk: UUID, document: UUID) -> HttpResponse:
    """A document that left with the referral."""
    return handed_over(request, room_of_member(request, pk), document)


def room_of_member(request: StaffRequest, pk: UUID, slug: str = "") -> Room:
    """The pages of one referral of the organisation; 404 for every other."""
    user, now = request.user, timezone.now()
    referral = get_object_or_404(received_by_organization_of(user, now), pk=pk)
    purpose = BY_SLUG[slug].purpose if slug in BY_SLUG else LinkPurpose.ANSWER
    return Room(
        asked=asked_of_member(referral, user),
        home=reverse("referrals:member-answer", args=[pk]),
        step=lambda word: reverse("referrals:member-step", args=[pk, word]),
        file=lambda document: reverse("referrals:member-file", args=[pk, document]),
        link=lambda at: link_of_member(referral, user, purpose, at=at),
        layout="base.html",
    )
