"""Information sheets: what the person was told of their rights and data, when, and in which language."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.file_record import FileRecord, FileRecordQuerySet, removal_of
from beneficiaries.models.layer import Layer
from core.fields import LineField

EXPECTED_WITHIN = timedelta(days=30)


class InformationSheetQuerySet(FileRecordQuerySet):
    """Reading the sheets given."""

    def of(self, person: Beneficiary) -> "InformationSheetQuerySet":
        """Those given to a person already reached, latest first."""
        rows = self.current().filter(beneficiary=person).select_related("given_by")
        return rows.order_by("-given_on", "-created_at", "pk")


class InformationSheet(FileRecord):
    """One sheet handed over and explained."""

    LAYER: ClassVar[Layer] = Layer.ORDINARY

    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=_("personne"),
        on_delete=models.PROTECT,
        related_name="information_sheets",
    )
    given_on = models.DateField(_("remise le"))
    language = LineField(_("en quelle langue"), max_length=40, default="français")
    version = LineField(_("version de la fiche"), max_length=40, help_text=_("Écrite en bas de la fiche."))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("remise par"), on_delete=models.PROTECT, related_name="+"
    )

    objects = InformationSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche d’information")
        verbose_name_plural = _("fiches d’information")
        constraints = [
            removal_of("informationsheet"),
            models.CheckConstraint(
                condition=models.Q(given_on__gte=date(2000, 1, 1), given_on__lte=date(2100, 1, 1)),
                name="informationsheet_date_plausible",
                violation_error_message=_("Cette date n’est pas plausible."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


def days_without_sheet(person: Beneficiary, today: date) -> int:
    """For how long a file has waited for its sheet, when that is too long; else 0. One query."""
    return days_since(person, today) if not InformationSheet.objects.of(person).exists() else 0


def days_since(person: Beneficiary, today: date) -> int:
    """For how long a file without a sheet has been open, when that is too long; else 0."""
    began = person.intake_on or person.created_at.date()
    return (today - began).days if today - began >= EXPECTED_WITHIN else 0
