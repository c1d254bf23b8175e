"""The mail that asks a partner to read its card again: one link, nobody’s name."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Association, User
from core.models import OutgoingMail
from core.outgoing import post
from core.templatetags.french import date_words
from core.tokens import digest
from partners.models import Organization, UpdateLink
from partners.models.update_link import OPEN_FOR


def address_of(token: str) -> str:
    """The full address of a link."""
    return f"{settings.SITE_URL}{reverse('partners:update', args=[token])}"


def send_link(organization: Organization, *, by: User, at: datetime, reminder: bool = False) -> OutgoingMail:
    """Open a link and write to the organisation’s own address."""
    token = UpdateLink.objects.register(organization, by=by, at=at)
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
    text, key = "\n\n".join(lines) + "\n", f"update-link:{digest(token)}"
    return post(organization.email, subject, text, about=organization, by=by, key=key, at=at)
