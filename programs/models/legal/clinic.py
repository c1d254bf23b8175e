"""Open clinics: who came without an appointment, counted by broad groups, nobody named."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.constraints import one_of
from core.fields import LineField
from core.models import AuditAction
from programs.models.legal.states import Audience
from programs.models.program import Program

MOST = 500


class OpenClinicQuerySet(models.QuerySet["OpenClinic"]):
    """Reading the sheets, and writing one."""

    def for_list(self) -> "OpenClinicQuerySet":
        """Latest first, with how many came."""
        rows = self.select_related("created_by").annotate(came=models.Sum("counts__number"))
        return rows.order_by("-held_on", "-starts_at", "pk")

    @transaction.atomic
    def keep(self, program: Program, *, by: User, counts: Mapping[str, int], **facts: Any) -> "OpenClinic":
        """Write the sheet of one clinic; written again for the same hour, it is corrected."""
        Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
        key = {"program": program, "held_on": facts.pop("held_on"), "starts_at": facts.pop("starts_at")}
        sheet, made = self.update_or_create(**key, defaults=facts, create_defaults={**key, **facts, "created_by": by})
        sheet.counts.all().delete()
        rows = [ClinicCount(clinic=sheet, audience=name, number=number) for name, number in counts.items() if number]
        ClinicCount.objects.bulk_create(rows)
        action = AuditAction.CREATED if made else AuditAction.CHANGED
        audit.record(by, action, sheet, fields=[] if made else ["counts"])
        return sheet


class OpenClinic(models.Model):
    """One clinic held on a day, open to whoever comes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(
        "programs.Program", verbose_name=_("programme"), on_delete=models.PROTECT, related_name="clinics"
    )
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("de"))
    ends_at = models.TimeField(_("à"))
    place = LineField(_("lieu"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = OpenClinicQuerySet.as_manager()

    class Meta:
        verbose_name = _("permanence ouverte")
        verbose_name_plural = _("permanences ouvertes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="openclinic_ends_after_start",
                violation_error_message=_("La fin vient après le début."),
            ),
            models.CheckConstraint(
                condition=models.Q(held_on__gte=date(1990, 1, 1), held_on__lte=date(2100, 1, 1)),
                name="openclinic_date_plausible",
                violation_error_message=_("Cette date n’est pas plausible."),
            ),
            models.UniqueConstraint(
                fields=["program", "held_on", "starts_at"],
                name="openclinic_once",
                violation_error_message=_("Cette permanence a déjà sa feuille."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d}"


class ClinicCount(models.Model):
    """How many people of one group came."""

    clinic = models.ForeignKey("programs.OpenClinic", on_delete=models.PROTECT, related_name="counts")
    audience = models.CharField(_("public"), max_length=12, choices=Audience)
    number = models.PositiveSmallIntegerField(_("nombre"))

    class Meta:
        verbose_name = _("fréquentation")
        verbose_name_plural = _("fréquentations")
        constraints = [
            one_of("cliniccount", "audience", Audience),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=MOST),
                name="cliniccount_number_plausible",
                violation_error_message=_("De 1 à 500 personnes."),
            ),
            models.UniqueConstraint(
                fields=["clinic", "audience"],
                name="cliniccount_once",
                violation_error_message=_("Ce public est déjà compté."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.number}"
