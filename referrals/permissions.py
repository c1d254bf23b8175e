"""Who may take which step on a referral: the buttons of its page and the verbs behind them both ask here."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from core.links import SOMEBODY, known_url, link_to
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

    slug: str = ""
    url: str = ""

    def url_for(self, pk: UUID) -> str:
        """The page or the verb of the step; what a recipient reports later shares one address, with a slug."""
        if not self.slug:
            return link_to(f"referrals:{self.verb}", pk)
        return known_url("referrals:step", SOMEBODY, self.slug).replace(SOMEBODY, str(pk))


WELCOMING = {Status.ACCEPTED, Status.APPOINTMENT, Status.RECEIVED, Status.ATTENDING}
ANSWER, WRITE = Permission.REFERRAL_ANSWER, Permission.REFERRAL_WRITE
STEPS = (
    Step("send", Status.SENT, _("Envoyer"), WRITE, look="primary", asks=False),
    Step("accept", Status.ACCEPTED, _("Noter une acceptation"), ANSWER, look="primary"),
    Step("appointment", Status.APPOINTMENT, _("Noter un rendez-vous"), ANSWER, look="secondary", slug="rendez-vous"),
    Step("receive", Status.RECEIVED, _("Noter l’accueil"), ANSWER, look="primary", slug="accueil"),
    Step("attend", Status.ATTENDING, _("Toujours accompagnée"), ANSWER, look="primary", slug="toujours-accompagnee"),
    Step("complete", Status.COMPLETED, _("Noter la fin"), ANSWER, look="secondary", slug="fin"),
    Step("study", Status.UNDER_STUDY, _("Noter « à l’étude »"), ANSWER, look="secondary", slug="etude"),
    Step(
        "waitlist", Status.WAITLISTED, _("Noter une liste d’attente"), ANSWER, look="secondary", slug="liste-d-attente"
    ),
    Step("decline", Status.DECLINED, _("Noter un refus"), ANSWER, look="secondary"),
    Step("lose", Status.LOST, _("Perdue de vue"), ANSWER, look="quiet", slug="perdue-de-vue"),
    Step("lapse", Status.LAPSED, _("Classer sans suite"), WRITE, look="quiet"),
    Step("withdraw", Status.WITHDRAWN, _("Retirer"), WRITE, look="quiet"),
)


def permissions_on(user: User, referral: Referral) -> set[Permission]:
    """What the user may do on a referral, read from the querysets through which the views reach it."""
    seen = Referral.objects.visible_to(user).filter(pk=referral.pk)
    reach = {Permission.REFERRAL_WRITE: seen.writable_by(user), Permission.REFERRAL_ANSWER: seen}
    return {permission for permission, rows in reach.items() if user.can(permission) and rows.exists()}


def available_actions(referral: Referral, user: User) -> list[Step]:
    """The steps that the table allows from the present status, among those the user may take."""
    held = permissions_on(user, referral)
    offered = [step for step in STEPS if step.to in referral.can_become and step.permission in held]
    return [replace(step, url=step.url_for(referral.pk)) for step in offered]


def may_read_content(referral: Referral, user: User) -> bool:
    """Whether the message and the reply are for this reader: case workers, and those who run the program asked."""
    if referral.beneficiary.content_readable_by(user):
        return True
    return referral.program is not None and referral.program.is_run_by(user)


def may_enrol(referral: Referral, user: User) -> bool:
    """Whether the person, accepted by the program, can be given a place by this user."""
    if referral.status not in WELCOMING or referral.program is None or not user.can(Permission.PROGRAM_ENROL):
        return False
    enrolled = Enrolment.objects.holding().filter(program=referral.program, beneficiary=referral.beneficiary_id)
    return not enrolled.exists()
