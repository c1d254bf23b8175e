"""Prisons: a reference list."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.fields import LineField
from core.sql import FrenchSort


class PrisonKind(models.TextChoices):
    """Kinds of prison."""

    REMAND = "remand", _("Maison d’arrêt")
    DETENTION_CENTRE = "detention_centre", _("Centre de détention")
    HIGH_SECURITY = "high_security", _("Maison centrale")
    COMPLEX = "complex", _("Centre pénitentiaire")
    DAY_RELEASE = "day_release", _("Centre de semi-liberté")
    RELEASE_UNIT = "release_unit", _("Structure d’accompagnement vers la sortie")
    MINORS = "minors", _("Établissement pour mineurs")
    HOSPITAL = "hospital", _("Établissement de santé")


class PrisonQuerySet(models.QuerySet["Prison"]):
    """Reading the list."""

    def for_list(self) -> "PrisonQuerySet":
        """In the order of French names."""
        return self.order_by(FrenchSort("name"), "pk")


class Prison(models.Model):
    """An establishment where a person may be held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("nom"), max_length=120, unique=True)
    kind = models.CharField(_("type"), max_length=20, choices=PrisonKind)
    city = LineField(_("commune"), max_length=80, blank=True)
    has_women_wing = models.BooleanField(_("quartier des femmes"), null=True, blank=True)
    has_mother_child_unit = models.BooleanField(_("quartier mère-enfant"), null=True, blank=True)
    is_active = models.BooleanField(_("ouvert"), default=True)

    objects = PrisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("établissement pénitentiaire")
        verbose_name_plural = _("établissements pénitentiaires")
        constraints = [one_of("prison", "kind", PrisonKind)]

    def __str__(self) -> str:
        return self.name
