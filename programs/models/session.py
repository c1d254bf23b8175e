"""Sessions: one dated meeting of a program."""

import uuid
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import ordered_dates
from core.fields import LineField
from programs.models.meeting import crossing_sessions

NOT_AT_THIS_HOUR = _(
    "Ce programme ne peut pas se réunir à ce site à cette heure. "
    "Choisissez une autre heure ou un autre lieu ; la coordination peut vous aider."
)


class SessionQuerySet(models.QuerySet["Session"]):
    """Reading the sessions."""

    def upcoming(self, now: datetime) -> "SessionQuerySet":
        """Not ended yet, soonest first."""
        return self.filter(ends_at__gte=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> "SessionQuerySet":
        """Ended, latest first."""
        return self.filter(ends_at__lt=now).order_by("-starts_at", "pk")

    @transaction.atomic
    def repeat_weekly(self, times: int) -> "tuple[list[Session], list[Session]]":
        """Plan the same meetings in each of the following weeks, at the same hour of the clock: added, left aside.

        A week that already has its meeting is left as it is; one where people kept apart would meet is left aside.
        """
        weeks = [timedelta(weeks=number) for number in range(1, times + 1)]
        planned = {
            (session.program_id, same_hour(session.starts_at, week)): Session(
                program_id=session.program_id,
                title=session.title,
                room=session.room,
                starts_at=same_hour(session.starts_at, week),
                ends_at=same_hour(session.ends_at, week),
            )
            for session in self.order_by("starts_at", "pk")
            for week in weeks
        }
        programs, starts = {program for program, _start in planned}, {start for _program, start in planned}
        known = Session.objects.filter(program__in=programs, starts_at__in=starts)
        for key in known.values_list("program_id", "starts_at"):
            planned.pop(key, None)
        crossing = crossing_sessions(list(planned.values()))
        added = [session for session in planned.values() if session.pk not in crossing]
        aside = [session for session in planned.values() if session.pk in crossing]
        return Session.objects.bulk_create(added), aside


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


def same_hour(moment: datetime, later: timedelta) -> datetime:
    """The moment moved by whole days, at the same hour of the clock on both sides of a change of time."""
    wall = timezone.localtime(moment).replace(tzinfo=None)
    return timezone.make_aware(wall + later)
