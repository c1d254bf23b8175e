"""Referrals without an answer: the list, asking again by mail, by telephone or on paper."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.mails import mails_held_by
from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from core import audit
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from core.pagination import page_of
from core.sql import FrenchSort
from referrals.chasing import remind
from referrals.forms import ReminderForm
from referrals.models import Referral, ReminderWay, Status
from referrals.models.letters import email_of

RECENT = timedelta(days=14)
BY_RECIPIENT = "structure"


@require_safe
@require_permission(Permission.REFERRAL_WRITE)
def referral_unanswered(request: StaffRequest) -> HttpResponse:
    """Those that nobody has answered, the longest wait first or by organisation; those lately refused or given up."""
    user, now = request.user, timezone.now()
    rows = (
        Referral.objects.visible_to(user)
        .writable_by(user)
        .select_related("beneficiary", "service__organization", "program")
    )
    mine, order = "miennes" in request.GET, request.GET.get("tri", "")
    if mine:
        rows = rows.filter(created_by=user)
    late = settings.REFERRAL_REMINDER_DAYS[0]
    silent: Any = rows.silent_since(now - timedelta(days=late)).annotate(asked_at=Max("reminders__at"))
    if order == BY_RECIPIENT:
        silent = silent.order_by(FrenchSort("service__organization__name"), "quiet_since", "pk")
    closed: Any = rows.filter(status__in=[Status.DECLINED, Status.LAPSED], service__isnull=False)
    closed = closed.annotate(ended_at=Max("events__at")).filter(ended_at__gt=now - RECENT)
    context = {
        "page": page_of(silent, request.GET.get("page")),
        "closed": closed.order_by("-ended_at", "pk")[: settings.LIST_PAGE_SIZE],
        "mails": mails_held_by(user).needing_somebody().count(),
        "late": late,
        "lapse": settings.REFERRAL_LAPSE_DAYS,
        "mine": mine,
        "by_recipient": order == BY_RECIPIENT,
    }
    return render(request, "referrals/referral_unanswered.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_WRITE)
def referral_remind(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How to reach the recipient, and one button for each way; from the list, that button alone."""
    rows = Referral.objects.visible_to(request.user).writable_by(request.user)
    referral = get_object_or_404(rows.with_person_visibility(request.user).for_page(), pk=pk)
    form = ReminderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        way = ReminderWay(form.cleaned_data["way"])
        try:
            remind(referral, way, by=request.user, at=timezone.now(), comment=form.cleaned_data["comment"])
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("referrals:detail", pk=pk)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            if way == ReminderWay.LETTER:
                return redirect("referrals:reminder-letter", pk=pk)
            messages.success(request, str(DONE[way]()))
            return redirect("referrals:unanswered") if "next" in request.POST else redirect("referrals:detail", pk=pk)
    if not referral.is_undecided:
        messages.error(request, referral.refusal)
        return redirect("referrals:detail", pk=pk)
    audit.record(request.user, AuditAction.OPENED, referral, person_id=referral.beneficiary_id)
    context: dict[str, Any] = {
        "referral": referral,
        "person": referral.beneficiary,
        "form": form,
        "address": email_of(referral),
        "reminders": referral.reminders.for_list(),
    }
    if referral.person_is_visible:
        context["identity"] = identity_of(referral.beneficiary, viewer=request.user, day=timezone.localdate())
    return render(request, "referrals/referral_remind.html", context, status=422 if form.errors else 200)


DONE = {
    ReminderWay.MAIL: lambda: _("Le rappel part dans une minute : d’ici là, il s’annule dans « Courriels partis »."),
    ReminderWay.CALL: lambda: _("L’appel est noté."),
}


@require_safe
@require_permission(Permission.REFERRAL_WRITE)
def reminder_letter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The letter to print and post: it says that a request waits, and nothing of the person."""
    rows = Referral.objects.visible_to(request.user).writable_by(request.user).for_page()
    referral = get_object_or_404(rows.filter(sent_at__isnull=False), pk=pk)
    audit.record(request.user, AuditAction.PRINTED, referral, person_id=referral.beneficiary_id)
    return render(request, "referrals/reminder_letter.html", {"referral": referral, "today": timezone.localdate()})
