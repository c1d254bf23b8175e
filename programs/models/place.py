"""Places: what a stay occupies."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.fields import LineField


class PlaceKind(models.TextChoices):
    """Kinds of place."""

    BED = "bed", _("Lit")
    CHILDCARE = "childcare_place", _("Place de crèche")


class Place(models.Model):
    """A bed or a childcare place of a site."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey("programs.Site", verbose_name=_("site"), on_delete=models.PROTECT, related_name="places")
    program = models.ForeignKey(
        "programs.Program", verbose_name=_("programme"), on_delete=models.PROTECT, related_name="places"
    )
    kind = models.CharField(_("type"), max_length=20, choices=PlaceKind)
    name = LineField(_("nom"), max_length=60)
    is_active = models.BooleanField(_("utilisable"), default=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            one_of("place", "kind", PlaceKind),
            models.UniqueConstraint(
                fields=["site", "name"],
                name="place_name_unique",
                violation_error_message=_("Ce site a déjà une place de ce nom."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
