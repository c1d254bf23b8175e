"""Teams: the scope of a caseworker’s files."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LineField


class Team(models.Model):
    """A branch of the association whose members share their files."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("nom"), max_length=80, unique=True)
    city = LineField(_("ville"), max_length=80, blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    address = models.CharField(_("adresse"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("équipe")
        verbose_name_plural = _("équipes")

    def __str__(self) -> str:
        return self.name
