"""Mails about people sent to us: to our coordinators that one came, to the sender what came of it; nobody’s name."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Association, User
from accounts.roles import Role
from core.errors import DomainError
from core.models import OutgoingMail
from core.outgoing import checked_address, post
from core.templatetags.french import date_words

if TYPE_CHECKING:
    from referrals.models.inbound import InboundReferral

ONE_HOUR = timedelta(hours=1)


def tell_coordinators(asked: "InboundReferral", *, at: datetime) -> None:
    """Write to the coordinators of the team that somebody was sent to us, once an hour each: a link, and no name."""
    team = asked.link.team_id
    rows = User.objects.filter(is_active=True, teams=team, roles__contains=[Role.COORDINATOR])
    for user in rows.order_by("pk"):
        key = f"inbound-news:{user.pk}:"
        if OutgoingMail.objects.filter(key__startswith=key, created_at__gt=at - ONE_HOUR).exists():
            continue
        with override(user.language or "fr"):
            link = f"{settings.SITE_URL}{reverse('referrals:inbound-list')}"
            lines = [_("Une personne vous est adressée : la demande attend d’être lue."), "", link, ""]
            post(user.email, _("Une demande reçue"), "\n".join(lines), key=f"{key}{at:%Y-%m-%dT%H}", at=at)


def tell_sender(asked: "InboundReferral", *, by: User, at: datetime) -> OutgoingMail | None:
    """Write once to the address given; the same words whether the person was new, known or sent twice."""
    try:
        address = checked_address(asked.content.get("sender_email", ""))
    except DomainError:
        return None
    association = Association.current()
    with override("fr"):
        day = {"day": date_words(asked.received_at), "name": association.name}
        if asked.decline_reason:
            said = [
                _("Nous ne pouvons pas accueillir la personne que vous nous avez adressée le %(day)s.") % day,
                _("Raison : %(reason)s.") % {"reason": asked.get_decline_reason_display()},
            ]
        else:
            said = [_("La personne que vous nous avez adressée le %(day)s est prise en charge par notre équipe.") % day]
        lines = [
            _("Bonjour,"),
            *said,
            _("Ce courriel ne dit rien de la personne. Pour en parler, appelez-nous."),
            " – ".join(filter(None, [association.name, association.phone, association.email])),
        ]
        subject = _("Votre demande à %(name)s") % day
    return post(address, subject, "\n\n".join(lines) + "\n", about=asked, by=by, at=at, key=f"inbound:{asked.pk}")
