"""Mails that leave: list, one of them, calling it back, settling it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.mails import mails_held_by, mails_visible_to, page_about
from accounts.permissions import StaffRequest
from core import outgoing
from core.errors import DomainError
from core.models import MailStatus
from core.pagination import page_of

TO_SETTLE = "a-regler"


@require_safe
def mail_list(request: StaffRequest) -> HttpResponse:
    """One’s mails and where each stands, those that need somebody apart."""
    rows, state = mails_visible_to(request.user), request.GET.get("etat", "")
    to_settle = rows.needing_somebody()
    shown = to_settle if state == TO_SETTLE else rows.filter(status=state) if state in MailStatus.values else rows
    context = {
        "page_obj": page_of(shown.for_list(), request.GET.get("page")),
        "state": state,
        "states": [
            (TO_SETTLE, _("À régler"), to_settle.count()),
            (MailStatus.WAITING, MailStatus.WAITING.label, 0),
            (MailStatus.SENT, MailStatus.SENT.label, 0),
            (MailStatus.CANCELLED, MailStatus.CANCELLED.label, 0),
        ],
    }
    return render(request, "accounts/mail_list.html", context)


@require_safe
def mail(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What it says, what became of it, what may be done."""
    found = get_object_or_404(mails_visible_to(request.user).select_related("by", "cancelled_by"), pk=pk)
    held = mails_held_by(request.user).filter(pk=pk).exists()
    context = {"mail": found, "held": held, "about_url": page_about(found)}
    return render(request, "accounts/mail_page.html", context)


@require_POST
def mail_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Call it back while it waits."""
    found = get_object_or_404(mails_held_by(request.user), pk=pk)
    try:
        outgoing.undo(found, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("L’envoi est annulé : rien n’est parti."))
    return redirect("accounts:mail", pk=pk)


@require_POST
def mail_settle(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It has arrived, or it has to leave again."""
    found = get_object_or_404(mails_held_by(request.user).needing_somebody(), pk=pk)
    arrived = request.POST.get("verdict") == "arrived"
    try:
        (outgoing.note_arrived if arrived else outgoing.send_again)(found, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noté : il est arrivé.") if arrived else _("Le courriel repart."))
    return redirect("accounts:mail", pk=pk)
