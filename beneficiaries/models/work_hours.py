"""Hours done in a placement, day by day."""

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.models.file_record import FileRecord, FileRecordQuerySet, removal_of
from beneficiaries.models.layer import Layer
from beneficiaries.models.placement import Placement
from core import audit
from core.errors import DomainError
from core.models import AuditAction

SHORTEST, LONGEST = Decimal("0.25"), Decimal(12)


class WorkHoursQuerySet(FileRecordQuerySet):
    """Reading the hours."""

    def for_list(self) -> "WorkHoursQuerySet":
        """Latest day first."""
        return self.current().select_related("created_by").order_by("-day", "-created_at", "pk")

    @transaction.atomic
    def log(self, placement: Placement, *, by: User, day: date, hours: Decimal) -> None:
        """Note the hours of a day, once: an error is taken away, then noted again."""
        placement.beneficiary.lock()
        if self.current().filter(placement=placement, day=day).exists():
            raise DomainError(_("Les heures de ce jour sont déjà notées : retirez-les d’abord."))
        if day < placement.started_on or (placement.ended_on and day > placement.ended_on):
            raise DomainError(_("Ce jour est hors des dates du placement."))
        row = self.create(placement=placement, day=day, hours=hours, created_by=by)
        audit.record(by, AuditAction.CREATED, row, person_id=placement.beneficiary_id)


class WorkHours(FileRecord):
    """So many hours done on one day."""

    PERSON: ClassVar[str] = "placement__beneficiary"
    LAYER: ClassVar[Layer] = Layer.JUSTICE

    placement = models.ForeignKey(
        "beneficiaries.Placement",
        verbose_name=gettext_lazy("placement"),
        on_delete=models.PROTECT,
        related_name="hours",
    )
    day = models.DateField(gettext_lazy("le"))
    hours = models.DecimalField(
        gettext_lazy("heures"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )

    objects = WorkHoursQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("heures faites")
        verbose_name_plural = gettext_lazy("heures faites")
        constraints = [
            removal_of("workhours"),
            models.CheckConstraint(
                condition=models.Q(hours__gte=SHORTEST, hours__lte=LONGEST),
                name="workhours_plausible",
                violation_error_message=gettext_lazy("Entre un quart d’heure et 12 heures pour une journée."),
            ),
            models.UniqueConstraint(
                fields=["placement", "day"],
                condition=models.Q(removed_at__isnull=True),
                name="workhours_once_a_day",
                violation_error_message=gettext_lazy("Les heures de ce jour sont déjà notées."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def file_id(self) -> UUID:
        """The file that holds the placement."""
        return self.placement.beneficiary_id
