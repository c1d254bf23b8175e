"""What the small records of a file have in common: noted once, amended, taken away with a trace, journalled."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Layer, Opened, Reached, people_read_in
from core import audit
from core.constraints import paired
from core.errors import DomainError
from core.models import AuditAction


class FileRecordQuerySet(models.QuerySet[Any]):
    """Reading and noting the records of a kind."""

    def visible_to(self, user: User) -> Self:
        """Those of the people whose records of this layer the user reads."""
        return self.filter(**{f"{self.model.PERSON}__in": people_read_in(user, self.model.LAYER)})

    def visible_in(self, file: "Opened | Reached") -> Self:
        """Those of files already reached."""
        return self.filter(file.holds(self.model.LAYER, person=self.model.PERSON))

    def current(self) -> Self:
        """Not taken away."""
        return self.filter(removed_at__isnull=True)

    def removed(self) -> Self:
        """Taken away, latest first, with who did it."""
        gone = self.filter(removed_at__isnull=False).select_related("removed_by")
        return gone.order_by("-removed_at", "pk")

    @transaction.atomic
    def register(self, person: Beneficiary, *, by: User, **facts: Any) -> Any:
        """Note one and journal it; the same facts still standing are noted once."""
        person.lock()
        owner = {} if "child" in facts else {self.model.PERSON: person}
        if already := self.filter(**facts, **owner, removed_at__isnull=True).first():
            return already
        record = self.create(**facts, **owner, created_by=by)
        audit.record(by, AuditAction.CREATED, record, person_id=person.pk)
        return record


class FileRecord(models.Model):
    """One record of a person’s file, read by those who read its layer.

    PERSON is the path to the person whose file holds it, LAYER who needs to know it; DISCREET names the fields of a
    more closed layer, which the journal does not name.
    """

    PERSON: ClassVar[str] = "beneficiary"
    LAYER: ClassVar[Layer] = Layer.FAMILY
    DISCREET: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("noté le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    removed_at = models.DateTimeField(_("retiré le"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects: Any

    class Meta:
        abstract = True

    @property
    def file_id(self) -> UUID:
        """The file that holds the record."""
        pk: UUID = self.beneficiary_id  # type: ignore[attr-defined]  # records of a child say otherwise
        return pk

    @transaction.atomic
    def amend(self, *, by: User, **facts: Any) -> None:
        """Write what changed and journal the names of the fields; what was taken away no longer changes."""
        manager = type(self)._default_manager
        stored = manager.select_for_update(of=("self",)).get(pk=self.pk)
        if stored.removed_at:
            raise DomainError(_("Cette ligne a été retirée entre-temps : elle ne se modifie plus."))
        changed = sorted(name for name, value in facts.items() if getattr(stored, name) != value)
        for name, value in facts.items():
            setattr(self, name, value)
        if changed:
            self.save(update_fields=changed)
            named = [name for name in changed if name not in self.DISCREET]
            audit.record(by, AuditAction.CHANGED, self, person_id=self.file_id, fields=named)

    @transaction.atomic
    def remove(self, *, by: User, at: datetime) -> None:
        """Take the record away; the file remembers it, and twice changes nothing."""
        standing = type(self)._default_manager.filter(pk=self.pk, removed_at__isnull=True)
        if standing.update(removed_at=at, removed_by=by):
            audit.record(by, AuditAction.CHANGED, self, person_id=self.file_id, fields=["removed_at"])


def removal_of(model: str) -> models.CheckConstraint:
    """The constraint that each of these models repeats."""
    return paired(model, "removed_at", "removed_by")
