"""What an event is made of: lines written and taken out with it, each journalled."""

from typing import Any

from django.db import models, transaction

from accounts.models import User
from core import audit
from core.models import AuditAction


class EventPart(models.Model):
    """A line of an event: of its programme, its partners, its preparation or its materials."""

    event: Any

    class Meta:
        abstract = True

    @transaction.atomic
    def write(self, *, by: User, **many: Any) -> None:
        """Add or correct the line; many: the rows that it names."""
        action = AuditAction.CREATED if self._state.adding else AuditAction.CHANGED
        self.save()
        for name, rows in many.items():
            getattr(self, name).set(rows)
        audit.record(by, action, self)

    @transaction.atomic
    def remove(self, *, by: User) -> None:
        """Take the line out."""
        audit.record(by, AuditAction.DELETED, self)
        self.delete()
