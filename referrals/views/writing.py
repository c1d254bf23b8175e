"""Writing a referral: one page that checks and sends, already filled; each of the steps before it has its own."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from beneficiaries.models import Beneficiary
from beneficiaries.reaching import note_refusal
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from partners.models import Audience, ContactMethod, Service
from programs.models import Program
from programs.views.people import choice_of_person, person_asked, search_again, uuid_or_404
from referrals.channels import usual_channel
from referrals.drafting.recap import STEP_LABELS, recap_of
from referrals.drafting.sending import begin, drafts_beside, rewrite
from referrals.forms import ReferralForm
from referrals.models import Referral, Status
from referrals.previewing import leaving_shown
from referrals.views.steps import sent_words

STEPS = ("conformite", "personne", "message")


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_WRITE)
def referral_new(request: StaffRequest) -> HttpResponse:
    """The last step at once, filled with what is known: what is missing is asked here, the rest is one press away."""
    person = person_asked(request)
    recipient = _recipient_asked(request)
    if recipient is None:
        return redirect("casework:find-partner", pk=person.pk) if person else redirect("partners:directory")
    if person is None:
        return _choose_person(request, recipient)
    form = ReferralForm(
        request.POST if request.method == "POST" else None,
        recipient=recipient,
        initial={"submission": uuid.uuid4(), "channel": usual_channel(recipient)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            referral = begin(
                submission=form.cleaned_data["submission"],
                beneficiary=person,
                recipient=recipient,
                by=request.user,
                at=timezone.now(),
                send=_asks_to_send(request),
                **form.content,
            )
        except DomainError as error:
            note_refusal(error, by=request.user)
            form.add_error(None if form.cleaned_data["consent"] else "consent", str(error))
        else:
            return _written(request, referral)
    context = _page(request, _unwritten(request, person, recipient), form)
    context["others"] = Referral.objects.visible_to(request.user).open_between(person, recipient)
    return render(request, "referrals/referral_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.REFERRAL_WRITE)
def referral_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A draft taken up again: everything it says, what would leave, and the button that sends."""
    referral = get_object_or_404(Referral.objects.visible_to(request.user).writable_by(request.user).for_page(), pk=pk)
    if referral.status != Status.DRAFT:
        messages.error(request, _("Cette orientation n’est plus un brouillon : elle ne se modifie plus."))
        return redirect("referrals:detail", pk=pk)
    form = ReferralForm(
        request.POST if request.method == "POST" else None,
        recipient=referral.recipient,
        initial={
            "submission": referral.submission,
            **{name: getattr(referral, name) for name in ReferralForm.Meta.fields},
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            rewrite(referral, by=request.user, at=timezone.now(), send=_asks_to_send(request), **form.content)
        except DomainError as error:
            note_refusal(error, by=request.user)
            form.add_error(None if form.cleaned_data["consent"] else "consent", str(error))
        else:
            return _written(request, referral)
    audit.record(request.user, AuditAction.OPENED, referral, person_id=referral.beneficiary_id)
    context = _page(request, referral, form)
    return render(request, "referrals/referral_form.html", {**context, "referral": referral})


def _recipient_asked(request: StaffRequest) -> Service | Program | None:
    """The service or program of the address, when it still takes people."""
    if text := request.GET.get("service"):
        services = Service.objects.active().select_related("organization")
        return get_object_or_404(services, pk=uuid_or_404(text))
    if text := request.GET.get("programme"):
        return get_object_or_404(Program.objects.active().select_related("site"), pk=uuid_or_404(text))
    return None


def _choose_person(request: StaffRequest, recipient: Service | Program) -> HttpResponse:
    """The same page before the person is known."""
    if request.method == "POST":
        return search_again(request)
    context = {"choice": choice_of_person(request), **recipient_facts(recipient)}
    return render(request, "referrals/referral_person.html", context)


def recipient_facts(recipient: Service | Program) -> dict[str, Any]:
    """What tells whether it is the right place."""
    if isinstance(recipient, Program):
        return {"recipient": recipient, "program": recipient, "places_left": recipient.places_left()}
    return {
        "recipient": recipient,
        "service": recipient,
        "audiences": [Audience(code).label for code in recipient.audiences],
        "contact_methods": [ContactMethod(code).label for code in recipient.contact_methods],
    }


def _unwritten(request: StaffRequest, person: Beneficiary, recipient: Service | Program) -> Referral:
    """The referral that the page would write, to show what it would tell."""
    service, program = (recipient, None) if isinstance(recipient, Service) else (None, recipient)
    return Referral(beneficiary=person, service=service, program=program, created_by=request.user)


def _page(request: StaffRequest, referral: Referral, form: ReferralForm) -> dict[str, Any]:
    person, now = referral.beneficiary, timezone.now()
    context: dict[str, Any] = {
        "person": person,
        "identity": identity_of(person, viewer=request.user, day=timezone.localdate()),
        "form": form,
        "step_labels": STEP_LABELS,
        "recap": recap_of(referral),
        "beside": [] if referral._state.adding else drafts_beside(referral),
        **recipient_facts(referral.recipient),
    }
    try:
        context["leaving"] = leaving_shown(referral, reader=request.user, at=now)
    except DomainError as error:
        context["cannot_leave"] = str(error)
    return context


def _asks_to_send(request: StaffRequest) -> bool:
    """Whether the button pressed was « Envoyer »."""
    return request.POST.get("action") == "send"


def _written(request: StaffRequest, referral: Referral) -> HttpResponse:
    """Say what was done and go where the button pressed says."""
    if referral.status != Status.DRAFT:
        messages.success(request, sent_words(referral))
    elif request.POST.get("action") in STEPS:
        return redirect("referrals:draft-step", pk=referral.pk, slug=request.POST["action"])
    elif request.POST.get("action") == "check":
        return redirect("referrals:edit", pk=referral.pk)
    else:
        messages.success(request, _("Le brouillon est enregistré."))
    return redirect("referrals:detail", pk=referral.pk)
