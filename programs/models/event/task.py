"""What is to be done before and after an event."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.constraints import paired
from core.fields import LineField
from core.models import AuditAction
from programs.models.event.part import EventPart


class EventTask(EventPart):
    """Something to do for an event, by when and by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey("programs.Event", on_delete=models.PROTECT, related_name="tasks")
    title = LineField(_("à faire"), max_length=160)
    due_on = models.DateField(_("pour le"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    done_at = models.DateTimeField(_("faite le"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("préparatif")
        verbose_name_plural = _("préparatifs")
        constraints = [paired("eventtask", "done_at", "done_by")]

    def __str__(self) -> str:
        return self.title

    @transaction.atomic
    def mark(self, done: bool, *, by: User, at: datetime) -> None:
        """Say that it is done, or that it is not after all."""
        self.done_at, self.done_by = (at, by) if done else (None, None)
        self.save(update_fields=["done_at", "done_by"])
        audit.record(by, AuditAction.CHANGED, self, fields=["done_at"])
