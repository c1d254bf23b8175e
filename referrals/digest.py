"""The mail of Monday to each coordinator: how many referrals wait for something, and where; nobody’s name."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.mails import mails_held_by
from accounts.models import User
from accounts.roles import Role
from core.models import OutgoingMail
from core.outgoing import post
from referrals.models import LateReply, Question, Referral, ReferralEvent, Status

FIRST_HOUR, SATURDAY, WEEK = 7, 5, timedelta(days=7)


def send_digests(now: datetime) -> int:
    """Write once a week, on its first working morning, to each coordinator whose team waits for something; how many."""
    local = timezone.localtime(now)
    if local.weekday() >= SATURDAY or local.hour < FIRST_HOUR:
        return 0
    year, week, _day = local.isocalendar()
    coordinators = User.objects.filter(is_active=True, roles__contains=[Role.COORDINATOR]).order_by("pk")
    keys = {f"referral-digest:{user.pk}:{year}-{week}": user for user in coordinators}
    known = set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(_tell(user, key, now) for key, user in keys.items() if key not in known)


@transaction.atomic
def _tell(user: User, key: str, now: datetime) -> bool:
    """One mail, if there is anything to say."""
    with translation.override(user.language or "fr"):
        lines = list(lines_for(user, now))
        if not lines:
            return False
        link = f"{settings.SITE_URL}{reverse('referrals:unanswered')}"
        post(user.email, _("Orientations : le point de la semaine"), "\n".join([*lines, "", link, ""]), key=key, at=now)
    return True


def lines_for(user: User, now: datetime) -> Iterator[str]:
    """What waits, one line a kind, the kinds without anything left out."""
    rows = Referral.objects.visible_to(user)
    late = settings.REFERRAL_REMINDER_DAYS[0]
    if count := rows.silent_since(now - timedelta(days=late)).count():
        words = ngettext(
            "%(count)d orientation sans réponse depuis plus de %(days)d jours",
            "%(count)d orientations sans réponse depuis plus de %(days)d jours",
            count,
        )
        yield words % {"count": count, "days": late}
    open_questions = Question.objects.filter(referral=OuterRef("pk"), answered_at__isnull=True)
    if count := rows.filter(Exists(open_questions)).count():
        words = ngettext(
            "%(count)d orientation où un partenaire attend notre réponse à sa question",
            "%(count)d orientations où un partenaire attend notre réponse à sa question",
            count,
        )
        yield words % {"count": count}
    if count := rows.filter(Exists(LateReply.objects.open().filter(referral=OuterRef("pk")).order_by())).count():
        words = ngettext("%(count)d réponse arrivée trop tard", "%(count)d réponses arrivées trop tard", count)
        yield words % {"count": count}
    if count := mails_held_by(user).needing_somebody().count():
        words = ngettext(
            "%(count)d courriel non parti ou à vérifier", "%(count)d courriels non partis ou à vérifier", count
        )
        yield words % {"count": count}
    ended = ReferralEvent.objects.filter(referral=OuterRef("pk"), at__gte=now - WEEK)
    if count := rows.filter(Exists(ended.filter(to_status=Status.DECLINED))).count():
        yield ngettext("%(count)d refus cette semaine", "%(count)d refus cette semaine", count) % {"count": count}
    if count := rows.filter(Exists(ended.filter(to_status=Status.LAPSED))).count():
        words = ngettext("%(count)d orientation restée sans suite", "%(count)d orientations restées sans suite", count)
        yield words % {"count": count}
