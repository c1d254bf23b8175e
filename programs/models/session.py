"""Sessions: one dated meeting of a program."""

import uuid
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import ordered_dates
from core.fields import LineField


class SessionQuerySet(models.QuerySet["Session"]):
    """Reading the sessions."""

    def upcoming(self, now: datetime) -> "SessionQuerySet":
        """Not ended yet, soonest first."""
        return self.filter(ends_at__gte=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> "SessionQuerySet":
        """Ended, latest first."""
        return self.filter(ends_at__lt=now).order_by("-starts_at", "pk")


class Session(models.Model):
    """When and where a program meets."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(
        "programs.Program", verbose_name=_("programme"), on_delete=models.PROTECT, related_name="sessions"
    )
    title = LineField(_("intitulé"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    room = LineField(_("salle"), max_length=80, blank=True)
    is_cancelled = models.BooleanField(_("annulée"), default=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        constraints = [ordered_dates("session", "starts_at", "ends_at")]
        indexes = [models.Index(fields=["program", "starts_at"], name="session_program")]

    def __str__(self) -> str:
        return f"{self.program} {self.starts_at:%Y-%m-%d}"

    @transaction.atomic
    def repeat_weekly(self, times: int) -> int:
        """Plan the same meeting in each of the following weeks, at the same hour of the clock.

        A week that already has it is left as it is; return how many were added.
        """
        weeks = [timedelta(weeks=number) for number in range(1, times + 1)]
        starts = {same_hour(self.starts_at, week): same_hour(self.ends_at, week) for week in weeks}
        known = set(
            Session.objects.filter(program=self.program_id, starts_at__in=starts).values_list("starts_at", flat=True)
        )
        added = [
            Session(program_id=self.program_id, title=self.title, room=self.room, starts_at=start, ends_at=end)
            for start, end in starts.items()
            if start not in known
        ]
        return len(Session.objects.bulk_create(added))


def same_hour(moment: datetime, later: timedelta) -> datetime:
    """The moment moved by whole days, at the same hour of the clock on both sides of a change of time."""
    wall = timezone.localtime(moment).replace(tzinfo=None)
    return timezone.make_aware(wall + later)
