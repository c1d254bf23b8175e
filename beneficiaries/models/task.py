"""Tasks: something to do by a date."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from core import audit
from core.constraints import paired
from core.fields import LineField
from core.models import AuditAction


class TaskQuerySet(models.QuerySet["Task"]):
    """Reading the tasks."""

    def visible_to(self, user: User) -> "TaskQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def open(self) -> "TaskQuerySet":
        """Still to do."""
        return self.filter(done_at__isnull=True)

    def due(self, day: date) -> "TaskQuerySet":
        """To do by the day."""
        return self.open().filter(due_on__lte=day)

    def for_list(self) -> "TaskQuerySet":
        """Most urgent first, with the person."""
        return self.select_related("beneficiary").order_by("due_on", "created_at", "pk")

    @transaction.atomic
    def register(self, person: Beneficiary, *, by: User, title: str, due_on: date, assignee: User) -> "Task":
        """Give somebody something to do and journal it; the same task still to do is given once."""
        person.lock()
        facts = {"beneficiary": person, "title": title, "due_on": due_on, "assignee": assignee, "done_at": None}
        if already := self.filter(**facts).first():
            return already
        task = self.create(**facts, created_by=by)
        audit.record(by, AuditAction.CREATED, task, person_id=person.pk)
        return task


class Task(models.Model):
    """What somebody must do for a person, and by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="tasks"
    )
    title = LineField(_("à faire"), max_length=160)
    due_on = models.DateField(_("pour le"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("pour"), on_delete=models.PROTECT, related_name="tasks"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    done_at = models.DateTimeField(_("faite le"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("tâche")
        verbose_name_plural = _("tâches")
        constraints = [paired("task", "done_at", "done_by")]
        indexes = [
            models.Index(fields=["assignee", "due_on"], condition=models.Q(done_at__isnull=True), name="task_open")
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d}"

    @transaction.atomic
    def finish(self, *, by: User, at: datetime) -> None:
        """Mark the task done; twice changes nothing."""
        self._note(Task.objects.filter(pk=self.pk, done_at__isnull=True).update(done_at=at, done_by=by), by)

    @transaction.atomic
    def reopen(self, *, by: User) -> None:
        """Put the task back to do."""
        self._note(Task.objects.filter(pk=self.pk, done_at__isnull=False).update(done_at=None, done_by=None), by)

    def _note(self, changed: int, by: User) -> None:
        if changed:
            audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["done_at"])
