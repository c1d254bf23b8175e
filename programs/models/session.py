"""Sessions: one dated meeting of a program."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission, Role
from core import audit
from core.constraints import ordered_dates
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from programs.models.enrolment import Enrolment
from programs.models.meeting import crossing_sessions
from programs.models.program import Program
from programs.models.training.attendance import Attendance, takes_part
from programs.models.training.halves import Part, halves_of

NOT_AT_THIS_HOUR = _(
    "Ce programme ne peut pas se réunir à ce site à cette heure. "
    "Choisissez une autre heure ou un autre lieu ; la coordination peut vous aider."
)
RECORDED = _(
    "Les présences de cette séance sont notées : elle a eu lieu, elle ne peut plus être déplacée ni annulée. "
    "Si elles l’ont été par erreur, prévenez la coordination."
)
LONGEST = timedelta(hours=16)
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# When it is held, and whether it is.
WHEN = ("program_id", "starts_at", "ends_at", "break_from", "break_until", "is_cancelled")

KEPT_ONCE_RECORDED = pgtrigger.Trigger(
    name="kept_once_recorded",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf(*WHEN),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Condition(" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in WHEN)),
    func="""
    IF EXISTS (SELECT FROM programs_attendance WHERE session_id = NEW.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'session_kept_once_recorded';
    END IF;
    RETURN NEW;
    """,
)


class SessionQuerySet(models.QuerySet["Session"]):
    """Reading the sessions."""

    def upcoming(self, now: datetime) -> "SessionQuerySet":
        """Not ended yet, soonest first."""
        return self.filter(ends_at__gte=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> "SessionQuerySet":
        """Ended, latest first."""
        return self.filter(ends_at__lt=now).order_by("-starts_at", "pk")

    def held(self) -> "SessionQuerySet":
        """Not cancelled."""
        return self.filter(is_cancelled=False)

    def run_by(self, user: User) -> "SessionQuerySet":
        """Those that the user sees to: of every program for the coordination, else of the programs they run."""
        if coordinates(user):
            return self
        return self.filter(program__in=Program.objects.run_by(user).values("pk"))

    def with_recording(self) -> "SessionQuerySet":
        """Tell on each row whether presences are noted (is_recorded), and whether anybody was expected (has_people)."""
        there = Enrolment.objects.filter(takes_part(models.OuterRef("held_on")), program=models.OuterRef("program"))
        recorded = models.Exists(Attendance.objects.filter(session=models.OuterRef("pk")))
        return self.annotate(held_on=TruncDate("starts_at"), is_recorded=recorded, has_people=models.Exists(there))

    def to_record(self, now: datetime) -> "SessionQuerySet":
        """Begun, held, with people expected and not one presence noted: latest first."""
        rows: Any = self.held().filter(starts_at__lte=now).with_recording()
        found: SessionQuerySet = rows.filter(is_recorded=False, has_people=True).order_by("-starts_at", "pk")
        return found

    @transaction.atomic
    def repeat_weekly(self, times: int) -> "tuple[list[Session], list[Session]]":
        """Plan the same meetings in each of the following weeks, at the same hour of the clock: added, left aside.

        A week that already has its meeting is left as it is; one where people kept apart would meet is left aside.
        """
        weeks = [timedelta(weeks=number) for number in range(1, times + 1)]
        originals = list(self.order_by("starts_at", "pk"))
        planned = [session.same(week) for session in originals for week in weeks]
        return Session.objects.plan(planned)

    @transaction.atomic
    def plan(
        self, sessions: "Iterable[Session]", trainers: Iterable[Any] = ()
    ) -> "tuple[list[Session], list[Session]]":
        """Write new meetings: added, left aside because people kept apart would meet; what is already there stays."""
        planned = {(session.program_id, session.starts_at): session for session in sessions}
        programs, starts = {program for program, _start in planned}, {start for _program, start in planned}
        known = Session.objects.filter(program__in=programs, starts_at__in=starts)
        for key in known.values_list("program_id", "starts_at"):
            planned.pop(key, None)
        crossing = crossing_sessions(list(planned.values()))
        added = [session for session in planned.values() if session.pk not in crossing]
        aside = [session for session in planned.values() if session.pk in crossing]
        Session.objects.bulk_create(added)
        runs = Session.trainers.through
        runs.objects.bulk_create(runs(session=session, trainer=one) for session in added for one in trainers)
        return added, aside


class Session(models.Model):
    """When and where a program meets, and who runs it; once presences are noted, it keeps its hours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(
        "programs.Program", verbose_name=_("programme"), on_delete=models.PROTECT, related_name="sessions"
    )
    title = LineField(_("intitulé"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    break_from = models.TimeField(_("pause de"), null=True, blank=True)
    break_until = models.TimeField(_("à"), null=True, blank=True)
    room = LineField(_("salle"), max_length=80, blank=True)
    trainers = models.ManyToManyField(
        "programs.Trainer", verbose_name=_("formatrices et formateurs"), blank=True, related_name="sessions"
    )
    is_cancelled = models.BooleanField(_("annulée"), default=False)
    cancel_reason = LineField(_("raison de l’annulation"), max_length=200, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        constraints = [
            ordered_dates("session", "starts_at", "ends_at"),
            models.CheckConstraint(
                condition=models.Q(ends_at__lte=models.F("starts_at") + LONGEST),
                name="session_within_a_day",
                violation_error_message=_("Une séance dure 16 heures au plus : une par jour."),
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at__gte=FIRST, starts_at__lt=LAST),
                name="session_date_plausible",
                violation_error_message=_("L’année va de 2000 à 2099."),
            ),
            models.CheckConstraint(
                condition=models.Q(break_from__isnull=True, break_until__isnull=True)
                | models.Q(break_from__isnull=False, break_until__gte=models.F("break_from")),
                name="session_break_ordered",
                violation_error_message=_("La pause a un début, puis une fin."),
            ),
        ]
        indexes = [models.Index(fields=["program", "starts_at"], name="session_program")]
        triggers = [KEPT_ONCE_RECORDED]

    def __str__(self) -> str:
        return f"{self.program} {self.starts_at:%Y-%m-%d}"

    def clean(self) -> None:
        """Refuse in words, in every form, what the trigger refuses: new hours under noted presences."""
        super().clean()
        if self._state.adding or not self.attendances.exists():
            return
        stored = Session.objects.filter(pk=self.pk).values(*WHEN).first() or {}
        if any(value != getattr(self, name) for name, value in stored.items()):
            raise ValidationError(str(RECORDED))

    def halves(self) -> list[Part]:
        """Its half-days: what is signed and marked apart."""
        return halves_of(self)

    def same(self, later: timedelta) -> "Session":
        """The same meeting so much later, at the same hour of the clock; not written."""
        kept = {name: getattr(self, name) for name in ("program_id", "title", "room", "break_from", "break_until")}
        starts, ends = same_hour(self.starts_at, later), same_hour(self.ends_at, later)
        return Session(**kept, starts_at=starts, ends_at=ends)

    def cancel(self, *, by: User, reason: str) -> None:
        """Say that it will not be held, and why."""
        if not reason:
            raise DomainError(_now("Dites pourquoi la séance est annulée."))
        self._change(by, is_cancelled=True, cancel_reason=reason)

    def restore(self, *, by: User) -> None:
        """Hold it after all."""
        self._change(by, is_cancelled=False, cancel_reason="")

    def move(self, *, by: User, **when: Any) -> None:
        """Hold it at another moment, for another length, or in another room."""
        self._change(by, **when)

    @transaction.atomic
    def _change(self, by: User, **values: Any) -> None:
        """The one door: lock, refuse, write, journal."""
        stored = Session.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if values.get("is_cancelled", False) == stored.is_cancelled and "is_cancelled" in values:
            words = _now("Cette séance est déjà annulée.") if stored.is_cancelled else _now("Cette séance a déjà lieu.")
            raise DomainError(words)
        moved = any(name in WHEN and getattr(stored, name) != value for name, value in values.items())
        if moved and stored.attendances.exists():
            raise DomainError(str(RECORDED))
        for name, value in values.items():
            setattr(stored, name, value)
        if stored.ends_at <= stored.starts_at:
            raise DomainError(_now("La fin vient après le début."))
        if moved and crossing_sessions([stored]):
            raise DomainError(str(NOT_AT_THIS_HOUR))
        stored.save(update_fields=list(values))
        for name, value in values.items():
            setattr(self, name, value)
        audit.record(by, AuditAction.CHANGED, self, fields=values)


def same_hour(moment: datetime, later: timedelta) -> datetime:
    """The moment moved by whole days, at the same hour of the clock on both sides of a change of time."""
    wall = timezone.localtime(moment).replace(tzinfo=None)
    return timezone.make_aware(wall + later)


def sees_to(user: User, program: Program) -> bool:
    """Whether the user plans the sessions of a program and notes who came."""
    return coordinates(user) or program.is_run_by(user)


def coordinates(user: User) -> bool:
    """Whether the user sees to every program."""
    return user.has_role(Role.COORDINATOR) and user.can(Permission.PROGRAM_ENROL)
