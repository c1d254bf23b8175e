"""The mail that asks a partner to read its card again: one link, nobody’s name."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Association, User
from core.templatetags.french import date_words
from partners.models import Organization, UpdateLink
from partners.models.update_link import OPEN_FOR


def address_of(token: str) -> str:
    """The full address of a link."""
    return f"{settings.SITE_URL}{reverse('partners:update', args=[token])}"


def letter(organization: Organization, token: str, *, at: datetime, reminder: bool = False) -> EmailMessage:
    """The message for an organisation’s own address."""
    association = Association.current()
    subject = _("Vos informations dans l’annuaire de %(name)s") % {"name": association.name}
    if reminder:
        subject = _("Rappel : %(subject)s") % {"subject": subject}
    lines = [
        _("Bonjour,"),
        _("%(name)s oriente des personnes vers votre structure : %(partner)s. Vos informations sont-elles justes ?")
        % {"name": association.name, "partner": organization.name},
        _("Une page, sans mot de passe : « Tout est juste » en un geste, ou corrigez ce qui a changé."),
        address_of(token),
        _("Ce lien est le vôtre jusqu’au %(day)s : ne le faites pas suivre hors de votre structure.")
        % {"day": date_words(at + OPEN_FOR)},
        " – ".join(filter(None, [association.name, association.phone, association.email])),
    ]
    return EmailMessage(subject, "\n\n".join(lines) + "\n", None, [organization.email])


def send_link(
    organization: Organization, *, by: User, at: datetime, reminder: bool = False, connection: Any = None
) -> None:
    """Open a link and send it to the organisation; a mail that cannot leave raises, and nothing was opened."""
    token = UpdateLink.objects.register(organization, by=by, at=at)
    message = letter(organization, token, at=at, reminder=reminder)
    message.connection = connection
    message.send()
