"""Who may take which step on a referral: the buttons of its page and the verbs behind them both ask here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from programs.models import Enrolment
from referrals.models import Referral, Status


@dataclass(frozen=True)
class Step:
    """A step as somebody takes it: its verb, where it leads, the permission it takes, how its button looks.

    A step that asks something first has a page of its own.
    """

    verb: str
    to: Status
    label: Promise
    permission: Permission
    look: str
    asks: bool = True

    @property
    def url_name(self) -> str:
        """The URL of the verb."""
        return f"referrals:{self.verb}"


STEPS = (
    Step("send", Status.SENT, _("Envoyer"), Permission.REFERRAL_WRITE, look="primary", asks=False),
    Step("accept", Status.ACCEPTED, _("Noter une acceptation"), Permission.REFERRAL_ANSWER, look="primary"),
    Step("decline", Status.DECLINED, _("Noter un refus"), Permission.REFERRAL_ANSWER, look="secondary"),
    Step("lapse", Status.LAPSED, _("Classer sans suite"), Permission.REFERRAL_WRITE, look="quiet"),
    Step("withdraw", Status.WITHDRAWN, _("Retirer"), Permission.REFERRAL_WRITE, look="quiet"),
)


def permissions_on(user: User, referral: Referral) -> set[Permission]:
    """What the user may do on a referral, read from the querysets through which the views reach it."""
    seen = Referral.objects.visible_to(user).filter(pk=referral.pk)
    reach = {Permission.REFERRAL_WRITE: seen.writable_by(user), Permission.REFERRAL_ANSWER: seen}
    return {permission for permission, rows in reach.items() if user.can(permission) and rows.exists()}


def available_actions(referral: Referral, user: User) -> list[Step]:
    """The steps that the table allows from the present status, among those the user may take."""
    held = permissions_on(user, referral)
    return [step for step in STEPS if step.to in referral.can_become and step.permission in held]


def may_read_content(referral: Referral, user: User) -> bool:
    """Whether the message and the reply are for this reader: case workers, and those who run the program asked."""
    if referral.beneficiary.content_readable_by(user):
        return True
    return referral.program is not None and referral.program.is_run_by(user)


def may_enrol(referral: Referral, user: User) -> bool:
    """Whether the person, accepted by the program, can be given a place by this user."""
    if referral.status != Status.ACCEPTED or referral.program is None or not user.can(Permission.PROGRAM_ENROL):
        return False
    enrolled = Enrolment.objects.active().filter(program=referral.program, beneficiary=referral.beneficiary_id)
    return not enrolled.exists()
