"""Sessions: one dated meeting of a program."""

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import ordered_dates
from core.fields import LineField


class SessionQuerySet(models.QuerySet["Session"]):
    """Reading the sessions."""

    def upcoming(self, now: datetime) -> "SessionQuerySet":
        """Not ended yet, soonest first."""
        return self.filter(ends_at__gte=now).order_by("starts_at", "pk")


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
