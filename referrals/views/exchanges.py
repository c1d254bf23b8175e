"""What a partner waits for from us: an answer to its question, a decision on its late reply, to be told it is over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from beneficiaries.reaching import note_refusal
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from referrals.forms import QuestionForm
from referrals.models import Referral
from referrals.models.queries import ReferralQuerySet
from referrals.views.steps import READ_OR_POST, StepPage

ANSWER = StepPage(
    verb="question",
    form_class=QuestionForm,
    title=gettext_lazy("Répondre au service"),
    explanation=gettext_lazy("Le service lit la réponse par son lien."),
    button=gettext_lazy("Enregistrer la réponse"),
    done=gettext_lazy("La réponse est enregistrée : le service la lit par son lien."),
)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_WRITE)
def question_answer(request: StaffRequest, pk: UUID, question: UUID) -> HttpResponse:
    """Answer a question of the partner, once."""
    referral = get_object_or_404(_writable(request).for_page(), pk=pk)
    asked = get_object_or_404(referral.questions.select_related("referral__beneficiary"), pk=question)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asked.reply(form.cleaned_data["answer"], by=request.user, at=timezone.now())
        except DomainError as error:
            note_refusal(error, by=request.user)
            form.add_error("answer", str(error))
        else:
            messages.success(request, str(ANSWER.done))
            return redirect("referrals:detail", pk=pk)
    audit.record(request.user, AuditAction.OPENED, referral, person_id=referral.beneficiary_id)
    person = referral.beneficiary
    context: dict[str, Any] = {"referral": referral, "person": person, "step": ANSWER, "form": form}
    context["identity"] = identity_of(person, viewer=request.user, day=timezone.localdate())
    return render(request, "referrals/referral_step.html", {**context, "quote": asked.text})


@require_POST
@require_permission(Permission.REFERRAL_WRITE)
def late_reply_settle(request: StaffRequest, pk: UUID, reply: UUID) -> HttpResponse:
    """Open the referral again with a late answer, or leave it closed."""
    referral = get_object_or_404(_writable(request), pk=pk)
    late = get_object_or_404(referral.late_replies, pk=reply)
    try:
        if request.POST.get("action") == "reopen":
            referral.reopen(late, by=request.user, at=timezone.now())
            messages.success(request, _("L’orientation est rouverte avec la réponse du service."))
        else:
            referral.leave(late, by=request.user, at=timezone.now())
            messages.success(request, _("La réponse tardive est gardée, sans suite."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("referrals:detail", pk=pk)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_WRITE)
def close_others(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Once a service has accepted: name the other requests for the same need, and take them back when confirmed."""
    referral = get_object_or_404(_writable(request).for_page(), pk=pk)
    others = list(referral.group.others(referral).for_list()) if referral.group else []
    if not others or not referral.is_accepted:
        messages.error(request, _("Aucune autre demande n’est à retirer."))
        return redirect("referrals:detail", pk=pk)
    if request.method == "POST" and referral.group:
        count = referral.group.close_others(referral, by=request.user, at=timezone.now())
        words = ngettext("%(count)d autre demande est retirée.", "%(count)d autres demandes sont retirées.", count)
        messages.success(request, words % {"count": count})
        return redirect("referrals:detail", pk=pk)
    audit.record(request.user, AuditAction.OPENED, referral, person_id=referral.beneficiary_id)
    person = referral.beneficiary
    context: dict[str, Any] = {"referral": referral, "person": person, "others": others}
    context["identity"] = identity_of(person, viewer=request.user, day=timezone.localdate())
    return render(request, "referrals/close_others.html", context)


def _writable(request: StaffRequest) -> ReferralQuerySet:
    return Referral.objects.visible_to(request.user).writable_by(request.user)
