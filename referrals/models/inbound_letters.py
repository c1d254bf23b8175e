"""The answer to who sent a person to us: taken in charge, or not and why; nobody’s name, nothing of who was known."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Association, User
from core.errors import DomainError
from core.models import OutgoingMail
from core.outgoing import checked_address, post
from core.templatetags.french import date_words

if TYPE_CHECKING:
    from referrals.models.inbound import InboundReferral


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
