"""Tasks: something to do by a date, once or again and again."""

import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.layer import Opened, Reached
from beneficiaries.models.recurrence import MOST, Rhythm, next_in
from core import audit
from core.constraints import one_of, paired
from core.fields import LineField
from core.models import AuditAction

SERIES = ("every", "rhythm", "series_from", "until")


class TaskQuerySet(models.QuerySet["Task"]):
    """Reading the tasks."""

    def visible_to(self, user: User) -> "TaskQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "TaskQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds())

    def open(self) -> "TaskQuerySet":
        """Still to do."""
        return self.filter(done_at__isnull=True)

    def due(self, day: date) -> "TaskQuerySet":
        """To do by the day."""
        return self.open().filter(due_on__lte=day)

    def on_desk(self, day: date) -> "TaskQuerySet":
        """To do by the day, or to be reminded of since then."""
        return self.open().filter(models.Q(due_on__lte=day) | models.Q(remind_on__lte=day))

    def for_list(self) -> "TaskQuerySet":
        """Most urgent first, with the person."""
        return self.select_related("beneficiary").order_by("due_on", "created_at", "pk")

    @transaction.atomic
    def register(
        self, person: Beneficiary, *, by: User, title: str, due_on: date, assignee: User, **more: Any
    ) -> "Task":
        """Give somebody something to do and journal it; the same task still to do is given once.

        more: remind_on; every, rhythm and until for a task that comes back, counted from due_on.
        """
        person.lock()
        if more.get("every"):
            more["series_from"] = due_on
        facts = {"beneficiary": person, "title": title, "due_on": due_on, "assignee": assignee, "done_at": None, **more}
        if already := self.filter(**facts).first():
            return already
        task = self.create(**facts, created_by=by)
        audit.record(by, AuditAction.CREATED, task, person_id=person.pk)
        return task


class Task(models.Model):
    """What somebody must do for a person, and by when; a task that comes back plans the next one once it is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="tasks"
    )
    title = LineField(_("à faire"), max_length=160)
    due_on = models.DateField(_("pour le"))
    remind_on = models.DateField(_("me le rappeler le"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("pour"), on_delete=models.PROTECT, related_name="tasks"
    )
    every = models.PositiveSmallIntegerField(_("tous les"), null=True, blank=True)
    rhythm = models.CharField(_("rythme"), max_length=10, choices=Rhythm, blank=True, default=Rhythm.ONCE)
    series_from = models.DateField(null=True, editable=False)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
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
        constraints = [
            paired("task", "done_at", "done_by"),
            one_of("task", "rhythm", Rhythm),
            models.CheckConstraint(
                condition=models.Q(every__isnull=True, rhythm="", series_from__isnull=True, until__isnull=True)
                | (
                    models.Q(every__gte=1, every__lte=MOST, series_from__lte=models.F("due_on"))
                    & models.Q(until__gte=models.F("due_on"))
                    & ~models.Q(rhythm="")
                ),
                name="task_series_whole",
                violation_error_message=_(
                    "Une tâche qui revient a un rythme et une date de fin, après le premier jour."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(remind_on__isnull=True) | models.Q(remind_on__lte=models.F("due_on")),
                name="task_reminder_before_due",
                violation_error_message=_("Le rappel vient avant le jour de la tâche."),
            ),
        ]
        indexes = [
            models.Index(fields=["assignee", "due_on"], condition=models.Q(done_at__isnull=True), name="task_open")
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d}"

    @transaction.atomic
    def finish(self, *, by: User, at: datetime) -> "Task | None":
        """Mark the task done and plan the next of its series, which is returned; twice changes nothing."""
        stored = self._locked()
        if stored.done_at:
            return None
        self._write(by, done_at=at, done_by=by)
        return stored._plan_next(by=by, after=max(stored.due_on, timezone.localdate(at)))

    @transaction.atomic
    def reopen(self, *, by: User) -> None:
        """Put the task back to do; the next one, planned when it was done, goes away unless it is done too."""
        if not self._locked().done_at:
            return
        planned = Task.objects.filter(previous=self, done_at__isnull=True).first()
        if planned:
            audit.record(by, AuditAction.DELETED, planned, person_id=planned.beneficiary_id)
            planned.delete()
        self._write(by, done_at=None, done_by=None)

    @transaction.atomic
    def stop_series(self, *, by: User) -> None:
        """Let this task be the last of its series; twice changes nothing."""
        if self._locked().every:
            self._write(by, every=None, rhythm=Rhythm.ONCE, series_from=None, until=None)

    def _plan_next(self, *, by: User, after: date) -> "Task | None":
        """The next day of the series, unless it is over or already planned."""
        if not (self.every and self.series_from and self.until):
            return None
        due_on = next_in(self.series_from, self.every, self.rhythm, after=after)
        if due_on > self.until or Task.objects.filter(previous=self).exists():
            return None
        kept = {name: getattr(self, name) for name in ("beneficiary_id", "assignee_id", "title", *SERIES)}
        remind_on = due_on - (self.due_on - self.remind_on) if self.remind_on else None
        task = Task.objects.create(**kept, due_on=due_on, remind_on=remind_on, previous=self, created_by=by)
        audit.record(by, AuditAction.CREATED, task, person_id=self.beneficiary_id)
        return task

    def _write(self, by: User, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=list(values))

    def _locked(self) -> "Task":
        """The row as it is now; the file first, as whoever gives a task locks it."""
        Beneficiary(pk=self.beneficiary_id).lock()
        return Task.objects.select_for_update(of=("self",)).get(pk=self.pk)
