"""Who reads which mails that leave, and who may call one back or settle it."""

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.models import OutgoingMail
from core.models.outgoing_mail import OutgoingMailQuerySet

PAGES = {
    "referrals.referral": "referrals:detail",
    "referrals.inboundreferral": "referrals:inbound",
    "partners.organization": "partners:organization",
    "programs.event": "programs:event",
}


def mails_held_by(user: User) -> OutgoingMailQuerySet:
    """One’s own, or all of them for those who look after the mails."""
    rows = OutgoingMail.objects.all()
    return rows if user.can(Permission.MAIL_MANAGE) else rows.filter(by=user)


def mails_visible_to(user: User) -> OutgoingMailQuerySet:
    """The same; in the demonstration nothing leaves and one plays the partner: whoever works here reads all of them."""
    works_here = user.can(Permission.DIRECTORY_READ)
    return OutgoingMail.objects.all() if settings.DEMO and works_here else mails_held_by(user)


def page_about(mail: OutgoingMail) -> str:
    """Where to see what the mail is about, or nothing."""
    name = PAGES.get(mail.about_type)
    return reverse(name, args=[mail.about_id]) if name else ""
