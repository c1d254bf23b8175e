"""Appointments: a meeting fixed in time and place, and what came of it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.appointment_change import AppointmentChange
from beneficiaries.models.appointment_participant import AppointmentParticipant, Company
from beneficiaries.models.appointment_states import CAME, NEEDS_REASON, TONES, TRANSITIONS, MeetingMode, Outcome
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.follow_up import FollowUp, FollowUpMode
from beneficiaries.models.layer import Layer, Opened, Reached
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction

SLOT_TAKEN = _("Ce créneau vient d’être pris : choisissez-en un autre.")
# How long a meeting lasts when nobody said.
USUAL = timedelta(hours=1)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Reading the appointments."""

    def visible_to(self, user: User) -> "AppointmentQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def visible_in(self, file: "Opened | Reached") -> "AppointmentQuerySet":
        """Those of files already reached."""
        return self.filter(file.holds())

    def open(self) -> "AppointmentQuerySet":
        """Still to come or to be told: no follow-up yet, and none needed to say why the person was not met."""
        return self.filter(follow_up__isnull=True, outcome__in=[Outcome.PENDING, *CAME])

    def to_write_up(self, now: datetime) -> "AppointmentQuerySet":
        """Past, and nobody has noted what happened."""
        return self.open().filter(starts_at__lt=now)

    def upcoming(self, now: datetime) -> "AppointmentQuerySet":
        """From now on."""
        return self.filter(starts_at__gte=now)

    def of(self, user: User) -> "AppointmentQuerySet":
        """Those that the user holds or takes part in."""
        return self.filter(models.Q(worker=user) | models.Q(participants__user=user)).distinct()

    def standing(self) -> "AppointmentQuerySet":
        """Neither cancelled nor called off."""
        return self.exclude(outcome__in=[Outcome.CANCELLED, Outcome.NOT_HELD])

    def during(self, start: datetime, end: datetime) -> "AppointmentQuerySet":
        """Standing, and held in part between these moments."""
        minutes = Coalesce("duration_minutes", int(USUAL.total_seconds() // 60), output_field=models.IntegerField())
        lasts = models.ExpressionWrapper(minutes * timedelta(minutes=1), output_field=models.DurationField())
        over = models.ExpressionWrapper(models.F("starts_at") + lasts, output_field=models.DateTimeField())
        near = self.standing().filter(starts_at__lt=end, starts_at__gt=start - timedelta(days=1))
        return near.alias(over_at=over).filter(over_at__gt=start)

    def for_list(self) -> "AppointmentQuerySet":
        """Soonest first, with the person."""
        return self.select_related("beneficiary").order_by("starts_at", "pk")

    @transaction.atomic
    def register(
        self, person: Beneficiary, *, by: User, starts_at: datetime, company: Company | None = None, **facts: Any
    ) -> "Appointment":
        """Fix a meeting and journal it; the same meeting is fixed once."""
        person.lock()
        standing = self.filter(beneficiary=person, starts_at=starts_at, **facts).exclude(outcome=Outcome.CANCELLED)
        if already := standing.first():
            return already
        appointment = self.create(beneficiary=person, created_by=by, starts_at=starts_at, **facts)
        audit.record(by, AuditAction.CREATED, appointment, person_id=person.pk)
        if company:
            AppointmentParticipant.objects.replace(appointment, company)
        return appointment


class Appointment(models.Model):
    """When, where, why and with whom a person is met; outcome and follow_up say what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="appointments"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("avec"), on_delete=models.PROTECT, related_name="appointments"
    )
    starts_at = models.DateTimeField(_("date et heure"))
    duration_minutes = models.PositiveSmallIntegerField(_("durée en minutes"), null=True, blank=True)
    mode = models.CharField(_("comment"), max_length=20, choices=MeetingMode, blank=True, default=MeetingMode.UNSAID)
    place = LineField(_("lieu"), max_length=160, blank=True)
    place_in_calendar = models.BooleanField(_("ce lieu peut figurer dans l’agenda du téléphone"), default=False)
    purpose = LineField(_("objet"), max_length=160)
    visit_day = models.ForeignKey(
        "beneficiaries.VisitDay",
        verbose_name=_("journée de visites"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="appointments",
    )
    # The bookable hour of a program that the meeting takes, whose record is of a higher app.
    slot = models.UUIDField(_("créneau"), null=True, editable=False)
    told_in = models.CharField(
        _("niveau de son compte rendu"), max_length=10, choices=Layer, default=Layer.ORDINARY, editable=False
    )
    outcome = models.CharField(
        _("issue"), max_length=20, choices=Outcome, blank=True, default=Outcome.PENDING, editable=False
    )
    outcome_reason = LineField(_("raison"), max_length=200, blank=True, editable=False)
    outcome_at = models.DateTimeField(_("issue notée le"), null=True, editable=False)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    follow_up = models.OneToOneField(
        "beneficiaries.FollowUp",
        verbose_name=_("suivi"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="appointment",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendez-vous")
        verbose_name_plural = _("rendez-vous")
        constraints = [
            one_of("appointment", "mode", MeetingMode),
            one_of("appointment", "outcome", Outcome),
            one_of("appointment", "told_in", Layer),
            models.UniqueConstraint(
                fields=["slot"],
                condition=~models.Q(outcome=Outcome.CANCELLED),
                name="appointment_slot_taken_once",
                violation_error_message=SLOT_TAKEN,
            ),
            paired("appointment", "outcome_at", "outcome_by"),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.PENDING, outcome_at__isnull=True)
                | (~models.Q(outcome=Outcome.PENDING) & models.Q(outcome_at__isnull=False)),
                name="appointment_outcome_is_dated",
                violation_error_message=_("Une issue est datée ; sans issue, il n’y a pas de date."),
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=NEEDS_REASON) | ~models.Q(outcome_reason=""),
                name="appointment_outcome_says_why",
                violation_error_message=_("Dites pourquoi."),
            ),
            models.CheckConstraint(
                condition=models.Q(duration_minutes__isnull=True)
                | models.Q(duration_minutes__gte=1, duration_minutes__lte=1440),
                name="appointment_duration_plausible",
                violation_error_message=_("La durée va de 1 minute à 24 heures."),
            ),
        ]
        indexes = [models.Index(fields=["worker", "starts_at"], name="appointment_worker")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_pending(self) -> bool:
        """Whether it may still move, be cancelled or be told."""
        return self.outcome == Outcome.PENDING and not self.follow_up_id

    @property
    def tone(self) -> str:
        """Colour of the outcome."""
        return TONES.get(self.outcome, "neutral")

    @transaction.atomic
    def amend(self, *, by: User, company: Company | None = None, **facts: Any) -> None:
        """Move the meeting or correct it, until what came of it has been noted; a move stays in its history."""
        stored = self._locked()
        if stored.follow_up_id:
            raise DomainError(_("Ce rendez-vous a déjà son suivi : il ne se modifie plus."))
        if stored.outcome:
            raise DomainError(_("L’issue de ce rendez-vous est notée : annulez-la d’abord pour le modifier."))
        changed = [name for name, value in facts.items() if getattr(stored, name) != value]
        for name in changed:
            setattr(self, name, facts[name])
        if changed:
            self.save(update_fields=changed)
        if company and AppointmentParticipant.objects.replace(self, company):
            changed.append("participants")
        if not changed:
            return
        if stored.slot and {"starts_at", "worker", "duration_minutes"} & set(changed):
            self.slot = None  # the hour of the program is free again
            self.save(update_fields=["slot"])
        if "starts_at" in changed:
            AppointmentChange.objects.create(
                appointment=self,
                from_outcome=stored.outcome,
                to_outcome=stored.outcome,
                from_starts_at=stored.starts_at,
                to_starts_at=self.starts_at,
                at=timezone.now(),
                by=by,
            )
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=changed)

    def settle(self, outcome: str, *, by: User, at: datetime, reason: str = "") -> bool:
        """Say what came of it; said twice in the same words changes nothing and answers False."""
        if outcome in NEEDS_REASON and not reason:
            raise DomainError(_("Dites pourquoi."))
        return self._move_to(outcome, by=by, at=at, reason=reason)

    def take_back(self, *, by: User, at: datetime) -> bool:
        """Undo what was said, while no follow-up tells of the meeting."""
        return self._move_to(Outcome.PENDING, by=by, at=at)

    @transaction.atomic
    def _move_to(self, outcome: str, *, by: User, at: datetime, reason: str = "") -> bool:
        """The one door: lock, check the table, write the outcome, its history and the journal."""
        stored = self._locked()
        self.follow_up_id = stored.follow_up_id
        if (stored.outcome, stored.outcome_reason) == (outcome, reason):
            return False
        if outcome not in TRANSITIONS[stored.outcome]:
            raise TransitionNotAllowed(_("L’issue de ce rendez-vous est déjà notée : annulez-la d’abord."))
        if stored.follow_up_id:
            raise DomainError(_("Ce rendez-vous a déjà son suivi : il ne se modifie plus."))
        future = timezone.localdate(stored.starts_at) > timezone.localdate(at)
        if future and outcome not in (Outcome.CANCELLED, Outcome.PENDING):
            raise DomainError(_("Ce rendez-vous est à venir : son issue se note le jour même."))
        if stored.outcome == Outcome.CANCELLED and self._slot_given_since(stored):
            raise DomainError(_("Le créneau a été donné à quelqu’un d’autre depuis : prenez-en un autre."))
        self.outcome, self.outcome_reason = outcome, reason
        self.outcome_at, self.outcome_by = (at, by) if outcome else (None, None)
        self.save(update_fields=["outcome", "outcome_reason", "outcome_at", "outcome_by"])
        AppointmentChange.objects.create(
            appointment=self, from_outcome=stored.outcome, to_outcome=outcome, reason=reason, at=at, by=by
        )
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["outcome"])
        return True

    @transaction.atomic
    def tell(self, follow_up: FollowUp, *, by: User, at: datetime) -> None:
        """Link the follow-up that tells of the meeting, unless another does; whoever wrote a meeting was met."""
        stored = self._locked()
        if stored.follow_up_id:
            return
        stored.require_told_in(follow_up.layer)
        begun = timezone.localdate(stored.starts_at) <= timezone.localdate(at)
        if begun and not stored.outcome and follow_up.mode != FollowUpMode.NO_SHOW:
            self._move_to(Outcome.ATTENDED, by=by, at=at)
        self.follow_up = follow_up
        self.save(update_fields=["follow_up"])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["follow_up"])

    def require_told_in(self, layer: str) -> None:
        """Refuse that a meeting of a closed layer be told in another one."""
        if self.told_in not in (Layer.ORDINARY, layer):
            words = {"layer": Layer(self.told_in).label}
            raise DomainError(
                _("Ce rendez-vous se raconte au niveau «\u00a0%(layer)s\u00a0»\u00a0: choisissez-le.") % words
            )

    @transaction.atomic
    def untell(self, *, by: User) -> None:
        """Take the follow-up away from the meeting."""
        self.follow_up = None
        self.save(update_fields=["follow_up"])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["follow_up"])

    @staticmethod
    def _slot_given_since(stored: "Appointment") -> bool:
        """Whether somebody else has taken the hour that a cancelled meeting had."""
        others = Appointment.objects.filter(slot=stored.slot).exclude(pk=stored.pk)
        return bool(stored.slot) and others.exclude(outcome=Outcome.CANCELLED).exists()

    def _locked(self) -> "Appointment":
        return Appointment.objects.select_for_update(of=("self",)).get(pk=self.pk)
