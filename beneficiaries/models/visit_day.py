"""A day of visits in one establishment: the appointments fixed together, printed on one sheet."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models.appointment import Appointment
from beneficiaries.models.appointment_states import MeetingMode
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.no_contact import NoContactLink
from beneficiaries.models.prison import Prison
from core import audit
from core.errors import DomainError
from core.models import AuditAction


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One person to see, from when and for how long."""

    person: Beneficiary
    starts_at: datetime
    minutes: int


class VisitDayQuerySet(models.QuerySet["VisitDay"]):
    """Reading and planning the days of visits; each worker has their own."""

    def of(self, user: User) -> "VisitDayQuerySet":
        """The user’s own, while they may read files."""
        return self.filter(worker=user) if user.can(Permission.FILE_CONTENT) else self.none()

    @transaction.atomic
    def register(
        self, prison: Prison, *, by: User, day: date, purpose: str, submission: uuid.UUID, slots: Sequence[Slot]
    ) -> "VisitDay":
        """Fix every appointment of the day, or none; the same form sent again answers with the first day."""
        User.objects.select_for_update(of=("self",)).only("pk").get(pk=by.pk)
        if already := self.filter(worker=by, submission=submission).first():
            return already
        keys = [slot.person.pk for slot in slots]
        if NoContactLink.objects.current().filter(first__in=keys, second__in=keys).exists():
            raise DomainError(_("Deux de ces personnes ne peuvent pas être vues pendant la même journée."))
        visit = self.create(worker=by, prison=prison, day=day, submission=submission)
        audit.record(by, AuditAction.CREATED, visit)
        for slot in sorted(slots, key=lambda slot: str(slot.person.pk)):
            Appointment.objects.register(
                slot.person,
                by=by,
                starts_at=slot.starts_at,
                worker=by,
                purpose=purpose,
                place=prison.name,
                place_in_calendar=True,
                mode=MeetingMode.VISIT,
                duration_minutes=slot.minutes,
                visit_day=visit,
            )
        return visit


class VisitDay(models.Model):
    """Who goes where on which day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prison = models.ForeignKey(
        "beneficiaries.Prison", verbose_name=_("établissement"), on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField(_("jour"))
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VisitDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("journée de visites")
        verbose_name_plural = _("journées de visites")
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "submission"],
                name="visitday_once_per_submission",
                violation_error_message=_("Cette journée est déjà préparée."),
            )
        ]
        indexes = [models.Index(fields=["worker", "-day"], name="visitday_worker")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
