"""The mails to the recipient of a referral: a link and nobody’s name; what is asked is read behind the link."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import Association, User
from core.errors import DomainError
from core.models import OutgoingMail
from core.outgoing import checked_address, post
from core.templatetags.french import date_words
from referrals.models.link import ReferralLink
from referrals.models.states import UNDECIDED, LinkPurpose, Status

if TYPE_CHECKING:
    from referrals.models.referral import Referral

REQUEST, REMINDER = "referral:", "reminder:"  # how the keys of mails that ask for an answer begin


def address_of(token: str) -> str:
    """The full address of a link."""
    return f"{settings.SITE_URL}{reverse('referrals:answer', args=[token])}"


def email_of(referral: "Referral") -> str:
    """Where the partner is written to: the service’s own address, else the organisation’s; nowhere for a program."""
    return str(referral.service.email or referral.service.organization.email) if referral.service else ""


def write_request(referral: "Referral", *, by: User, at: datetime) -> OutgoingMail | None:
    """The mail by which a referral reaches its service; nothing when it has no address."""
    return send_link(referral, by=by, at=at, key=f"{REQUEST}{referral.pk}")


def send_link(
    referral: "Referral",
    *,
    by: User | None,
    at: datetime,
    key: str,
    purpose: str = LinkPurpose.ANSWER,
    waited: int = 0,
    answered: bool = False,
) -> OutgoingMail | None:
    """Draw a link and write to the partner; the same key writes once. None when the partner has no address that works.

    waited: after how many days without an answer it is asked again; answered: a question of theirs was.
    """
    try:
        address = checked_address(email_of(referral))
    except DomainError:
        return None
    if known := OutgoingMail.objects.filter(key=key).first():
        return known
    token = ReferralLink.objects.register(referral, by=by, at=at, purpose=purpose)
    with override("fr"):
        subject, lines = words_after_a_question(referral) if answered else words_of(referral, purpose, waited)
        association = Association.current()
        text = [
            _("Bonjour,"),
            *lines,
            address_of(token),
            _("Ce lien est le vôtre jusqu’au %(day)s : ne le faites pas suivre hors de votre structure.")
            % {"day": date_words(at + timedelta(days=settings.REFERRAL_LINK_DAYS))},
            " – ".join(filter(None, [association.name, association.phone, association.email])),
        ]
    return post(address, subject, "\n\n".join(text) + "\n", about=referral, by=by, key=key, at=at)


def words_after_a_question(referral: "Referral") -> tuple[str, list[str]]:
    """What the mail says when the association has answered."""
    names = {"name": Association.current().name, "service": referral.recipient_words}
    told = _("%(name)s a répondu à votre question sur une demande : %(service)s.") % names
    return _("%(name)s vous a répondu") % names, [told, _("La réponse se lit sur la page de la demande.")]


def words_of(referral: "Referral", purpose: str, waited: int) -> tuple[str, list[str]]:
    """What the mail asks, without saying for whom."""
    names = {"name": Association.current().name, "service": referral.recipient_words, "days": waited}
    page = _("Une page, sans mot de passe : lisez la demande et répondez en un geste.")
    if purpose == LinkPurpose.OUTCOME:
        question = _("La personne que vous aviez accepté d’accueillir est-elle venue ?")
        if referral.status == Status.RECEIVED:
            question = _("La personne que vous avez reçue est-elle toujours accompagnée ?")
        return _("Des nouvelles d’une demande de %(name)s") % names, [question, _("Un geste suffit pour le dire.")]
    if not waited:
        asks = _("%(name)s vous demande d’accueillir une personne : %(service)s.")
        return _("%(name)s vous adresse une demande") % names, [asks % names, page]
    since = ngettext(
        "%(name)s vous a demandé il y a %(days)d jour d’accueillir une personne : %(service)s.",
        "%(name)s vous a demandé il y a %(days)d jours d’accueillir une personne : %(service)s.",
        waited,
    )
    return _("Rappel : une demande de %(name)s vous attend") % names, [since % names, page]


def no_longer_asked(mail: OutgoingMail, at: datetime) -> str:
    """Asked of each mail about to leave: a link that opens nothing any more, or an answer that came meanwhile."""
    if mail.about_type != "referrals.referral":
        return ""
    waits = ReferralLink.objects.open_at(at).filter(referral=UUID(mail.about_id))
    if mail.key.startswith((REQUEST, REMINDER)):
        waits = waits.filter(referral__status__in=UNDECIDED)
    return "" if waits.exists() else _("L’orientation n’attend plus de réponse.")
