"""Departments and regions of France, provinces and regions of Belgium: areas larger than a commune."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from partners.models.codes import Country


class Region(models.Model):
    """A region; its code is INSEE’s in France and ISO 3166-2’s in Belgium (« BE-WAL »)."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("nom"), max_length=80)
    country = models.CharField(_("pays"), max_length=2, choices=Country, default=Country.FRANCE)

    class Meta:
        verbose_name = _("région")
        verbose_name_plural = _("régions")
        constraints = [one_of("region", "country", Country)]

    def __str__(self) -> str:
        return self.name

    @property
    def area(self) -> str:
        """Its code among areas of eligibility, where « 32 » is already the Gers."""
        return f"region-{self.code}"


class Department(models.Model):
    """A department or overseas collectivity, with its INSEE code; a Belgian province, with its code of ISO 3166-2."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("nom"), max_length=80)
    region = models.ForeignKey(
        "partners.Region",
        verbose_name=_("région"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="departments",
    )
    country = models.CharField(_("pays"), max_length=2, choices=Country, default=Country.FRANCE)

    class Meta:
        verbose_name = _("département")
        verbose_name_plural = _("départements")
        constraints = [one_of("department", "country", Country)]

    def __str__(self) -> str:
        return self.name
