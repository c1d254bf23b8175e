"""The morning e-mail of those who asked for one: how many things wait, and where; no name, no place, no word more."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from beneficiaries.models import Task, VisitPermit
from core.outgoing import post

FIRST_HOUR, SATURDAY = 6, 5


def send_reminders(now: datetime) -> int:
    """Write once a working day, from six in the morning, to each worker for whom something waits; return how many."""
    local = timezone.localtime(now)
    if local.hour < FIRST_HOUR or local.weekday() >= SATURDAY:
        return 0
    asked = User.objects.filter(is_active=True, reminders_by_email=True).exclude(reminded_on=local.date())
    return sum(_remind(user, now) for user in asked.order_by("pk"))


@transaction.atomic
def _remind(user: User, now: datetime) -> bool:
    """Once a day."""
    today = timezone.localdate(now)
    if not User.objects.filter(pk=user.pk).exclude(reminded_on=today).update(reminded_on=today):
        return False
    tasks = Task.objects.visible_to(user).on_desk(today).filter(assignee=user).count()
    waiting = tasks + VisitPermit.objects.of(user).expiring(today).count()
    if waiting:
        _write(user, waiting, now)
    return bool(waiting)


def _write(user: User, waiting: int, now: datetime) -> None:
    with translation.override(user.language or "fr"):
        words = ngettext("%(count)d chose vous attend.", "%(count)d choses vous attendent.", waiting)
        link = f"{settings.SITE_URL}{reverse('casework:home')}"
        stop = _("Pour ne plus recevoir ce courriel, décochez-le dans votre profil.")
        text = f"{words % {'count': waiting}}\n\n{link}\n\n{stop}\n"
        post(user.email, _("Votre journée"), text, key=f"day:{user.pk}:{timezone.localdate(now)}", at=now)
