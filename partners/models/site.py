"""Sites: the places where an organisation receives people."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from core.fields import LineField
from core.sql import FrenchSort
from partners.models.triggers import SITE_KEEPS_ITS_SERVICES


class SiteQuerySet(models.QuerySet["Site"]):
    """Reading the sites."""

    def active(self) -> "SiteQuerySet":
        """Those where people are received."""
        return self.filter(is_active=True)

    def for_list(self) -> "SiteQuerySet":
        """In the order of French names, those in use first."""
        return self.order_by("-is_active", FrenchSort("name"), "pk")


class Site(models.Model):
    """A place of an organisation, with its hours; several services may be given there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=_("structure"), on_delete=models.PROTECT, related_name="sites"
    )
    name = LineField(_("nom"), max_length=120)
    address = LineField(_("adresse"), max_length=200, blank=True)
    address_more = LineField(_("complément d’adresse"), max_length=200, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=10, blank=True)
    city = LineField(_("commune"), max_length=80, blank=True)
    insee_code = models.CharField(_("code de la commune"), max_length=7, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = PhoneNumberField(_("téléphone"), blank=True)
    opening_hours = models.CharField(_("horaires"), max_length=500, blank=True)
    accessibility = models.TextField(
        _("accès"),
        max_length=1000,
        blank=True,
        help_text=_("Plain-pied, ascenseur, arrêt de bus, interphone…"),
    )
    is_active = models.BooleanField(_("ouvert"), default=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="partner_site_unique",
                violation_error_message=_("Cette structure a déjà un lieu de ce nom."),
            )
        ]
        triggers = [SITE_KEEPS_ITS_SERVICES]

    def __str__(self) -> str:
        return self.name
