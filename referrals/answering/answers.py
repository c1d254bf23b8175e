"""What a partner can say of a referral: one table of answers, each a verb of the referral, said once whoever clicks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.errors import TransitionNotAllowed
from referrals.answering.forms import AnswerForm, AppointmentForm, PartnerDeclineForm, WaitlistForm
from referrals.models import TRANSITIONS, LinkPurpose, Referral, ReferralLink, Status


@dataclass(frozen=True)
class Answer:
    """One answer: its address, where it leads, its button; one without a form is one click."""

    slug: str
    to: Status
    purpose: LinkPurpose
    verb: Callable[..., Any]
    label: Promise
    look: str = "secondary"
    form_class: type[AnswerForm] | None = None


ASKED, LATER = LinkPurpose.ANSWER, LinkPurpose.OUTCOME
ANSWERS = (
    Answer("accepter", Status.ACCEPTED, ASKED, Referral.accept, _("Oui, nous accueillons la personne"), "primary"),
    Answer(
        "rendez-vous", Status.APPOINTMENT, ASKED, Referral.fix_appointment, _("Proposer un rendez-vous"),
        form_class=AppointmentForm,
    ),
    Answer(
        "liste-d-attente", Status.WAITLISTED, ASKED, Referral.waitlist, _("Mettre en liste d’attente"),
        form_class=WaitlistForm,
    ),
    Answer("etude", Status.UNDER_STUDY, ASKED, Referral.study, _("Nous étudions la demande")),
    Answer("refuser", Status.DECLINED, ASKED, Referral.decline, _("Refuser"), "quiet", PartnerDeclineForm),
    Answer("recue", Status.RECEIVED, LATER, Referral.receive, _("Oui, la personne a été reçue"), "primary"),
    Answer(
        "accompagnee", Status.ATTENDING, LATER, Referral.attend, _("Oui, toujours accompagnée"), "primary"
    ),
    Answer("terminee", Status.COMPLETED, LATER, Referral.complete, _("L’accompagnement est terminé")),
    Answer("perdue-de-vue", Status.LOST, LATER, Referral.lose, _("Non, nous ne la voyons pas, ou plus"), "quiet"),
)  # fmt: skip
BY_SLUG = {answer.slug: answer for answer in ANSWERS}


def offered(referral: Referral, purposes: set[str]) -> list[Answer]:
    """The answers that the table of transitions allows today, among those for which the link is."""
    return [one for one in ANSWERS if one.to in TRANSITIONS[referral.status] and one.purpose in purposes]


@transaction.atomic
def give(referral: Referral, answer: Answer, told: dict[str, Any], *, link: ReferralLink, at: datetime) -> bool:
    """Say it once: True when it stands, a second click of the same link included; False when it came too late.

    When somebody else has answered otherwise meanwhile, TransitionNotAllowed says what stands.
    """
    try:
        return answer.verb(referral, by=link, at=at, **told) is not False
    except TransitionNotAllowed:
        last = referral.events.order_by("-at", "-pk").first()
        if last and last.link_id == link.pk and last.to_status == answer.to:
            return True
        raise
