"""What the lines of a project have in common: noted once, amended, journalled on the person’s file."""

import uuid
from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from programs.models.projects.project import Project

AHEAD, BEHIND = timedelta(days=3 * 366), timedelta(days=10 * 366)


def require_near(day: date | None, *, today: date) -> None:
    """Refuse a date that no project of today has: ten years back, three ahead."""
    if day and not today - BEHIND <= day <= today + AHEAD:
        raise DomainError(_("Cette date est trop loin : vérifiez l’année."))


class ProjectRowQuerySet(models.QuerySet[Any]):
    """Reading and noting the lines of a kind."""

    def visible_to(self, user: User) -> Self:
        """Those of the projects that the user reads."""
        return self.filter(project__in=Project.objects.visible_to(user))

    @transaction.atomic
    def register(self, project: Project, *, by: User, **facts: Any) -> Any:
        """Note one and journal it; the same line sent twice is noted once."""
        project.lock()
        if already := self.filter(project=project, **facts).first():
            return already
        row = self.create(project=project, created_by=by, **facts)
        audit.record(by, AuditAction.CREATED, row, person_id=project.person_id)
        return row


class ProjectRow(models.Model):
    """One line of a project."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey("programs.Project", on_delete=models.PROTECT, related_name="%(class)ss")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def amend(self, *, by: User, **facts: Any) -> None:
        """Write what changed, and journal it; the same again changes nothing."""
        changed = [name for name, value in facts.items() if getattr(self, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(self, name, facts[name])
        self.save(update_fields=changed)
        audit.record(by, AuditAction.CHANGED, self, person_id=self.project.person_id, fields=changed)
