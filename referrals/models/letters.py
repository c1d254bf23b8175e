"""The mails to a recipient: a link and nobody’s name; what is asked is read behind the link."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import Association, User
from core.models import OutgoingMail
from core.outgoing import post
from core.templatetags.french import date_words
from referrals.models.link import ReferralLink
from referrals.models.states import UNDECIDED

if TYPE_CHECKING:
    from referrals.models.referral import Referral


def address_to_write(referral: "Referral") -> str:
    """Where the service asked reads its mails, or nothing."""
    service = referral.service
    return (service.email or service.organization.email) if service else ""


def write_request(referral: "Referral", *, by: User, at: datetime) -> OutgoingMail | None:
    """The mail by which a referral reaches its service; nothing when it has no address."""
    with override("fr"):
        subject = _("%(name)s vous adresse une demande") % {"name": Association.current().name}
        first = _("Nous aimerions orienter une personne vers votre service.")
        return _write(referral, subject, first, by=by, at=at, key=f"referral:{referral.pk}")


def write_reminder(
    referral: "Referral", *, waited: int, by: User | None, at: datetime, key: str
) -> OutgoingMail | None:
    """The same, again, after so many days without an answer."""
    with override("fr"):
        subject = _("Rappel : une demande de %(name)s vous attend") % {"name": Association.current().name}
        first = ngettext(
            "Nous vous avons adressé une demande il y a %(days)d jour.",
            "Nous vous avons adressé une demande il y a %(days)d jours.",
            waited,
        ) % {"days": waited}
        return _write(referral, subject, first, by=by, at=at, key=key)


def _write(
    referral: "Referral", subject: str, first: str, *, by: User | None, at: datetime, key: str
) -> OutgoingMail | None:
    address = address_to_write(referral)
    if not address:
        return None
    if known := OutgoingMail.objects.filter(key=key).first():
        return known
    association = Association.current()
    token = ReferralLink.objects.register(referral, by=by, at=at)
    lines = [
        _("Bonjour,"),
        first,
        _("Pour la lire et répondre, sans mot de passe, en un geste :"),
        f"{settings.SITE_URL}/reponse/{token}/",
        _("Ce lien est le vôtre jusqu’au %(day)s : ne le faites pas suivre hors de votre structure.")
        % {"day": date_words(at + timedelta(days=settings.REFERRAL_LINK_DAYS))},
        _("Ce courriel ne dit rien de la personne."),
        " – ".join(filter(None, [association.name, association.phone, association.email])),
    ]
    return post(address, subject, "\n\n".join(lines) + "\n", about=referral, by=by, at=at, key=key)


def no_longer_asked(mail: OutgoingMail, at: datetime) -> str:
    """Asked of each mail about to leave: a request taken back, answered or closed meanwhile is not sent."""
    if mail.about_type != "referrals.referral":
        return ""
    about = UUID(mail.about_id)
    waits = ReferralLink.objects.open_at(at).filter(referral=about, referral__status__in=UNDECIDED)
    return "" if waits.exists() else _("L’orientation n’attend plus de réponse.")
