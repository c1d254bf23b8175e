"""Communes: where « near » starts from."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.sql import FrenchSort


class Commune(models.Model):
    """A commune of the official geographic code, with one point in WGS 84 degrees when known."""

    insee_code = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    name = models.CharField(_("nom"), max_length=80)
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name=_("codes postaux"), default=list)
    department_code = models.CharField(_("département"), max_length=3)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    population = models.PositiveIntegerField(_("population"), null=True)

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        indexes = [
            GinIndex(OpClass(FrenchSort("name"), name="gin_trgm_ops"), name="commune_name_trigram"),
            GinIndex(fields=["postal_codes"], name="commune_postal_codes"),
        ]

    def __str__(self) -> str:
        return self.name
