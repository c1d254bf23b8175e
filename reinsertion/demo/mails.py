"""What left by mail: each request that still waits, the reminders of the clock, one that failed."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from core.models import MailStatus, OutgoingMail
from referrals.chasing import chase
from referrals.models import Channel, Referral, Snapshot, Status
from referrals.models.leaving import leaving_of
from referrals.models.letters import write_request
from referrals.models.states import UNDECIDED
from reinsertion.demo.scene import Scene

FAILED = "550 5.1.1 boîte aux lettres inconnue"
STILL_READ = [*UNDECIDED, Status.ACCEPTED, Status.APPOINTMENT]


def create_mails(scene: Scene) -> None:
    """After the referrals and the files: what each partner may read is frozen as it is today."""
    rows = Referral.objects.filter(status__in=STILL_READ, service__isnull=False).for_page().order_by("sent_at", "pk")
    for referral in rows:
        author, sent = referral.created_by, referral.sent_at or timezone.now()
        content = leaving_of(referral, referral.agreement, [], by=author, at=sent)
        Snapshot.objects.create(referral=referral, content=content, made_at=sent)
        if referral.channel == Channel.EMAIL and referral.status in UNDECIDED:
            write_request(referral, by=author, at=sent)
    for ago in range(20, 0, -1):
        chase(scene.moment(scene.day(-ago), 10))
    OutgoingMail.objects.update(status=MailStatus.SENT, attempts=1, sent_at=F("not_before") + timedelta(seconds=9))
    latest = OutgoingMail.objects.order_by("-created_at", "pk").first()
    if latest:
        OutgoingMail.objects.filter(pk=latest.pk).update(status=MailStatus.FAILED, sent_at=None, problem=FAILED)
