"""Who looks after the children, and on which hours of a day."""

import uuid
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction

Hours = tuple[time, time]


class CareWorker(models.Model):
    """A professional of a crèche, with an account of the association or without."""

    program = models.ForeignKey(
        "programs.Program", verbose_name=_("crèche"), on_delete=models.PROTECT, related_name="care_workers"
    )
    name = LineField(_("nom"), max_length=80)
    role = LineField(_("métier"), max_length=80, blank=True)
    is_active = models.BooleanField(_("dans l’équipe"), default=True)

    class Meta:
        verbose_name = _("professionnelle de la crèche")
        verbose_name_plural = _("professionnelles de la crèche")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"],
                name="careworker_name_unique",
                violation_error_message=_("Cette crèche a déjà une personne de ce nom."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CareShiftQuerySet(models.QuerySet["CareShift"]):
    """Reading the hours, and writing those of a day."""

    @transaction.atomic
    def write_day(self, program: Any, day: date, hours: Mapping[int, Hours], *, by: User) -> None:
        """The whole team of a day at once: whoever is not in hours is not there."""
        if any(ends <= starts for starts, ends in hours.values()):
            raise DomainError(_("Chaque présence finit après avoir commencé."))
        type(program).objects.select_for_update(of=("self",)).get(pk=program.pk)
        workers = {worker.pk: worker for worker in CareWorker.objects.filter(program=program)}
        self.filter(worker__program=program, day=day).exclude(worker__in=list(hours)).delete()
        for pk, (starts, ends) in hours.items():
            told = {"starts_at": starts, "ends_at": ends, "noted_by": by}
            self.update_or_create(worker=workers[pk], day=day, defaults=told)
        audit.record(by, AuditAction.CHANGED, program, fields=["care_shifts"])


class CareShift(models.Model):
    """One professional on one day, from an hour to an hour of the house."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(
        CareWorker, verbose_name=_("professionnelle"), on_delete=models.PROTECT, related_name="shifts"
    )
    day = models.DateField(_("jour"))
    starts_at = models.TimeField(_("de"))
    ends_at = models.TimeField(_("à"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = CareShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("présence à la crèche")
        verbose_name_plural = _("présences à la crèche")
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "day"],
                name="careshift_one_a_day",
                violation_error_message=_("Cette présence est déjà notée."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="careshift_hours_ordered",
                violation_error_message=_("Chaque présence finit après avoir commencé."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
