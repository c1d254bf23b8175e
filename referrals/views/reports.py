"""What a recipient reports of a referral, noted by the team: one address, one page a step."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import StaffRequest, require_permission
from accounts.roles import Permission
from referrals.ending import require_no_support
from referrals.forms import AppointmentForm, CommentForm, WaitlistForm
from referrals.models import Referral
from referrals.permissions import STEPS
from referrals.views.steps import READ_OR_POST, StepPage, ask

# With a support agreed, these are computed.
ENDS = {"complete", "lose"}
SLUGS = {step.slug: step.verb for step in STEPS if step.slug}
PAGES = {
    page.verb: page
    for page in [
        StepPage(
            verb="study",
            form_class=CommentForm,
            title=_("Noter que la demande est à l’étude"),
            explanation=_("Le service a lu la demande et y réfléchit. L’attente continue."),
            button=_("Enregistrer"),
            done=_("La demande est notée à l’étude."),
        ),
        StepPage(
            verb="waitlist",
            form_class=WaitlistForm,
            title=_("Noter une liste d’attente"),
            explanation=_("La personne est inscrite et attend une place. Rang et date s’ils sont connus."),
            button=_("Enregistrer la liste d’attente"),
            done=_("La liste d’attente est notée."),
        ),
        StepPage(
            verb="appointment",
            form_class=AppointmentForm,
            title=_("Noter un rendez-vous avec le service"),
            explanation=_("La demande est acceptée, avec un premier rendez-vous."),
            button=_("Enregistrer le rendez-vous"),
            done=_("Le rendez-vous est noté."),
        ),
        StepPage(
            verb="receive",
            form_class=CommentForm,
            title=_("Noter que la personne a été reçue"),
            explanation=_("La personne est venue et le service l’a accueillie."),
            button=_("Enregistrer l’accueil"),
            done=_("L’accueil est noté."),
        ),
        StepPage(
            verb="attend",
            form_class=CommentForm,
            title=_("Noter que l’accompagnement continue"),
            explanation=_("Environ un mois après l’accueil, le service accompagne toujours la personne."),
            button=_("Enregistrer"),
            done=_("L’accompagnement par le service continue : c’est noté."),
        ),
        StepPage(
            verb="complete",
            form_class=CommentForm,
            title=_("Noter la fin de l’accompagnement par le service"),
            explanation=_("Ce qui était demandé est fait. L’orientation est terminée."),
            button=_("Enregistrer la fin"),
            done=_("L’orientation est terminée."),
        ),
        StepPage(
            verb="lose",
            form_class=CommentForm,
            title=_("Noter que le contact est perdu"),
            explanation=_("Le service avait accepté, et ne voit plus la personne ou ne l’a jamais vue."),
            button=_("Enregistrer"),
            done=_("C’est noté. Une autre orientation reste possible."),
        ),
    ]
}


@require_http_methods(READ_OR_POST)
@require_permission(Permission.REFERRAL_ANSWER)
def referral_step(request: StaffRequest, pk: UUID, slug: str) -> HttpResponse:
    """Note what the recipient says or what became of the person."""
    if slug not in SLUGS:
        raise Http404
    verb = SLUGS[slug]
    return ask(request, Referral.objects.visible_to(request.user), pk, PAGES[verb], VERBS[verb](request))


def _plain(verb: str) -> Callable[[StaffRequest], Callable[[Referral, dict[str, Any]], None]]:
    def build(request: StaffRequest) -> Callable[[Referral, dict[str, Any]], None]:
        def act(referral: Referral, typed: dict[str, Any]) -> None:
            if verb in ENDS:
                require_no_support(referral)
            getattr(referral, verb)(by=request.user, at=timezone.now(), **typed)

        return act

    return build


def _appointment(request: StaffRequest) -> Callable[[Referral, dict[str, Any]], None]:
    def act(referral: Referral, typed: dict[str, Any]) -> None:
        starts_at = AppointmentForm.moment(typed)
        said = {"place": typed["appointment_place"], "comment": typed["comment"]}
        referral.fix_appointment(by=request.user, at=timezone.now(), starts_at=starts_at, **said)

    return act


VERBS = {verb: _plain(verb) for verb in PAGES} | {"appointment": _appointment}
