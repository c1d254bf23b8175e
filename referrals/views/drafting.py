"""The steps of a draft before it is checked: conformity, person and agreement, message and documents."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from beneficiaries.models import Consent, ConsentPurpose, Opened
from beneficiaries.reaching import note_refusal, outgoing
from beneficiaries.views.opening import file_or_404
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from partners.models import Service
from referrals.drafting.forms import AgreementForm, ConformityForm, MessageForm
from referrals.drafting.neighbours import neighbours_of
from referrals.drafting.recap import STEP_LABELS
from referrals.drafting.sending import ask_also, drafts_beside, rewrite
from referrals.models import Referral, Status, Terms
from referrals.models.states import Conformity
from referrals.views.writing import STEPS, recipient_facts

NEARBY = 3


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_WRITE)
def draft_step(request: StaffRequest, pk: UUID, slug: str) -> HttpResponse:
    """One step of a draft: what is typed is kept on the server before going on or back."""
    if slug not in STEPS:
        raise Http404
    rows = Referral.objects.visible_to(request.user).writable_by(request.user).for_page()
    referral = get_object_or_404(rows, pk=pk)
    if referral.status != Status.DRAFT:
        messages.error(request, _("Cette orientation n’est plus un brouillon : elle ne se modifie plus."))
        return redirect("referrals:detail", pk=pk)
    file = file_or_404(request, referral.beneficiary_id)
    build, save = WORK[slug]
    form = build(referral, file, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            save(referral, form, request)
        except DomainError as error:
            note_refusal(error, by=request.user)
            form.add_error(None, str(error))
        else:
            return _onwards(request, referral, slug)
    audit.record(request.user, AuditAction.OPENED, referral, person_id=referral.beneficiary_id)
    return render(request, "referrals/draft_step.html", _context(request, referral, slug, form))


def _onwards(request: StaffRequest, referral: Referral, slug: str) -> HttpResponse:
    """To the step asked for, the next by default; a « no » stays, to show what is near."""
    asked, number = request.POST.get("action"), STEPS.index(slug)
    if slug == "conformite" and referral.conformity == Conformity.NO and asked == "next":
        return redirect("referrals:draft-step", pk=referral.pk, slug=slug)
    if asked == "back" and number:
        return redirect("referrals:draft-step", pk=referral.pk, slug=STEPS[number - 1])
    if asked == "check" or number + 1 == len(STEPS):
        return redirect("referrals:edit", pk=referral.pk)
    return redirect("referrals:draft-step", pk=referral.pk, slug=STEPS[number + 1])


def _context(request: StaffRequest, referral: Referral, slug: str, form: forms.Form) -> dict[str, Any]:
    number, person = STEPS.index(slug) + 1, referral.beneficiary
    context: dict[str, Any] = {
        "referral": referral,
        "person": person,
        "identity": identity_of(person, viewer=request.user, day=timezone.localdate()),
        "form": form,
        "number": number,
        "step_label": STEP_LABELS[number - 1],
        "step_labels": STEP_LABELS,
        "slug": slug,
        **recipient_facts(referral.recipient),
    }
    if slug == "personne":
        context["reach"] = outgoing(person)
        if referral.service:
            told = (ConsentPurpose.REFERRAL, referral.service.organization, timezone.localdate())
            context["known"] = Consent.objects.of(person).covering(person, *told).first()
    if slug == "conformite" and referral.conformity == Conformity.NO and referral.service:
        context["nearby"] = neighbours_of(referral.service, NEARBY)
    return context


def _conformity(referral: Referral, _file: Opened, data: Any) -> forms.Form:
    beside = [row.service for row in drafts_beside(referral) if row.service]
    near = list(neighbours_of(referral.service)) if referral.service else []
    offered: dict[UUID, Service] = {service.pk: service for service in [*beside, *near]}
    initial = {"conformity": referral.conformity, "also": [str(service.pk) for service in beside]}
    return ConformityForm(data, neighbours=list(offered.values()), initial=initial)


def _agreement(referral: Referral, _file: Opened, data: Any) -> forms.Form:
    terms = Terms.of(getattr(referral, "agreement", None))
    return AgreementForm(data, initial=AgreementForm.filled(referral, terms, timezone.localdate()))


def _message(referral: Referral, file: Opened, data: Any) -> forms.Form:
    terms = Terms.of(getattr(referral, "agreement", None))
    joined = [str(pk) for pk in referral.joined.values_list("document_id", flat=True)]
    initial = {"message": referral.message, "fields_told": list(terms.fields), "documents": joined}
    return MessageForm(data, file=file, initial=initial)


def _keep_conformity(referral: Referral, form: Any, request: StaffRequest) -> None:
    now, typed = timezone.now(), form.cleaned_data
    rewrite(referral, send=False, by=request.user, at=now, conformity=typed["conformity"])
    if "also" in typed:
        ask_also(referral, typed["also"], by=request.user, at=now)


def _keep_agreement(referral: Referral, form: Any, request: StaffRequest) -> None:
    typed, former = form.cleaned_data, Terms.of(getattr(referral, "agreement", None))
    terms = Terms(
        fields=former.fields,
        purpose=former.purpose,
        given_on=typed["given_on"],
        ends_on=typed["ends_on"],
        basis=typed["basis"],
        reason=typed["reason"],
    )
    rewrite(referral, send=False, by=request.user, at=timezone.now(), terms=terms, consent=typed["consent"])


def _keep_message(referral: Referral, form: Any, request: StaffRequest) -> None:
    typed, former = form.cleaned_data, Terms.of(getattr(referral, "agreement", None))
    documents = [UUID(pk) for pk in typed.get("documents", [])]
    rewrite(
        referral,
        send=False,
        by=request.user,
        at=timezone.now(),
        terms=former.telling(form.told),
        documents=documents,
        message=typed["message"],
    )


Build = Callable[[Referral, Opened, Any], forms.Form]
Keep = Callable[[Referral, Any, StaffRequest], None]
WORK: dict[str, tuple[Build, Keep]] = {
    "conformite": (_conformity, _keep_conformity),
    "personne": (_agreement, _keep_agreement),
    "message": (_message, _keep_message),
}
