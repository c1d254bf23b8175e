"""Attendance: who came to a session. One row for each session, enrolment and half-day; what stood before is kept."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import one_of
from core.errors import DomainError, Outdated
from core.fields import LineField, clean_line
from core.models import AuditAction
from programs.models.enrolment import Enrolment, EnrolmentQuerySet
from programs.models.training.absence_run import AbsenceRun
from programs.models.training.halves import halves_of
from programs.models.training.states import (
    ABSENT,
    CAME,
    EXCUSING,
    NOT_EXCUSING,
    AbsenceReason,
    AttendanceStatus,
    Half,
    absence_for,
)

if TYPE_CHECKING:
    from programs.models.session import Session

# People come in before the hour.
DOORS_OPEN = timedelta(minutes=30)
MOST_MINUTES_LATE = 480
SAID = ("status", "reason", "minutes_late", "remark")


@dataclass(frozen=True)
class Mark:
    """What is noted of one enrolment at one half-day."""

    enrolment: UUID
    status: AttendanceStatus
    half: Half = Half.WHOLE
    reason: str = ""
    minutes_late: int | None = None
    remark: str = ""

    @classmethod
    def absent(cls, enrolment: UUID, reason: str = "", **more: Any) -> "Mark":
        """An absence, excused or not by its reason."""
        return cls(enrolment, absence_for(reason), reason=reason, **more)

    @property
    def said(self) -> dict[str, Any]:
        """What the row holds of it."""
        return {
            "status": self.status,
            "reason": self.reason if self.status in ABSENT else "",
            "minutes_late": self.minutes_late if self.status == AttendanceStatus.LATE else None,
            "remark": clean_line(self.remark),
        }


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Reading who came, and the one way to note it."""

    def visible_to(self, user: User) -> "AttendanceQuerySet":
        """Those of the enrolments that the user sees."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def of(self, session: "Session") -> "AttendanceQuerySet":
        """Those of a session."""
        return self.filter(session=session)

    def came(self) -> "AttendanceQuerySet":
        """Of those who were there, on time or not."""
        return self.filter(status__in=CAME)

    @transaction.atomic
    def register(
        self, session: "Session", marks: Iterable[Mark], *, by: User, at: datetime, seen: datetime | None = None
    ) -> "list[Attendance]":
        """Note or correct who came: all the marks or none. What stays the same is not written again.

        seen: when the sheet was read; a row noted since then by somebody else is not overwritten (Outdated).
        """
        held = type(session).objects.select_for_update(of=("self",)).get(pk=session.pk)
        wanted = {(mark.enrolment, mark.half): mark for mark in marks}
        enrolled = self._require_markable(held, list(wanted.values()), at)
        known = {(row.enrolment_id, row.half): row for row in self.filter(session=held)}
        written = []
        for key, mark in wanted.items():
            row = known.get(key)
            if row and all(getattr(row, name) == value for name, value in mark.said.items()):
                continue
            if row and seen and row.recorded_at > seen:
                raise Outdated(_("Entre-temps, quelqu’un d’autre a noté cette séance : relisez avant d’enregistrer."))
            row = row or Attendance(session=held, enrolment_id=mark.enrolment, half=mark.half)
            row.say(**mark.said, by=by, at=at)
            written.append(row)
        told = [(row, enrolled[row.enrolment_id].beneficiary_id) for row in written]
        audit.record_each(by, AuditAction.CHANGED, told)
        if written:
            AbsenceRun.objects.follow({row.enrolment_id for row in written}, by=by, at=at)
        return written

    def _require_markable(self, session: "Session", marks: Sequence[Mark], at: datetime) -> dict[UUID, Enrolment]:
        """The enrolments marked, each of somebody who was to be there; refused otherwise."""
        if session.is_cancelled:
            raise DomainError(_("Cette séance est annulée : personne n’y était attendu."))
        if session.starts_at > at + DOORS_OPEN:
            raise DomainError(_("Cette séance n’a pas commencé : les présences se notent le moment venu."))
        halves = {part.half for part in halves_of(session)}
        if any(mark.half not in halves for mark in marks):
            raise DomainError(_("Les demi-journées de cette séance ont changé : rechargez la page."))
        asked = {mark.enrolment for mark in marks}
        enrolled = {row.pk: row for row in expected_at(session).filter(pk__in=asked)}
        if asked - enrolled.keys():
            raise DomainError(_("Cette personne n’était pas inscrite à ce programme le jour de la séance."))
        return enrolled


class Attendance(models.Model):
    """Whether somebody came to a session, or to one of its half-days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        "programs.Session",
        verbose_name=gettext_lazy("séance"),
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    enrolment = models.ForeignKey(
        "programs.Enrolment",
        verbose_name=gettext_lazy("inscription"),
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    half = models.CharField(gettext_lazy("demi-journée"), max_length=10, choices=Half, blank=True, default=Half.WHOLE)
    status = models.CharField(gettext_lazy("présence"), max_length=15, choices=AttendanceStatus)
    reason = models.CharField(
        gettext_lazy("motif"), max_length=15, choices=AbsenceReason, blank=True, default=AbsenceReason.UNKNOWN
    )
    minutes_late = models.PositiveSmallIntegerField(gettext_lazy("minutes de retard"), null=True, blank=True)
    remark = LineField(gettext_lazy("remarque"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(gettext_lazy("noté le"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("par"), on_delete=models.PROTECT, related_name="+"
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("présence")
        verbose_name_plural = gettext_lazy("présences")
        constraints = [
            one_of("attendance", "half", Half),
            one_of("attendance", "status", AttendanceStatus),
            one_of("attendance", "reason", AbsenceReason),
            models.UniqueConstraint(
                fields=["session", "enrolment", "half"],
                name="attendance_once",
                violation_error_message=gettext_lazy("La présence de cette personne est déjà notée."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=AttendanceStatus.EXCUSED, reason__in=EXCUSING)
                | models.Q(status=AttendanceStatus.UNEXCUSED, reason__in=NOT_EXCUSING)
                | (~models.Q(status__in=ABSENT) & models.Q(reason="")),
                name="attendance_reason_of_absence",
                violation_error_message=gettext_lazy("Seule une absence a un motif, qui l’excuse ou non."),
            ),
            models.CheckConstraint(
                condition=models.Q(minutes_late__isnull=True)
                | models.Q(status=AttendanceStatus.LATE, minutes_late__gte=1, minutes_late__lte=MOST_MINUTES_LATE),
                name="attendance_minutes_of_lateness",
                violation_error_message=gettext_lazy("Le retard se compte de 1 à 480 minutes."),
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "session"], name="attendance_enrolment")]

    def __str__(self) -> str:
        return str(self.pk)

    def say(self, *, by: User, at: datetime, **said: Any) -> None:
        """Write the row, and add a line to its history."""
        for name, value in {**said, "recorded_at": at, "recorded_by": by}.items():
            setattr(self, name, value)
        self.save()
        AttendanceEvent.objects.create(attendance=self, at=at, by=by, **said)

    @property
    def words(self) -> str:
        """« En retard de 20 min », « Absence excusée : Famille, enfant »."""
        if self.minutes_late:
            return _("En retard de %(minutes)d\u00a0min") % {"minutes": self.minutes_late}
        words = self.get_status_display()
        return f"{words}\u00a0: {self.get_reason_display()}" if self.reason else words


class AttendanceEvent(models.Model):
    """What was noted of a presence, each time; never rewritten."""

    attendance = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(gettext_lazy("le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(gettext_lazy("présence"), max_length=15, choices=AttendanceStatus)
    reason = models.CharField(gettext_lazy("motif"), max_length=15, choices=AbsenceReason, blank=True, default="")
    minutes_late = models.PositiveSmallIntegerField(gettext_lazy("minutes de retard"), null=True)
    remark = LineField(gettext_lazy("remarque"), max_length=200, blank=True)

    class Meta:
        verbose_name = gettext_lazy("présence notée")
        verbose_name_plural = gettext_lazy("présences notées")
        constraints = [
            one_of("attendanceevent", "status", AttendanceStatus),
            one_of("attendanceevent", "reason", AbsenceReason),
        ]
        indexes = [models.Index(fields=["attendance", "at"], name="attendanceevent_attendance")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.pk)


def expected_at(session: "Session") -> EnrolmentQuerySet:
    """The enrolments whose people are awaited at a session: taking part that day, and those already marked there."""
    there = takes_part(timezone.localdate(session.starts_at))
    marked = models.Q(pk__in=Attendance.objects.filter(session=session.pk).values("enrolment"))
    return Enrolment.objects.filter(there | marked, program=session.program_id)


def takes_part(day: Any) -> models.Q:
    """Enrolments of people who take part on a day: begun, not ended, not suspended."""
    gone = models.Q(ended_on__lt=day) | models.Q(suspended_on__lte=day)
    return models.Q(started_on__lte=day) & ~gone
