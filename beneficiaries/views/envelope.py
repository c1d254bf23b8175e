"""Envelopes of emergency aid: what there is, what is left, what awaits a second pair of eyes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries.aid_figures import uses_of
from beneficiaries.forms.aid import EnvelopeForm
from beneficiaries.models import AidPayment
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.pagination import page_of
from partners.models import AidEnvelope

TO_CHECK_SHOWN = 100


def named(request: StaffRequest, rows: Any) -> list[Any]:
    """The lines as a list; the names read together are journalled."""
    listed = list(rows)
    seen = [(row, row.beneficiary_id) for row in listed if row.person_is_visible]
    audit.record_each(request.user, AuditAction.OPENED, seen)
    return listed


@require_safe
@require_permission(Permission.AID_READ)
def envelope_list(request: StaffRequest) -> HttpResponse:
    """Each envelope with its balance; the aid to check first."""
    waiting = AidPayment.objects.visible_to(request.user).shown_to(request.user).to_check()
    context = {
        "page_obj": page_of(AidEnvelope.objects.for_list(), request.GET.get("page")),
        "to_check": named(request, waiting.for_list().order_by("created_at", "pk")[:TO_CHECK_SHOWN]),
        "may_check": request.user.can(Permission.AID_CHECK),
        "may_fund": request.user.can(Permission.AID_FUND),
    }
    return render(request, "beneficiaries/envelope_list.html", context)


@require_safe
@require_permission(Permission.AID_READ)
def envelope_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One envelope and each of its payments; a name only for whoever may see the person."""
    rows = AidEnvelope.objects.select_related("grant__funder", "agreement__organization", "closed_by")
    envelope = get_object_or_404(rows, pk=pk)
    payments = AidPayment.objects.shown_to(request.user).filter(envelope=envelope)
    page = page_of(payments.for_list(), request.GET.get("page"))
    page.object_list = named(request, page.object_list)
    context = {
        "envelope": envelope,
        "page_obj": page,
        "uses": uses_of(envelope, request.user),
        "may_fund": request.user.can(Permission.AID_FUND),
        "may_read_grant": request.user.can(Permission.GRANT_READ),
    }
    return render(request, "beneficiaries/envelope_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.AID_FUND)
def envelope_new(request: StaffRequest) -> HttpResponse:
    """Open an envelope."""
    form = EnvelopeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        envelope = AidEnvelope.objects.register(by=request.user, **form.facts)
        messages.success(request, _("L’enveloppe est ouverte."))
        return redirect("beneficiaries:envelope", pk=envelope.pk)
    return envelope_form(request, form, _("Nouvelle enveloppe"), reverse("beneficiaries:envelope-list"))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.AID_FUND)
def envelope_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct an envelope; never less money than was paid."""
    envelope = get_object_or_404(AidEnvelope, pk=pk)
    form = EnvelopeForm(request.POST or None, instance=envelope)
    if request.method == "POST" and form.is_valid():
        try:
            envelope.amend(by=request.user, **form.facts)
        except DomainError as error:
            form.add_error("amount", str(error))
        else:
            messages.success(request, _("L’enveloppe est à jour."))
            return redirect("beneficiaries:envelope", pk=pk)
    return envelope_form(request, form, _("Modifier l’enveloppe"), reverse("beneficiaries:envelope", args=[pk]))


def envelope_form(request: StaffRequest, form: EnvelopeForm, heading: str, back: str) -> HttpResponse:
    """The page of the form."""
    up = {"up": reverse("beneficiaries:envelope-list"), "up_label": _("Aides d’urgence")}
    return render(request, "partners/deal_form.html", {"form": form, "heading": heading, "back": back, **up})


@require_POST
@require_permission(Permission.AID_FUND)
def envelope_close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Pay nothing more from it."""
    get_object_or_404(AidEnvelope, pk=pk).close(by=request.user, at=timezone.now())
    messages.success(request, _("L’enveloppe est close : plus aucune aide n’y est prise."))
    return redirect("beneficiaries:envelope", pk=pk)


@require_POST
@require_permission(Permission.AID_FUND)
def envelope_reopen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Pay from it again."""
    get_object_or_404(AidEnvelope, pk=pk).reopen(by=request.user)
    messages.success(request, _("L’enveloppe est rouverte."))
    return redirect("beneficiaries:envelope", pk=pk)
