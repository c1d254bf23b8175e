"""Certifications and their units: the reference list kept in the administration."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from core.sql import FrenchSort


class CertificationQuerySet(models.QuerySet["Certification"]):
    """Reading the certifications."""

    def active(self) -> "CertificationQuerySet":
        """Those that a validation may aim at, in the order of French names."""
        return self.filter(is_active=True).order_by(FrenchSort("name"), "pk")


class Certification(models.Model):
    """What a course may lead to, with its number in the national register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("intitulé"), max_length=160)
    reference = LineField(
        _("fiche"), max_length=40, blank=True, help_text=_("Numéro au répertoire national\u00a0: RNCP… ou RS…")
    )
    certifier = LineField(_("organisme certificateur"), max_length=120, blank=True)
    is_active = models.BooleanField(_("proposée"), default=True)

    objects = CertificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "reference"],
                name="certification_once",
                violation_error_message=_("Cette certification est déjà dans la liste."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})" if self.reference else self.name


class SkillUnit(models.Model):
    """A unit of a certification, validated by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certification = models.ForeignKey(
        Certification, verbose_name=_("certification"), on_delete=models.PROTECT, related_name="units"
    )
    code = LineField(_("repère"), max_length=20, help_text=_("« D1 », « CCP 2 »…"))
    title = LineField(_("ce que l’unité valide"), max_length=160)
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0)
    is_active = models.BooleanField(_("proposée"), default=True)

    class Meta:
        verbose_name = _("unité")
        verbose_name_plural = _("unités")
        constraints = [
            models.UniqueConstraint(
                fields=["certification", "code"],
                name="skillunit_once",
                violation_error_message=_("Ce repère existe déjà dans cette certification."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} – {self.title}"
