"""The steps of a referral, one view a verb: a page that asks, then one call to the domain."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from beneficiaries.identity import identity_of
from beneficiaries.reaching import note_refusal
from core import audit
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from programs.models import Enrolment
from referrals.drafting.sending import send_all
from referrals.forms import AcceptForm, ConfirmForm, DeclineForm
from referrals.models import Channel, DeclineReason, Referral
from referrals.models.letters import email_of
from referrals.models.queries import ReferralQuerySet
from referrals.permissions import available_actions, may_enrol

# What sending means by each channel: the software tells a program by itself, and a partner not yet.
SENT = {
    Channel.EMAIL: _("L’orientation est notée comme envoyée. Il reste à écrire au service."),
    Channel.PHONE: _("L’orientation est notée comme envoyée. Il reste à appeler le service."),
    Channel.PAPER: _("L’orientation est notée comme envoyée. Il reste à imprimer la fiche et à la remettre."),
    Channel.INTERNAL: _("L’orientation est envoyée à l’équipe du programme."),
}
READ_OR_POST = ["GET", "HEAD", "POST"]


def sent_words(referral: Referral) -> str:
    """What was done, and what is left to do by hand."""
    if referral.channel == Channel.EMAIL and email_of(referral):
        return _now("Le courriel part dans une minute : d’ici là, il s’annule depuis cette page.")
    return str(SENT[Channel(referral.channel)])


@dataclass(frozen=True)
class StepPage:
    """The words of the page that asks before a step."""

    verb: str
    form_class: type[forms.Form]
    title: Promise
    explanation: Promise
    button: Promise
    done: Promise
    tone: str = ""


@require_POST
@require_permission(Permission.REFERRAL_WRITE)
def referral_send(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send a draft as it is."""
    referral = get_object_or_404(Referral.objects.visible_to(request.user).writable_by(request.user), pk=pk)
    try:
        send_all(referral, by=request.user, at=timezone.now())
    except DomainError as error:
        note_refusal(error, by=request.user)
        messages.error(request, str(error))
    else:
        messages.success(request, sent_words(referral))
    return redirect("referrals:detail", pk=pk)


ACCEPT = StepPage(
    verb="accept",
    form_class=AcceptForm,
    title=_("Noter une acceptation"),
    explanation=_("La demande est acceptée. La réponse est datée de maintenant."),
    button=_("Enregistrer l’acceptation"),
    done=_("L’acceptation est notée."),
)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_ANSWER)
def referral_accept(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that the recipient says yes."""

    def accept(referral: Referral, typed: dict[str, Any]) -> None:
        referral.accept(by=request.user, at=timezone.now(), comment=typed["comment"])

    return ask(request, Referral.objects.visible_to(request.user), pk, ACCEPT, accept)


DECLINE = StepPage(
    verb="decline",
    form_class=DeclineForm,
    title=_("Noter un refus"),
    explanation=_("La raison aide à trouver une autre solution et à mieux connaître le partenaire."),
    button=_("Enregistrer le refus"),
    done=_("Le refus est noté."),
)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_ANSWER)
def referral_decline(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note that the recipient says no, and why."""

    def decline(referral: Referral, typed: dict[str, Any]) -> None:
        reason = DeclineReason(typed["reason"])
        said = {"comment": typed["comment"], "alternative": typed["alternative"]}
        referral.decline(by=request.user, at=timezone.now(), reason=reason, **said)

    return ask(request, Referral.objects.visible_to(request.user), pk, DECLINE, decline)


LAPSE = StepPage(
    verb="lapse",
    form_class=ConfirmForm,
    title=_("Classer sans suite"),
    explanation=_("Vous n’attendez plus de réponse. Si elle arrive plus tard, elle pourra encore être notée."),
    button=_("Classer sans suite"),
    done=_("L’orientation est classée sans suite."),
)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_WRITE)
def referral_lapse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Stop waiting for a reply."""

    def lapse(referral: Referral, typed: dict[str, Any]) -> None:
        referral.lapse(by=request.user, at=timezone.now())

    return ask(request, Referral.objects.visible_to(request.user).writable_by(request.user), pk, LAPSE, lapse)


WITHDRAW = StepPage(
    verb="withdraw",
    form_class=ConfirmForm,
    title=_("Retirer l’orientation"),
    explanation=_("La demande est reprise : elle reste dans l’historique et ne peut plus être envoyée."),
    button=_("Retirer l’orientation"),
    done=_("L’orientation est retirée."),
    tone="danger",
)


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_WRITE)
def referral_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the request back."""

    def withdraw(referral: Referral, typed: dict[str, Any]) -> None:
        referral.withdraw(by=request.user, at=timezone.now())

    return ask(request, Referral.objects.visible_to(request.user).writable_by(request.user), pk, WITHDRAW, withdraw)


@require_POST
@require_permission(Permission.PROGRAM_ENROL)
def referral_enrol(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a place in the program to the person it has accepted."""
    rows = Referral.objects.visible_to(request.user).select_related("program", "beneficiary")
    referral = get_object_or_404(rows, pk=pk)
    if referral.program is None or not may_enrol(referral, request.user):
        messages.error(request, _("L’inscription suit une orientation acceptée, une seule fois."))
        return redirect("referrals:detail", pk=pk)
    try:
        why = str(_("Orientation acceptée"))
        Enrolment.objects.enrol(
            referral.program, referral.beneficiary, by=request.user, on=timezone.localdate(), reason=why
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La personne est inscrite au programme."))
    return redirect("referrals:detail", pk=pk)


def ask(
    request: StaffRequest,
    reachable: ReferralQuerySet,
    pk: UUID,
    step: StepPage,
    act: Callable[[Referral, dict[str, Any]], None],
) -> HttpResponse:
    """Show the page of a step, or take it; a step no longer possible is explained on the referral’s page."""
    rows = reachable.with_person_visibility(request.user).for_page()
    referral = get_object_or_404(rows, pk=pk)
    if step.verb not in {action.verb for action in available_actions(referral, request.user)}:
        messages.error(request, referral.refusal)
        return redirect("referrals:detail", pk=pk)
    form = step.form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(referral, form.cleaned_data)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
            return redirect("referrals:detail", pk=pk)
        except DomainError as error:
            form.add_error("comment", str(error))
        else:
            messages.success(request, str(step.done))
            return redirect("referrals:detail", pk=pk)
    audit.record(request.user, AuditAction.OPENED, referral, person_id=referral.beneficiary_id)
    person = referral.beneficiary
    context: dict[str, Any] = {"referral": referral, "person": person, "step": step, "form": form}
    if referral.person_is_visible:
        context["identity"] = identity_of(person, viewer=request.user, day=timezone.localdate())
    return render(request, "referrals/referral_step.html", context)
