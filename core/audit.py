"""Writing to the journal, in the transaction of the act itself."""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import models

from core.models import AuditAction, AuditEntry

origin: ContextVar[str | None] = ContextVar("origin", default=None)


def record(
    actor: Any, action: AuditAction, target: models.Model, *, person_id: UUID | None = None, fields: Iterable[str] = ()
) -> AuditEntry:
    """Add one entry: who (actor), what (action on target), on whose file (person_id), from where (the request).

    A failure here fails the act: what cannot be journalled does not happen.
    """
    return AuditEntry.objects.create(
        actor=actor,
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        person_id=person_id,
        fields=sorted(fields),
        origin=origin.get(),
    )


def record_each(actor: Any, action: AuditAction, targets: Iterable[tuple[models.Model, UUID]]) -> None:
    """Add one entry for each target and person, in one query: the names of a list read together."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            actor=actor,
            action=action,
            object_type=target._meta.label_lower,
            object_id=str(target.pk),
            person_id=person_id,
            origin=origin.get(),
        )
        for target, person_id in targets
    )
