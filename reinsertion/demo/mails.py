"""What left by mail: each request that still waits, the reminders of the clock, one that failed."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from core.models import MailStatus, OutgoingMail
from referrals.chasing import chase
from referrals.models import Channel, Referral, Snapshot
from referrals.models.leaving import leaving_of
from referrals.models.letters import write_request
from reinsertion.demo.scene import Scene

FAILED = "550 5.1.1 boîte aux lettres inconnue"


def create_mails(scene: Scene) -> None:
    """After the referrals and the files: what each partner may read is frozen as it is today."""
    rows = Referral.objects.undecided().filter(service__isnull=False, channel=Channel.EMAIL).for_page()
    for referral in rows.order_by("sent_at", "pk"):
        author, sent = referral.created_by, referral.sent_at or timezone.now()
        content = leaving_of(referral, referral.agreement, [], by=author, at=sent)
        Snapshot.objects.create(referral=referral, content=content, made_at=sent)
        write_request(referral, by=author, at=sent)
    for ago in range(15, 0, -2):
        chase(scene.moment(scene.day(-ago), 10))
    OutgoingMail.objects.update(status=MailStatus.SENT, attempts=1, sent_at=F("not_before") + timedelta(seconds=9))
    latest = OutgoingMail.objects.order_by("-created_at", "pk").first()
    if latest:
        OutgoingMail.objects.filter(pk=latest.pk).update(status=MailStatus.FAILED, sent_at=None, problem=FAILED)
