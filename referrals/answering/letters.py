"""Mails to a partner about one referral: a link, nobody’s name, nothing of what is asked."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Association, User
from core.models import OutgoingMail
from core.outgoing import post
from core.templatetags.french import date_words
from core.tokens import digest
from referrals.models import LinkPurpose, Referral, ReferralLink, Status
from referrals.models.states import ENDED


def address_of(token: str) -> str:
    """The full address of a link."""
    return f"{settings.SITE_URL}{reverse('referrals:answer', args=[token])}"


def email_of(referral: Referral) -> str:
    """Where the partner is written to: the service’s own address, else the organisation’s; nowhere for a program."""
    return str(referral.service.email or referral.service.organization.email) if referral.service else ""


def send_link(
    referral: Referral,
    *,
    by: User | None,
    at: datetime,
    key: str,
    purpose: str = LinkPurpose.ANSWER,
    reminder: bool = False,
) -> OutgoingMail | None:
    """Draw a link and write to the partner; the same key writes once. None when the partner has no address."""
    address = email_of(referral)
    if not address:
        return None
    if known := OutgoingMail.objects.filter(key=key).first():
        return known
    token = ReferralLink.objects.register(referral, by=by, at=at, purpose=purpose)
    subject, lines = words_of(referral, purpose)
    association = Association.current()
    if reminder:
        subject = _("Rappel : %(subject)s") % {"subject": subject}
    text = [
        _("Bonjour,"),
        *lines,
        address_of(token),
        _("Ce lien est le vôtre jusqu’au %(day)s : ne le faites pas suivre hors de votre structure.")
        % {"day": date_words(at + timedelta(days=settings.REFERRAL_LINK_DAYS))},
        " – ".join(filter(None, [association.name, association.phone, association.email])),
    ]
    return post(address, subject, "\n\n".join(text) + "\n", about=referral, by=by, key=key, at=at)


def words_of(referral: Referral, purpose: str) -> tuple[str, list[str]]:
    """What the mail asks, without saying for whom."""
    names = {"name": Association.current().name, "service": referral.recipient_words}
    if purpose == LinkPurpose.ANSWER:
        return _("%(name)s vous adresse une demande") % names, [
            _("%(name)s vous demande d’accueillir une personne : %(service)s.") % names,
            _("Une page, sans mot de passe : lisez la demande et répondez en un geste."),
        ]
    if referral.status == Status.RECEIVED:
        question = _("La personne que vous avez reçue est-elle toujours accompagnée ? Un geste suffit pour le dire.")
    else:
        question = _("La personne que vous aviez accepté d’accueillir est-elle venue ? Un geste suffit pour le dire.")
    return _("Des nouvelles d’une demande de %(name)s") % names, [question]


def renew(token: str, *, at: datetime) -> bool:
    """Send a new link in place of one that has expired, to the address known, once a day; who asks learns nothing."""
    today = timezone.localdate(at)
    expired = ReferralLink.objects.filter(
        token_hash=digest(token),
        revoked_at__isnull=True,
        expires_at__lte=at,
        referral__sent_at__isnull=False,
        referral__agreement__withdrawn_at__isnull=True,
        referral__agreement__ends_on__gte=today,
    )
    link = expired.exclude(referral__status__in=ENDED).select_related("referral__service__organization").first()
    if link is None:
        return False
    key = f"referral-link-renewed:{link.pk}:{today}"
    return send_link(link.referral, by=None, at=at, key=key, purpose=link.purpose) is not None
