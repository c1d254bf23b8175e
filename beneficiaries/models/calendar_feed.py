"""The private calendar address of a worker: whoever holds the token reads when, never who."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.models import AuditAction
from core.tokens import digest, draw

# A telephone asks every few minutes: one entry of the journal an hour tells as much.
JOURNALLED_EVERY = timedelta(hours=1)


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Opening an address, and finding one’s own."""

    def of(self, user: User) -> "CalendarFeedQuerySet":
        """The address that the user has open."""
        return self.filter(worker=user, revoked_at__isnull=True)

    @transaction.atomic
    def register(self, *, by: User, at: datetime) -> str:
        """Close the former address and return the token of a new one: the only time that it can be read."""
        User.objects.select_for_update(of=("self",)).only("pk").get(pk=by.pk)
        for feed in self.of(by):
            feed.revoke(by=by, at=at)
        token = draw()
        feed = self.create(worker=by, token_hash=digest(token), created_at=at)
        audit.record(by, AuditAction.CREATED, feed)
        return token


class CalendarFeed(models.Model):
    """One address, from its making to its closing; only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("créée le"))
    revoked_at = models.DateTimeField(_("fermée le"), null=True)
    last_read_at = models.DateTimeField(_("lue pour la dernière fois le"), null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("adresse d’agenda")
        verbose_name_plural = _("adresses d’agenda")
        constraints = [
            models.UniqueConstraint(
                fields=["worker"],
                condition=models.Q(revoked_at__isnull=True),
                name="calendarfeed_one_at_a_time",
                violation_error_message=_("Une adresse d’agenda est déjà ouverte."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"

    @transaction.atomic
    def note_read(self, *, at: datetime) -> None:
        """Journal that the feed was read, once an hour at most."""
        stale = models.Q(last_read_at__isnull=True) | models.Q(last_read_at__lte=at - JOURNALLED_EVERY)
        if CalendarFeed.objects.filter(stale, pk=self.pk).update(last_read_at=at):
            audit.record(self.worker, AuditAction.OPENED, self)

    @transaction.atomic
    def revoke(self, *, by: User, at: datetime) -> None:
        """Close the address; twice changes nothing."""
        if CalendarFeed.objects.filter(pk=self.pk, revoked_at__isnull=True).update(revoked_at=at):
            audit.record(by, AuditAction.CHANGED, self, fields=["revoked_at"])


def feed_with(token: str) -> CalendarFeed | None:
    """The feed that this token opens, while its worker’s account is open."""
    feeds = CalendarFeed.objects.filter(token_hash=digest(token), revoked_at__isnull=True, worker__is_active=True)
    return feeds.select_related("worker").first()
