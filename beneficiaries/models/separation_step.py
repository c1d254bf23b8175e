"""Preparing a separation: what is arranged before a child leaves the mother-child unit."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.file_record import FileRecord, FileRecordQuerySet, removal_of
from core import audit
from core.constraints import paired
from core.fields import LineField
from core.models import AuditAction


class SeparationStep(FileRecord):
    """One step: by which day, what, and who takes over."""

    PERSON: ClassVar[str] = "child__beneficiary"

    child = models.ForeignKey("beneficiaries.Child", on_delete=models.PROTECT, related_name="separation_steps")
    planned_on = models.DateField(_("pour le"))
    text = LineField(_("ce qui est préparé"), max_length=200)
    taken_over_by = LineField(
        _("qui prend le relais"), max_length=160, blank=True, help_text=_("Proche, famille d’accueil, service.")
    )
    done_at = models.DateTimeField(_("fait le"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = FileRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("étape de la séparation")
        verbose_name_plural = _("étapes de la séparation")
        constraints = [removal_of("separationstep"), paired("separationstep", "done_at", "done_by")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def file_id(self) -> UUID:
        """The file that holds the record."""
        return self.child.beneficiary_id

    @transaction.atomic
    def finish(self, *, by: User, at: datetime) -> None:
        """Mark the step done; twice changes nothing."""
        if SeparationStep.objects.filter(pk=self.pk, done_at__isnull=True).update(done_at=at, done_by=by):
            audit.record(by, AuditAction.CHANGED, self, person_id=self.file_id, fields=["done_at"])
