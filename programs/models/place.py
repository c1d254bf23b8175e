"""Places: what a stay occupies."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.fields import LineField

MOST_TURNAROUND = 60


def turnaround_bounded(model: str) -> models.CheckConstraint:
    """Getting a place ready takes two months at most."""
    return models.CheckConstraint(
        condition=models.Q(turnaround_days__lte=MOST_TURNAROUND),
        name=f"{model}_turnaround_bounded",
        violation_error_message=_("La remise en état dure 60\u00a0jours au plus."),
    )


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
    unit = LineField(
        _("chambre ou logement"),
        max_length=60,
        blank=True,
        help_text=_("Le même nom pour les places où une famille dort ensemble."),
    )
    is_accessible = models.BooleanField(_("accessible en fauteuil"), default=False)
    takes_children = models.BooleanField(_("convient à un enfant"), default=False)
    turnaround_days = models.PositiveSmallIntegerField(
        _("jours de remise en état"),
        default=0,
        validators=[MaxValueValidator(MOST_TURNAROUND)],
        help_text=_("Entre deux séjours, sauf autre choix pour une réservation."),
    )
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
            turnaround_bounded("place"),
        ]

    def __str__(self) -> str:
        return self.name
