"""Three absences in a row without news: said once to whoever leads the file, until the person comes back."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models import Alert, Task
from programs.models.enrolment import Enrolment
from programs.models.training.states import AttendanceStatus

IN_A_ROW = 3
ALERT_LASTS = timedelta(days=60)
TITLE_FITS = 110


class AbsenceRunQuerySet(models.QuerySet["AbsenceRun"]):
    """Reading the runs of absences, and keeping them true."""

    def visible_to(self, user: User) -> "AbsenceRunQuerySet":
        """Those of the enrolments that the user sees."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def going_on(self) -> "AbsenceRunQuerySet":
        """Of those who have a place and have not come back."""
        return self.filter(ended_at__isnull=True, enrolment__in=Enrolment.objects.holding())

    def follow(self, enrolments: Collection[UUID], *, by: User, at: datetime) -> None:
        """Begin or end the runs of these enrolments, after what was just noted; the file is told once a run."""
        rows = Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=enrolments).order_by("pk")
        locked = rows.select_related("program", "beneficiary__lead_worker")
        missed = runs_of(enrolments)
        known = {run.enrolment_id: run for run in self.filter(enrolment__in=enrolments, ended_at__isnull=True)}
        for enrolment in locked:
            run, sessions = known.get(enrolment.pk), missed.get(enrolment.pk, [])
            if run and len(sessions) < IN_A_ROW:
                run.end(by=by, at=at)
            elif not run and len(sessions) >= IN_A_ROW:
                self.create(enrolment=enrolment, since_id=sessions[-1], noticed_at=at, **tell(enrolment, by, at))


class AbsenceRun(models.Model):
    """Absences that follow one another, and the task or the alert that says so in the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="absence_runs")
    since = models.ForeignKey("programs.Session", on_delete=models.PROTECT, related_name="+")
    noticed_at = models.DateTimeField(gettext_lazy("signalées le"))
    task = models.ForeignKey("beneficiaries.Task", on_delete=models.PROTECT, null=True, related_name="+")
    alert = models.ForeignKey("beneficiaries.Alert", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(gettext_lazy("revenue le"), null=True)

    objects = AbsenceRunQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("suite d’absences")
        verbose_name_plural = gettext_lazy("suites d’absences")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(ended_at__isnull=True),
                name="absencerun_once",
                violation_error_message=gettext_lazy("Ces absences sont déjà signalées."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def end(self, *, by: User, at: datetime) -> None:
        """The person is back: nothing is asked of anybody any more."""
        self.ended_at = at
        self.save(update_fields=["ended_at"])
        if self.task:
            self.task.finish(by=by, at=at)
        if self.alert:
            self.alert.lift(by=by, at=at)


def tell(enrolment: Enrolment, by: User, at: datetime) -> dict[str, Any]:
    """Give whoever leads the file a task for the day; without a lead worker, whoever opens the file reads an alert."""
    person, day = enrolment.beneficiary, timezone.localdate(at)
    words = _("%(count)d absences de suite sans nouvelles\u00a0: %(program)s")
    text = words % {"count": IN_A_ROW, "program": enrolment.program.name[:TITLE_FITS]}
    lead = person.lead_worker
    if lead and lead.is_active:
        return {"task": Task.objects.register(person, by=by, title=text, due_on=day, assignee=lead)}
    return {"alert": Alert.objects.register(person, by=by, text=text, starts_on=day, ends_on=day + ALERT_LASTS)}


def runs_of(enrolments: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The sessions that each has just missed in a row without excuse, the latest first."""
    said = Enrolment.objects.filter(pk__in=enrolments, attendances__isnull=False).values_list(
        "pk", "attendances__session", "attendances__status"
    )
    told: dict[UUID, dict[UUID, set[str]]] = defaultdict(lambda: defaultdict(set))
    for enrolment, session, status in said.order_by("-attendances__session__starts_at", "attendances__pk"):
        told[enrolment][session].add(status)
    return {enrolment: in_a_row(sessions) for enrolment, sessions in told.items()}


def in_a_row(sessions: dict[UUID, set[str]]) -> list[UUID]:
    """The first of these that were wholly missed; one where the person was not awaited does not count."""
    missed = []
    for session, statuses in sessions.items():
        if not (awaited := statuses - {AttendanceStatus.NOT_REQUIRED}):
            continue
        if awaited != {AttendanceStatus.UNEXCUSED}:
            break
        missed.append(session)
    return missed
