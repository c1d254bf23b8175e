"""Places: what a stay occupies."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission, Role
from core.constraints import one_of
from core.fields import LineField
from programs.models.program import Program

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


class PlaceQuerySet(models.QuerySet["Place"]):
    """Reading the places."""

    def beds(self) -> "PlaceQuerySet":
        """Those of the houses, in use."""
        return self.filter(kind=PlaceKind.BED, is_active=True)

    def managed_by(self, user: User) -> "PlaceQuerySet":
        """Those that the user gives: of every house for the coordination, else of the programs they run."""
        if not user.can(Permission.STAY_WRITE):
            return self.none()
        return self if user.has_role(Role.COORDINATOR) else self.filter(program__in=Program.objects.run_by(user))

    def together_with(self, place: "Place") -> "PlaceQuerySet":
        """The place and those of the same room."""
        if not place.unit:
            return self.filter(pk=place.pk)
        return self.filter(
            site=place.site_id, unit=place.unit, program=place.program_id, kind=place.kind, is_active=True
        )

    def for_list(self) -> "PlaceQuerySet":
        """House by house."""
        by_name = ("program__name", "program_id", "name", "pk")
        return self.select_related("program", "site").order_by(*by_name)


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

    objects = PlaceQuerySet.as_manager()

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
