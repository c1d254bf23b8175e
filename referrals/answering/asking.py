"""Asking the partner what became of the welcome: has the person come, are they still there a month later."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from referrals.models import Channel, LinkPurpose, Referral, ReferralLink, Status
from referrals.models.letters import send_link

COME_AFTER = timedelta(days=7)
THE_DAY_AFTER = timedelta(days=1)
AT_ONCE = 200


def ask_outcomes(now: datetime) -> int:
    """Write to the partners whose turn it is, once for each question; how many mails."""
    sent = 0
    for referral in due(now)[:AT_ONCE]:
        question = "attending" if referral.status == Status.RECEIVED else "received"
        with transaction.atomic():
            key = f"referral-outcome:{referral.pk}:{question}"
            mail = send_link(referral, by=None, at=now, key=key, purpose=LinkPurpose.OUTCOME)
            sent += mail is not None
    return sent


def due(now: datetime) -> QuerySet[Referral]:
    """Accepted a week ago, met yesterday, received a month ago; not asked since; their agreement in force."""
    accepted = Q(status=Status.ACCEPTED, replied_at__lt=now - COME_AFTER)
    met = Q(status=Status.APPOINTMENT, appointment_at__lt=now - THE_DAY_AFTER)
    welcomed = Q(status=Status.RECEIVED, received_at__lt=now - timedelta(days=settings.REFERRAL_ATTENDING_DAYS))
    rows = Referral.objects.filter(accepted | met | welcomed, channel=Channel.EMAIL, service__isnull=False)
    rows = rows.filter(agreement__withdrawn_at__isnull=True, agreement__ends_on__gte=timezone.localdate(now))
    links = ReferralLink.objects.filter(referral=OuterRef("pk"), purpose=LinkPurpose.OUTCOME)
    since = links.filter(Q(created_at__gte=OuterRef("received_at")) | Q(referral__received_at__isnull=True))
    rows = rows.exclude(Q(service__email="", service__organization__email="")).exclude(Exists(since))
    return rows.select_related("service__organization").order_by("sent_at", "pk")
