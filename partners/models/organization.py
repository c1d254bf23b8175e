"""Organisations: those who offer services."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import User
from core.audit import record
from core.constraints import paired
from core.fields import LineField
from core.models import AuditAction
from core.sql import FrenchSort
from partners.models.triggers import ORGANIZATION_RENAMED


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Reading the organisations."""

    def active(self) -> "OrganizationQuerySet":
        """Those still in the directory."""
        return self.filter(is_active=True)

    def for_list(self) -> "OrganizationQuerySet":
        """In the order of French names."""
        return self.order_by(FrenchSort("name"), "pk")


class Organization(models.Model):
    """A partner: association, public body, company (data·inclusion « structure »)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("source"), max_length=60, blank=True, default="")
    source_id = models.CharField(_("identifiant dans la source"), max_length=120, blank=True, default="")
    source_updated_on = models.DateField(_("mise à jour dans la source"), null=True, blank=True)
    name = LineField(_("nom"), max_length=150)
    description = models.TextField(_("présentation"), max_length=10_000, blank=True)
    siret = models.CharField(
        _("SIRET"), max_length=14, blank=True, validators=[RegexValidator(r"^\d{14}$", _("14 chiffres."))]
    )
    networks = ArrayField(models.CharField(max_length=60), verbose_name=_("réseaux"), default=list, blank=True)
    address = LineField(_("adresse"), max_length=200, blank=True)
    address_more = LineField(_("complément d’adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    city = LineField(_("commune"), max_length=80, blank=True)
    insee_code = models.CharField(_("code INSEE"), max_length=5, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = PhoneNumberField(_("téléphone"), blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    website = models.URLField(_("site"), blank=True, max_length=500)
    opening_hours = models.CharField(_("horaires"), max_length=500, blank=True)
    is_active = models.BooleanField(_("dans l’annuaire"), default=True)
    checked_on = models.DateField(_("vérifiée le"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("vérifiée par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~models.Q(source=""),
                name="organization_source_unique",
                violation_error_message=_("Cette structure est déjà importée."),
            ),
            paired("organization", "checked_on", "checked_by"),
        ]
        indexes = [
            GinIndex(OpClass(FrenchSort("name"), name="gin_trgm_ops"), name="organization_name_trigram"),
            GinIndex(OpClass(FrenchSort("city"), name="gin_trgm_ops"), name="organization_city_trigram"),
            models.Index(FrenchSort("name"), "id", name="organization_name_sort"),
            models.Index(fields=["id"], condition=models.Q(is_active=False), name="organization_left"),
        ]
        triggers = [ORGANIZATION_RENAMED]

    def __str__(self) -> str:
        return self.name

    def mark_checked(self, *, by: User, on: date) -> None:
        """Say that the facts were found right, by whom and when."""
        self.checked_by, self.checked_on = by, on
        self.save(update_fields=["checked_by", "checked_on", "updated_at"])
        record(by, AuditAction.CHANGED, self, fields=["checked_on"])
