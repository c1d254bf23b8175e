"""Who may take which step on a referral: the buttons of its page and the verbs behind them both ask here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary
from referrals.models import Referral, Status


@dataclass(frozen=True)
class Step:
    """A step as somebody takes it: the verb (also its URL name), where it leads, the permission it takes."""

    verb: str
    to: Status
    label: Promise
    permission: Permission


STEPS = (
    Step("send", Status.SENT, _("Envoyer"), Permission.REFERRAL_WRITE),
    Step("accept", Status.ACCEPTED, _("Noter une acceptation"), Permission.REFERRAL_ANSWER),
    Step("decline", Status.DECLINED, _("Noter un refus"), Permission.REFERRAL_ANSWER),
    Step("lapse", Status.LAPSED, _("Classer sans suite"), Permission.REFERRAL_WRITE),
    Step("withdraw", Status.WITHDRAWN, _("Retirer"), Permission.REFERRAL_WRITE),
)


def permissions_on(user: User, referral: Referral) -> set[Permission]:
    """What the user’s roles allow on a referral they see.

    Whoever may open the person’s file writes and answers; whoever runs the program asked only answers.
    """
    held = {p for p in (Permission.REFERRAL_WRITE, Permission.REFERRAL_ANSWER) if user.can(p)}
    if Beneficiary.objects.visible_to(user).filter(pk=referral.beneficiary_id).exists():
        return held
    return held & {Permission.REFERRAL_ANSWER}


def available_actions(referral: Referral, user: User) -> list[Step]:
    """The steps that the table allows from the present status, among those the user may take."""
    held = permissions_on(user, referral)
    return [step for step in STEPS if step.to in referral.can_become and step.permission in held]


def may_read_content(referral: Referral, user: User) -> bool:
    """Whether the message and the reply are for this reader: case workers, and those who run the program asked."""
    return user.can(Permission.FILE_CONTENT) or (referral.program is not None and referral.program.is_run_by(user))
