"""The one door of mails: they are written here, in the transaction of the act itself, and leave by a worker.

A mail carries no personal data: a link to a page that asks who reads. One that would reach a person accompanied leaves
only as beneficiaries/reaching.py allows, asked when it leaves. Whoever asks twice with one key gets the first mail.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core import audit
from core.errors import DomainError
from core.fields import INVISIBLE
from core.models import AuditAction, MailStatus, OutgoingMail
from core.models.outgoing_mail import NEEDS_SOMEBODY, OVER
from core.sealed import seal

UNDO = timedelta(seconds=60)


def post(
    to: str,
    subject: str,
    body: str,
    *,
    key: str,
    at: datetime,
    about: models.Model | None = None,
    by: Any = None,
) -> OutgoingMail:
    """Write a mail, to leave at once; when somebody sends it, they have a minute to change their mind."""
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "to": checked_address(to),
            "subject": checked_subject(subject),
            "sealed_body": seal(body),
            "about_type": about._meta.label_lower if about else "",
            "about_id": str(about.pk) if about else "",
            "by": by,
            "created_at": at,
            "not_before": at + UNDO if by else at,
        },
    )
    if is_new:
        audit.record(by, AuditAction.CREATED, mail)
    return mail


def checked_address(to: str) -> str:
    """The address, its domain as servers write it; anything that could become another header is refused."""
    name, at_sign, domain = to.rpartition("@")
    try:
        address = f"{name}{at_sign}{domain.encode('idna').decode()}"
        validate_email(address)
        address.encode("ascii")
    except (ValidationError, UnicodeError) as error:
        raise DomainError(_("« %(address)s » n’est pas une adresse de courriel.") % {"address": to[:100]}) from error
    return address


def checked_subject(subject: str) -> str:
    """The subject, if it is one visible line."""
    if not subject.strip() or INVISIBLE.search(subject):
        raise DomainError(_("L’objet d’un courriel tient sur une ligne."))
    return subject


def held_back(mail: OutgoingMail, at: datetime) -> str:
    """Why a mail must not leave any more, or nothing: each app that knows a reason is asked at the last moment."""
    answers = (import_string(question)(mail, at) for question in settings.MAIL_QUESTIONS)
    return next(filter(None, answers), "")


@transaction.atomic
def undo(mail: OutgoingMail, *, by: Any, at: datetime, reason: str = "") -> None:
    """Call a mail back while nobody has begun to send it."""
    mail.move_to(MailStatus.CANCELLED, at=at, cancelled_by=by, problem=reason)
    audit.record(by, AuditAction.CHANGED, mail, fields=["status"])


@transaction.atomic
def call_back(about: models.Model, *, by: Any, at: datetime, reason: str) -> int:
    """Call back whatever still waits about something that is over; how many mails."""
    waiting = OutgoingMail.objects.about(about).filter(status=MailStatus.WAITING)
    mails = list(waiting.select_for_update(of=("self",), skip_locked=True))
    for mail in mails:
        undo(mail, by=by, at=at, reason=reason)
    return len(mails)


@transaction.atomic
def doubt_waiting(*, at: datetime) -> int:
    """After a dump was restored: what waits in it may have left since, so somebody decides; how many mails."""
    waiting = list(OutgoingMail.objects.exclude(status__in=[*OVER, *NEEDS_SOMEBODY]).order_by("pk"))
    for mail in waiting:
        if mail.status != MailStatus.WAITING:
            mail.move_to(MailStatus.WAITING, at=at)
        mail.move_to(MailStatus.DOUBTFUL, at=at, problem=_("La base vient d’une sauvegarde : il est peut-être parti."))
    return len(waiting)


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: Any, at: datetime) -> None:
    """Somebody has looked: it did not arrive, or what stopped it is mended."""
    mail.move_to(MailStatus.WAITING, at=at, not_before=at, attempts=0, problem="")
    audit.record(by, AuditAction.CHANGED, mail, fields=["status"])


@transaction.atomic
def note_arrived(mail: OutgoingMail, *, by: Any, at: datetime) -> None:
    """Somebody has asked: a mail to verify has arrived."""
    mail.move_to(MailStatus.SENT, at=at)
    audit.record(by, AuditAction.CHANGED, mail, fields=["status"])
