"""Appointments: a meeting fixed in time and place."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.beneficiary import Beneficiary
from core import audit
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Reading the appointments."""

    def visible_to(self, user: User) -> "AppointmentQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(beneficiary__in=Beneficiary.objects.content_visible_to(user))

    def to_write_up(self, now: datetime) -> "AppointmentQuerySet":
        """Past, and nobody has noted what happened."""
        return self.filter(starts_at__lt=now, follow_up__isnull=True)

    def upcoming(self, now: datetime) -> "AppointmentQuerySet":
        """From now on."""
        return self.filter(starts_at__gte=now)

    def for_list(self) -> "AppointmentQuerySet":
        """Soonest first, with the person."""
        return self.select_related("beneficiary").order_by("starts_at", "pk")

    @transaction.atomic
    def register(self, person: Beneficiary, *, by: User, starts_at: datetime, **facts: Any) -> "Appointment":
        """Fix a meeting and journal it; the same meeting is fixed once."""
        person.lock()
        if already := self.filter(beneficiary=person, starts_at=starts_at, **facts).first():
            return already
        appointment = self.create(beneficiary=person, created_by=by, starts_at=starts_at, **facts)
        audit.record(by, AuditAction.CREATED, appointment, person_id=person.pk)
        return appointment


class Appointment(models.Model):
    """When, where and why a person is met; follow_up is what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="appointments"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("avec"), on_delete=models.PROTECT, related_name="appointments"
    )
    starts_at = models.DateTimeField(_("date et heure"))
    place = LineField(_("lieu"), max_length=160, blank=True)
    purpose = LineField(_("objet"), max_length=160)
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
        indexes = [models.Index(fields=["worker", "starts_at"], name="appointment_worker")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @transaction.atomic
    def amend(self, *, by: User, **facts: Any) -> None:
        """Move the meeting or correct it, until what came of it has been noted."""
        stored = Appointment.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if stored.follow_up_id:
            raise DomainError(_("Ce rendez-vous a déjà son suivi : il ne se modifie plus."))
        changed = [name for name, value in facts.items() if getattr(stored, name) != value]
        if not changed:
            return
        for name in changed:
            setattr(self, name, facts[name])
        self.save(update_fields=changed)
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=changed)
