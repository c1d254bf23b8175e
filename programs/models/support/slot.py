"""Slots: the hours that a professional of a program opens, each taken by one person."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models import Appointment
from beneficiaries.models.appointment_states import MeetingMode, Outcome
from core import audit
from core.constraints import paired
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from core.templatetags.french import day_words, time_words
from programs.models.program import Program, ProgramKind, ProgramQuerySet
from programs.models.session import coordinates

SLOT_KINDS = (ProgramKind.PSYCHOLOGICAL_SUPPORT, ProgramKind.LEGAL_ADVICE)
MODES = (MeetingMode.INTERVIEW, MeetingMode.VISIT, MeetingMode.PHONE, MeetingMode.VIDEO)
MOST_AT_ONCE = 400
OVERLAP = "slot_worker_one_at_a_time"


class TsTzRange(models.Func):
    """The moments from the first to before the last."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def seen_to_by(user: User) -> ProgramQuerySet:
    """The programs that the user organises: every one for the coordination, else those they run."""
    return Program.objects.all() if coordinates(user) else Program.objects.run_by(user)


class SlotQuerySet(models.QuerySet["Slot"]):
    """Reading the slots, and opening some."""

    def managed_by(self, user: User) -> "SlotQuerySet":
        """Those of the programs that the user organises, and their own."""
        return self.filter(models.Q(program__in=seen_to_by(user).order_by().values("pk")) | models.Q(worker=user))

    def open(self) -> "SlotQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def between(self, start: datetime, end: datetime) -> "SlotQuerySet":
        """Those that begin in these hours."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def with_taken(self) -> "SlotQuerySet":
        """Tell on each row, as is_taken, whether somebody holds it."""
        return self.annotate(is_taken=models.Exists(holding(models.OuterRef("pk"))))

    def for_list(self) -> "SlotQuerySet":
        """Soonest first, with where and with whom."""
        return self.select_related("program", "worker", "site", "prison").order_by("starts_at", "worker_id", "pk")

    @transaction.atomic
    def open_hours(
        self, program: Program, hours: Sequence[tuple[datetime, datetime]], *, worker: User, by: User, **facts: Any
    ) -> "list[Slot]":
        """Open these hours of a professional, all or none."""
        if not hours or len(hours) > MOST_AT_ONCE:
            raise DomainError(_("Ouvrez de 1 à %(most)d créneaux à la fois.") % {"most": MOST_AT_ONCE})
        near = self.open().filter(worker=worker, starts_at__lt=hours[-1][1], ends_at__gt=hours[0][0])
        known = list(near.order_by("starts_at", "pk").values_list("starts_at", "ends_at"))
        for start, end in hours:
            if any(first < end and last > start for first, last in known):
                raise DomainError(overlap_words(start))
        rows = [
            Slot(program=program, worker=worker, starts_at=start, ends_at=end, created_by=by, **facts)
            for start, end in hours
        ]
        try:
            with transaction.atomic():
                self.bulk_create(rows)
        except IntegrityError as error:
            if OVERLAP not in str(error):
                raise
            raise DomainError(overlap_words(hours[0][0])) from None
        audit.record(by, AuditAction.CREATED, rows[0])
        return rows


def holding(slot: Any) -> "models.QuerySet[Appointment]":
    """The appointment that holds a slot: one at most, says the database."""
    return Appointment.objects.filter(slot=slot).exclude(outcome=Outcome.CANCELLED)


def overlap_words(start: datetime) -> str:
    """« Un créneau de cette personne est déjà ouvert le mardi 3 mars à 9 h »."""
    when = {"day": day_words(start), "hour": time_words(start)}
    return _("Un créneau de ce professionnel est déjà ouvert le %(day)s, vers %(hour)s : rien n’est enregistré.") % when


class Slot(models.Model):
    """An hour that a professional of a program keeps for whoever takes it, at a site, in a prison or from afar."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(
        "programs.Program", verbose_name=gettext_lazy("programme"), on_delete=models.PROTECT, related_name="slots"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("avec"), on_delete=models.PROTECT, related_name="slots"
    )
    starts_at = models.DateTimeField(gettext_lazy("début"))
    ends_at = models.DateTimeField(gettext_lazy("fin"))
    mode = models.CharField(gettext_lazy("comment"), max_length=20, choices=[(m.value, m.label) for m in MODES])
    site = models.ForeignKey(
        "programs.Site", verbose_name=gettext_lazy("site"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    prison = models.ForeignKey(
        "beneficiaries.Prison", verbose_name=gettext_lazy("établissement"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    room = LineField(gettext_lazy("salle"), max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(gettext_lazy("retiré le"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("créneau")
        verbose_name_plural = gettext_lazy("créneaux")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode=MeetingMode.INTERVIEW, site__isnull=False, prison__isnull=True)
                | models.Q(mode=MeetingMode.VISIT, site__isnull=True, prison__isnull=False)
                | models.Q(mode__in=[MeetingMode.PHONE, MeetingMode.VIDEO], site__isnull=True, prison__isnull=True),
                name="slot_mode_says_where",
                violation_error_message=gettext_lazy("Un entretien a un site, un parloir a un établissement."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="slot_ends_after_start",
                violation_error_message=gettext_lazy("La fin vient après le début."),
            ),
            paired("slot", "withdrawn_at", "withdrawn_by"),
            ExclusionConstraint(
                name=OVERLAP,
                expressions=[
                    ("worker", RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(withdrawn_at__isnull=True),
                violation_error_message=gettext_lazy("Ce professionnel a déjà un créneau à cette heure."),
            ),
        ]
        indexes = [models.Index(fields=["program", "starts_at"], name="slot_program")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    @property
    def where(self) -> str:
        """The site with its room, the prison, or nothing for a call."""
        return ", ".join(str(part) for part in (self.site or self.prison, self.room) if part)

    @transaction.atomic
    def withdraw(self, *, by: User, at: datetime) -> None:
        """Close an hour that nobody holds."""
        stored = self.locked()
        if stored.withdrawn_at:
            return
        if holding(stored.pk).exists():
            raise DomainError(_("Ce créneau est pris : annulez d’abord le rendez-vous."))
        self.withdrawn_at, self.withdrawn_by = at, by
        self.save(update_fields=["withdrawn_at", "withdrawn_by"])
        audit.record(by, AuditAction.CHANGED, self, fields=["withdrawn_at"])

    def locked(self) -> "Slot":
        """The row as it is now: whoever takes it and whoever closes it come one after the other."""
        rows = Slot.objects.select_for_update(of=("self",)).select_related("program", "site", "prison", "worker")
        return rows.get(pk=self.pk)

    def is_past(self, now: datetime | None = None) -> bool:
        """Whether it has begun."""
        return self.starts_at <= (now or timezone.now())
