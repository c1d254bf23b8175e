"""Emergency aid to a person: asking, proving, checking, refusing, cancelling."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from beneficiaries import aid
from beneficiaries.forms.aid import AidForm, AidReasonForm, LateProofForm
from beneficiaries.models import AidPayment, AidStatus, Document
from beneficiaries.views.document import HANDED_OVER, sent
from beneficiaries.views.opening import about, person_or_404
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from partners.models import AidEnvelope


def payment_or_404(request: StaffRequest, pk: UUID) -> AidPayment:
    """An aid to a person whom the user may see."""
    rows = AidPayment.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("beneficiary", "envelope", "created_by", "document"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.AID_ASK)
def aid_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask for an aid; a colleague checks it."""
    person = person_or_404(request, pk)
    form = AidForm(*sent(request), person=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            payment = aid.ask(person, by=request.user, **form.facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("L’aide est demandée : elle compte une fois contrôlée par un·e collègue."))
            return redirect("beneficiaries:aid", pk=payment.pk)
    context = {
        **about(request, person),
        "form": form,
        "heading": _("Aide d’urgence"),
        "back": reverse("casework:person-programs", args=[person.pk]),
        "submit": _("Demander l’aide"),
        "envelopes": AidEnvelope.objects.open_on(timezone.localdate()).for_list(),
    }
    return render(request, "beneficiaries/aid_form.html", context)


@require_safe
@require_permission(Permission.AID_READ)
def aid_page(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One aid: how much, why, its proof, who has done what, and what can be done now."""
    payment = payment_or_404(request, pk)
    person = person_or_404(request, payment.beneficiary_id)
    audit.record(request.user, AuditAction.OPENED, payment, person_id=person.pk)
    user = request.user
    context = {
        **about(request, person),
        "payment": payment,
        "heading": _("Aide d’urgence"),
        "may_read_proof": payment.document_id and may_read_proof(request, payment),
        "may_prove": user.can(Permission.AID_ASK) and payment.status == AidStatus.ASKED,
        "may_check": payment.may_check(user),
        "is_own": user.can(Permission.AID_CHECK) and user == payment.created_by and payment.status == AidStatus.ASKED,
        "may_cancel": payment.may_cancel(user),
    }
    return render(request, "beneficiaries/aid_page.html", context)


def may_read_proof(request: StaffRequest, payment: AidPayment) -> bool:
    """Whoever checks reads what was joined to be checked; others, as far as they read the document."""
    if not payment.document or payment.document.removed_at:
        return False
    if request.user.can(Permission.AID_CHECK):
        return True
    return Document.objects.visible_to(request.user).filter(pk=payment.document.pk).exists()


@require_safe
@require_permission(Permission.AID_READ)
def aid_proof_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hand over the document that proves the expense, and journal it."""
    payment = payment_or_404(request, pk)
    if not payment.document or not may_read_proof(request, payment):
        raise Http404
    try:
        content = payment.document.file.open("rb")
    except FileNotFoundError:
        messages.error(request, _("Le fichier manque sur le serveur : prévenez l’administration technique."))
        return redirect("beneficiaries:aid", pk=pk)
    payment.document.opened(by=request.user)
    told: dict[str, Any] = {"filename": payment.document.download_name, "content_type": payment.document.content_type}
    return cast("HttpResponse", FileResponse(content, as_attachment=True, headers=HANDED_OVER, **told))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.AID_ASK)
def aid_prove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Join what proves the expense."""
    payment = payment_or_404(request, pk)
    person = person_or_404(request, payment.beneficiary_id)
    known = {"receipt_number": payment.receipt_number, "document": payment.document}
    form = LateProofForm(*sent(request), person=person, user=request.user, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            aid.prove(payment, by=request.user, **form.proof)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le justificatif est joint."))
            return redirect("beneficiaries:aid", pk=pk)
    context = {**about(request, person), "form": form, "heading": _("Justificatif de l’aide")}
    back = reverse("beneficiaries:aid", args=[pk])
    return render(request, "beneficiaries/document_form.html", context | {"back": back, "submit": _("Joindre")})


@require_POST
@require_permission(Permission.AID_CHECK)
def aid_confirm(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The second pair of eyes says yes: the aid counts."""
    payment = payment_or_404(request, pk)
    try:
        payment.confirm(by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("L’aide est contrôlée et comptée sur l’enveloppe."))
    return redirect("beneficiaries:aid", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.AID_CHECK)
def aid_refuse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The second pair of eyes says no, and why."""
    payment = payment_or_404(request, pk)
    words = {"heading": _("Refuser l’aide"), "submit": _("Refuser"), "done": _("L’aide est refusée.")}
    return ended(request, payment, payment.refuse, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.AID_READ)
def aid_cancel(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the aid back, and say why; what was counted goes back to the envelope."""
    payment = payment_or_404(request, pk)
    if not payment.may_cancel(request.user):
        messages.error(request, _("Seule la coordination ou la direction annule une aide déjà contrôlée."))
        return redirect("beneficiaries:aid", pk=pk)
    words = {"heading": _("Annuler l’aide"), "submit": _("Annuler l’aide"), "done": _("L’aide est annulée.")}
    return ended(request, payment, payment.cancel, **words)


def ended(
    request: StaffRequest, payment: AidPayment, act: Callable[..., None], *, heading: str, submit: str, done: str
) -> HttpResponse:
    """Ask why, then do it."""
    person = person_or_404(request, payment.beneficiary_id)
    form = AidReasonForm(request.POST if request.method == "POST" else None)
    back = reverse("beneficiaries:aid", args=[payment.pk])
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(back)
    context = {**about(request, person), "form": form, "heading": heading, "submit": submit, "back": back}
    return render(request, "beneficiaries/person_form.html", context)
