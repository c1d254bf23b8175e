"""File numbers: one series a year, without two people ever sharing a number."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileCounter(models.Model):
    """The last file number given in a year."""

    year = models.PositiveSmallIntegerField(_("année"), primary_key=True)
    last = models.PositiveIntegerField(_("dernier numéro"), default=0)

    class Meta:
        verbose_name = _("compteur de dossiers")
        verbose_name_plural = _("compteurs de dossiers")

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04}"

    @classmethod
    def locked(cls, year: int) -> "FileCounter":
        """The counter of the year, which nobody else may take a number from until the end of the transaction."""
        cls.objects.get_or_create(year=year)
        return cls.objects.select_for_update().get(year=year)

    @classmethod
    def next_number(cls, year: int) -> str:
        """Take the next number, alone: « 2026-0143 »."""
        return cls.locked(year).take()

    def take(self) -> str:
        """Give the next number of a locked counter."""
        self.last += 1
        self.save(update_fields=["last"])
        return str(self)
