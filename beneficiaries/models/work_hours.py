"""Hours done in a placement, day by day."""

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from beneficiaries.models.file_record import FileRecord, FileRecordQuerySet, removal_of
from beneficiaries.models.layer import Layer

SHORTEST, LONGEST = Decimal("0.25"), Decimal(12)


class WorkHoursQuerySet(FileRecordQuerySet):
    """Reading the hours."""

    def for_list(self) -> "WorkHoursQuerySet":
        """Latest day first."""
        return self.current().select_related("created_by").order_by("-day", "-created_at", "pk")


class WorkHours(FileRecord):
    """So many hours done on one day."""

    PERSON: ClassVar[str] = "placement__beneficiary"
    LAYER: ClassVar[Layer] = Layer.JUSTICE

    placement = models.ForeignKey(
        "beneficiaries.Placement", verbose_name=_("placement"), on_delete=models.PROTECT, related_name="hours"
    )
    day = models.DateField(_("le"))
    hours = models.DecimalField(
        _("heures"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )

    objects = WorkHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("heures faites")
        verbose_name_plural = _("heures faites")
        constraints = [
            removal_of("workhours"),
            models.CheckConstraint(
                condition=models.Q(hours__gte=SHORTEST, hours__lte=LONGEST),
                name="workhours_plausible",
                violation_error_message=_("Entre un quart d’heure et 12 heures pour une journée."),
            ),
            models.UniqueConstraint(
                fields=["placement", "day"],
                condition=models.Q(removed_at__isnull=True),
                name="workhours_once_a_day",
                violation_error_message=_("Les heures de ce jour sont déjà notées."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def file_id(self) -> UUID:
        """The file that holds the placement."""
        return self.placement.beneficiary_id
