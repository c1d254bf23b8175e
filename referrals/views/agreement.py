"""The person’s agreement to a referral: taken back at once; sendings without it, read again by who answers for data."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.pagination import page_of
from referrals.forms import ConfirmForm
from referrals.models import Referral, ReferralConsent
from referrals.views.steps import READ_OR_POST, StepPage

REVIEW_WITHIN = timedelta(days=7)
WITHDRAW = StepPage(
    verb="consent-withdraw",
    form_class=ConfirmForm,
    title=gettext_lazy("La personne reprend son accord"),
    explanation=gettext_lazy(
        "Les liens du service se ferment tout de suite, et une demande sans réponse est retirée. "
        "L’accompagnement n’en dépend pas."
    ),
    button=gettext_lazy("Noter que l’accord est repris"),
    done=gettext_lazy("L’accord est repris : le service n’ouvre plus rien."),
    tone="danger",
)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_WRITE)
def consent_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close at once what the person no longer agrees to."""
    rows = Referral.objects.visible_to(request.user).writable_by(request.user).for_page()
    referral = get_object_or_404(rows, pk=pk)
    agreement = getattr(referral, "agreement", None)
    if agreement is None or agreement.withdrawn_at:
        messages.error(request, _("Aucun accord n’est en cours pour cette orientation."))
        return redirect("referrals:detail", pk=pk)
    if request.method == "POST":
        try:
            agreement.withdraw(by=request.user, at=timezone.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(WITHDRAW.done))
        return redirect("referrals:detail", pk=pk)
    audit.record(request.user, AuditAction.OPENED, referral, person_id=referral.beneficiary_id)
    person = referral.beneficiary
    context: dict[str, Any] = {"referral": referral, "person": person, "step": WITHDRAW, "form": ConfirmForm()}
    context["identity"] = identity_of(person, viewer=request.user, day=timezone.localdate())
    return render(request, "referrals/referral_step.html", context)


@require_safe
@require_permission(Permission.REFERRAL_REVIEW)
def override_list(request: StaffRequest) -> HttpResponse:
    """What was sent without agreement, what is still to be read first; file numbers, nobody’s name."""
    rows = ReferralConsent.objects.visible_to(request.user).overrides()
    page = page_of(rows, request.GET.get("page"))
    audit.record_each(
        request.user, AuditAction.OPENED, [(row.referral, row.referral.beneficiary_id) for row in page.object_list]
    )
    context = {"page_obj": page, "late": timezone.now() - REVIEW_WITHIN}
    return render(request, "referrals/override_list.html", context)


@require_POST
@require_permission(Permission.REFERRAL_REVIEW)
def override_review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that the reason was read."""
    agreement = get_object_or_404(ReferralConsent.objects.visible_to(request.user).overrides(), referral=pk)
    try:
        agreement.review(by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La relecture est notée."))
    return redirect("referrals:override-list")
