"""Organisations: those who offer services."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _said
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import User
from core.audit import record
from core.constraints import one_of, paired
from core.fields import LineField
from core.models import AuditAction
from core.sql import FrenchSort
from partners.models.codes import Country
from partners.models.triggers import BRANCH_OF_A_HEAD, ORGANIZATION_CORRECTED, ORGANIZATION_RENAMED


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
    source_link = models.URLField(_("fiche dans la source"), max_length=500, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("antenne de"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
    )
    name = LineField(_("nom"), max_length=150)
    description = models.TextField(_("présentation"), max_length=10_000, blank=True)
    siret = models.CharField(
        _("SIRET"), max_length=14, blank=True, validators=[RegexValidator(r"^\d{14}$", _("14 chiffres."))]
    )
    networks = ArrayField(models.CharField(max_length=60), verbose_name=_("réseaux"), default=list, blank=True)
    is_sensitive = models.BooleanField(
        _("structure sensible"),
        default=False,
        help_text=_("Son nom en dirait trop d’une personne\u00a0: hors de la maison, il s’écrit «\u00a0Autre\u00a0»."),
    )
    country = models.CharField(_("pays"), max_length=2, choices=Country, default=Country.FRANCE)
    address = LineField(_("adresse"), max_length=200, blank=True)
    address_more = LineField(_("complément d’adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=10, blank=True)
    city = LineField(_("commune"), max_length=80, blank=True)
    insee_code = models.CharField(_("code de la commune"), max_length=7, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = PhoneNumberField(_("téléphone"), blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    website = models.URLField(_("site"), blank=True, max_length=500)
    opening_hours = models.CharField(_("horaires"), max_length=500, blank=True)
    accessibility_link = models.URLField(_("fiche d’accessibilité"), max_length=500, blank=True)
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
    confirmed_on = models.DateField(_("confirmée par la structure le"), null=True, blank=True)
    corrected = models.JSONField(_("ce que disait la source"), default=dict, editable=False)
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
            one_of("organization", "country", Country),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")),
                name="organization_not_its_own_branch",
                violation_error_message=_("Une structure n’est pas sa propre antenne."),
            ),
        ]
        indexes = [
            GinIndex(OpClass(FrenchSort("name"), name="gin_trgm_ops"), name="organization_name_trigram"),
            GinIndex(OpClass(FrenchSort("city"), name="gin_trgm_ops"), name="organization_city_trigram"),
            models.Index(FrenchSort("name"), "id", name="organization_name_sort"),
            models.Index(fields=["id"], condition=models.Q(is_active=False), name="organization_left"),
        ]
        triggers = [ORGANIZATION_CORRECTED, ORGANIZATION_RENAMED, BRANCH_OF_A_HEAD]

    def __str__(self) -> str:
        return self.name

    @property
    def outside_name(self) -> str:
        """Its name on whatever leaves the house: « Autre » when the name alone would tell too much of a person."""
        return _said("Autre") if self.is_sensitive else self.name

    def clean(self) -> None:
        """A branch belongs to a head: never to a branch, never having branches itself."""
        super().clean()
        try:
            self.require_one_level()
        except ValidationError as error:
            raise ValidationError({"parent": error}) from error

    def require_one_level(self) -> None:
        """Refuse a head that is itself a branch, and a branch that has branches."""
        if self.parent_id is None:
            return
        if self.parent_id == self.pk:
            raise ValidationError(_("Une structure n’est pas sa propre antenne."))
        if Organization.objects.filter(pk=self.parent_id, parent__isnull=False).exists():
            raise ValidationError(_("C’est déjà une antenne\u00a0: choisissez son siège."))
        if Organization.objects.filter(parent=self.pk).exists():
            raise ValidationError(_("Cette structure a des antennes\u00a0: elle ne peut pas en être une."))

    def mark_checked(self, *, by: User, on: date) -> None:
        """Say that the facts were found right, by whom and when."""
        self.checked_by, self.checked_on = by, on
        self.save(update_fields=["checked_by", "checked_on", "updated_at"])
        record(by, AuditAction.CHANGED, self, fields=["checked_on"])
