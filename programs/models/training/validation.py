"""The path towards a certification: evidence gathered unit by unit, a jury, its results."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import one_of
from core.errors import DomainError
from core.models import AuditAction
from programs.models.enrolment import Enrolment
from programs.models.states import ASKING
from programs.models.training.certification import Certification, SkillUnit


class UnitOutcome(models.TextChoices):
    """What the jury decided of a unit."""

    PENDING = "", gettext_lazy("En attente")
    OBTAINED = "obtained", gettext_lazy("Obtenue")
    PARTLY = "partly", gettext_lazy("Obtenue en partie")
    REFUSED = "refused", gettext_lazy("Non obtenue")
    ABSENT = "absent", gettext_lazy("Absent·e au jury")


class ValidationQuerySet(models.QuerySet["Validation"]):
    """Reading the paths, and beginning one."""

    def visible_to(self, user: User) -> "ValidationQuerySet":
        """Those of the enrolments that the user sees."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def for_page(self) -> "ValidationQuerySet":
        """Oldest first, with their units."""
        rows = self.select_related("certification").prefetch_related("results__unit")
        return rows.order_by("created_at", "pk")

    @transaction.atomic
    def register(self, enrolment: Enrolment, certification: Certification, *, by: User) -> "Validation":
        """Aim at a certification with all its units; asked twice, the same path."""
        held = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
        if held.status in ASKING or held.started_on is None:
            raise DomainError(_("La validation commence une fois la personne inscrite."))
        if already := self.filter(enrolment=held, certification=certification).first():
            return already
        units = list(certification.units.filter(is_active=True))
        if not units:
            raise DomainError(_("Cette certification n’a pas encore d’unités\u00a0: ajoutez-les dans la gestion."))
        path = self.create(enrolment=held, certification=certification, created_by=by)
        UnitResult.objects.bulk_create(UnitResult(validation=path, unit=unit) for unit in units)
        audit.record(by, AuditAction.CREATED, path, person_id=held.beneficiary_id)
        return path


class Validation(models.Model):
    """Somebody’s path towards a certification, during a course."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="validations")
    certification = models.ForeignKey(
        Certification,
        verbose_name=gettext_lazy("certification visée"),
        on_delete=models.PROTECT,
        related_name="validations",
    )
    jury_on = models.DateField(gettext_lazy("jury le"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = ValidationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("validation")
        verbose_name_plural = gettext_lazy("validations")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "certification"],
                name="validation_once",
                violation_error_message=gettext_lazy("Cette validation est déjà commencée."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def obtained(self) -> "list[UnitResult]":
        """The units that the jury gave in full."""
        return [row for row in self.in_order() if row.outcome == UnitOutcome.OBTAINED]

    def in_order(self) -> "list[UnitResult]":
        """The units in the order of the reference list."""
        return sorted(self.results.all(), key=lambda row: (row.unit.rank, row.unit.code))

    @transaction.atomic
    def note(self, *, by: User, jury_on: date | None, units: Mapping[UUID, Mapping[str, str]]) -> None:
        """Write the evidence, the day of the jury and its results; results come with a jury that has been held."""
        stored = Validation.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if any(said["outcome"] for said in units.values()) and (not jury_on or jury_on > timezone.localdate()):
            raise DomainError(_("Un résultat se note une fois le jury passé\u00a0: indiquez sa date."))
        started = stored.enrolment.started_on
        if jury_on and started and jury_on < started:
            raise DomainError(_("Le jury vient après le début de la formation."))
        changed = ["jury_on"] if stored.jury_on != jury_on else []
        stored.jury_on = self.jury_on = jury_on
        stored.save(update_fields=["jury_on"])
        for row in stored.results.select_related("unit"):
            said: Any = units.get(row.pk, {})
            if any(getattr(row, name) != value for name, value in said.items()):
                row.evidence, row.outcome = said["evidence"], said["outcome"]
                row.save(update_fields=["evidence", "outcome"])
                changed.append(row.unit.code)
        if changed:
            audit.record(by, AuditAction.CHANGED, self, person_id=stored.enrolment.beneficiary_id, fields=changed)


class UnitResult(models.Model):
    """One unit of a path: what shows the skill, and what the jury decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    validation = models.ForeignKey(Validation, on_delete=models.PROTECT, related_name="results")
    unit = models.ForeignKey(SkillUnit, on_delete=models.PROTECT, related_name="+")
    evidence = models.TextField(gettext_lazy("preuves"), max_length=1_000, blank=True)
    outcome = models.CharField(
        gettext_lazy("résultat"), max_length=10, choices=UnitOutcome, blank=True, default=UnitOutcome.PENDING
    )

    class Meta:
        verbose_name = gettext_lazy("résultat d’unité")
        verbose_name_plural = gettext_lazy("résultats d’unités")
        constraints = [
            one_of("unitresult", "outcome", UnitOutcome),
            models.UniqueConstraint(
                fields=["validation", "unit"],
                name="unitresult_once",
                violation_error_message=gettext_lazy("Cette unité est déjà dans ce parcours."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
