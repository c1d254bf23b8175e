"""Places: what a stay occupies."""

import uuid
from collections.abc import Iterable

from django.core.validators import MaxValueValidator
from django.db import OperationalError, models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission, Role
from core.constraints import one_of
from core.errors import DomainError
from core.fields import LineField
from programs.models.program import Program

MOST_TURNAROUND = 60
DAY_MINUTES = 24 * 60
MOST_MINUTES = DAY_MINUTES - 1


def turnaround_bounded(model: str) -> models.CheckConstraint:
    """Getting a place ready takes two months at most."""
    return models.CheckConstraint(
        condition=models.Q(turnaround_days__lte=MOST_TURNAROUND),
        name=f"{model}_turnaround_bounded",
        violation_error_message=_("La remise en état dure 60\u00a0jours au plus."),
    )


class PlaceBusy(DomainError):
    """Too many people write about a place at this instant."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Plusieurs personnes réservent cette place en ce moment. Rien n’est écrit : réessayez.")
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

    def childcare(self) -> "PlaceQuerySet":
        """Those of the crèches, in use, in the order of their names."""
        return self.filter(kind=PlaceKind.CHILDCARE, is_active=True).order_by("name", "pk")

    def managed_by(self, user: User) -> "PlaceQuerySet":
        """Those that the user gives: of every house for the coordination, else of the programs they run."""
        if not user.can(Permission.STAY_WRITE):
            return self.none()
        return self if user.has_role(Role.COORDINATOR) else self.filter(program__in=Program.objects.run_by(user))

    def hold(self, pks: Iterable[uuid.UUID]) -> "list[Place]":
        """Lock places within a transaction, in the order of their keys, behind whoever gives them at this instant.

        Waiting too long is a refusal in words, not a fault: fifty people may want one bed.
        """
        rows = self.select_related("program", "site").select_for_update(of=("self",)).order_by("pk")
        try:
            with transaction.atomic():
                return list(rows.filter(pk__in=list(pks)))
        except OperationalError as error:
            if "timeout" not in str(error):
                raise
            raise PlaceBusy from error

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
    turnaround_minutes = models.PositiveSmallIntegerField(
        _("minutes de remise en état"),
        default=0,
        validators=[MaxValueValidator(MOST_MINUTES)],
        help_text=_("Pour une place de crèche, entre deux enfants."),
    )
    months_from = models.PositiveSmallIntegerField(
        _("à partir de (mois)"), null=True, blank=True, help_text=_("Âge accueilli à cette place de crèche.")
    )
    months_to = models.PositiveSmallIntegerField(_("jusqu’à (mois, non compris)"), null=True, blank=True)
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
            models.CheckConstraint(
                condition=models.Q(turnaround_minutes__lte=MOST_MINUTES),
                name="place_turnaround_minutes_bounded",
                violation_error_message=_("Moins d’un jour : au-delà, écrivez des jours."),
            ),
            models.CheckConstraint(
                condition=models.Q(months_to__isnull=True)
                | models.Q(months_from__isnull=True)
                | models.Q(months_to__gt=models.F("months_from")),
                name="place_months_ordered",
                violation_error_message=_("L’âge de fin vient après l’âge de début."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def turnaround(self) -> int:
        """Minutes that a childcare place needs between two children, whole days included."""
        return self.turnaround_days * DAY_MINUTES + self.turnaround_minutes

    def takes_age(self, months: int) -> bool:
        """Whether a child of so many months is of its age group."""
        return (self.months_from or 0) <= months and (self.months_to is None or months < self.months_to)

    @property
    def age_group(self) -> str:
        """« 3 à 18 mois »; nothing when every age is taken."""
        if self.months_to is None:
            return gettext("dès %(since)d mois") % {"since": self.months_from} if self.months_from else ""
        return gettext("%(since)d à %(until)d mois") % {"since": self.months_from or 0, "until": self.months_to}
