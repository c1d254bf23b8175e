"""Referrals that nobody answers: asking again, by hand or by the clock, and no longer waiting."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction, OutgoingMail
from referrals.models import Channel, Referral, Reminder, ReminderWay
from referrals.models.letters import REMINDER, email_of, send_link
from referrals.models.queries import ReferralQuerySet

FIRST_HOUR, LAST_HOUR, SATURDAY = 8, 18, 5
NOT_AGAIN_BEFORE = timedelta(days=3)  # the clock leaves whoever was just asked in peace


@transaction.atomic
def remind(referral: Referral, way: ReminderWay, *, by: User, at: datetime, comment: str = "") -> Reminder:
    """Ask the recipient again, or note that somebody did; the same way twice in a minute is one click too many."""
    current = referral.lock()
    if not current.is_undecided:
        raise TransitionNotAllowed(current.refusal)
    again = current.reminders.filter(way=way, by=by, at__gt=at - timedelta(minutes=1)).first()
    if again:
        return again
    reminder = Reminder.objects.create(referral=current, way=way, by=by, at=at, comment=comment)
    if way == ReminderWay.MAIL and not _write(current, reminder):
        raise DomainError(_("Ce service n’a pas de courriel : appelez-le, ou imprimez une lettre."))
    audit.record(by, AuditAction.CREATED, reminder, person_id=current.beneficiary_id)
    return reminder


def chase(now: datetime) -> tuple[int, int]:
    """What the clock does: (reminders written, referrals no longer waited for). Run again, it does nothing more."""
    lapsed = sum(_lapse(referral, now) for referral in _silent_for(settings.REFERRAL_LAPSE_DAYS, now))
    local = timezone.localtime(now)
    if local.weekday() >= SATURDAY or not FIRST_HOUR <= local.hour < LAST_HOUR:
        return 0, lapsed
    return sum(_remind(referral, now) for referral in _to_remind(now)), lapsed


def _silent_for(days: int, now: datetime) -> ReferralQuerySet:
    """Silent for so long; each is looked at again under its lock."""
    return Referral.objects.silent_since(now - timedelta(days=days))


def _to_remind(now: datetime) -> ReferralQuerySet:
    """Written to, silent, neither asked again lately nor as often as is polite."""
    asked = Reminder.objects.filter(referral=OuterRef("pk"))
    enough = asked.filter(Q(days=max(settings.REFERRAL_REMINDER_DAYS)) | Q(at__gt=now - NOT_AGAIN_BEFORE))
    silent = _silent_for(min(settings.REFERRAL_REMINDER_DAYS), now).exclude(Exists(enough))
    return silent.filter(channel=Channel.EMAIL, service__isnull=False)


@transaction.atomic
def _lapse(referral: Referral, now: datetime) -> bool:
    """No longer wait, unless something was said meanwhile."""
    referral.lock()
    if not _silent_for(settings.REFERRAL_LAPSE_DAYS, now).filter(pk=referral.pk).exists():
        return False
    referral.lapse(by=None, at=now)
    return True


@transaction.atomic
def _remind(referral: Referral, now: datetime) -> bool:
    """The reminder of the longest delay that has passed, once, unless something was said or asked meanwhile."""
    current = referral.lock()
    silent = _to_remind(now).filter(pk=referral.pk).first()
    if silent is None or not current.agreement.is_in_force(timezone.localdate(now)):
        return False
    waited = (now - silent.quiet_since).days
    days = max(days for days in settings.REFERRAL_REMINDER_DAYS if days <= waited)
    if current.reminders.filter(days__gte=days).exists() or not email_of(current):
        return False
    reminder = Reminder.objects.create(referral=current, way=ReminderWay.MAIL, at=now, days=days)
    _write(current, reminder)
    audit.record(None, AuditAction.CREATED, reminder, person_id=current.beneficiary_id)
    return True


def _write(referral: Referral, reminder: Reminder) -> OutgoingMail | None:
    """Its mail, with a fresh link."""
    waited = (reminder.at - referral.sent_at).days if referral.sent_at else 0
    key = f"{REMINDER}{reminder.pk}"
    return send_link(referral, waited=max(waited, 1), by=reminder.by, at=reminder.at, key=key)
