"""What must be true on the day somebody comes out: the list of the association."""

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from beneficiaries.models.layer import Layer
from core.constraints import one_of
from core.fields import LineField

if TYPE_CHECKING:
    from collections.abc import Iterable


class ReadinessTheme(models.TextChoices):
    """Which question of the « Jour J » board an item answers."""

    ROOF = "roof", _("Hébergement")
    PAPERS = "papers", _("Papiers")
    COVER = "cover", _("Couverture santé")
    INCOME = "income", _("Revenus et droits")
    MEETING = "meeting", _("Rendez-vous")
    OTHER = "other", _("Autre")


class Concerns(models.TextChoices):
    """For whom the item is noted without being asked for."""

    EVERYBODY = "everybody", _("Chaque personne")
    PARENTS = "parents", _("Les personnes qui ont un enfant")
    ON_DEMAND = "on_demand", _("Seulement quand on l’ajoute")


class ReadinessItemKindQuerySet(models.QuerySet["ReadinessItemKind"]):
    """Reading the list."""

    def offered(self) -> "ReadinessItemKindQuerySet":
        """Those in use."""
        return self.filter(is_active=True)

    def for_list(self) -> "ReadinessItemKindQuerySet":
        """In the order of the association."""
        return self.order_by("position", "label", "pk")

    def lay(self, kinds: "Iterable[dict[str, object]]") -> None:
        """Add those of the list that are not there yet."""
        known = set(self.values_list("label", flat=True))
        self.bulk_create(self.model(**kind) for kind in kinds if kind["label"] not in known)


class ReadinessItemKind(models.Model):
    """One thing to have on the day of the release, and how long before it takes to get."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = LineField(_("nom"), max_length=80, unique=True)
    help = LineField(_("précision"), max_length=200, blank=True, help_text=_("Une phrase, sous le nom."))
    position = models.PositiveSmallIntegerField(_("ordre"), default=100)
    theme = models.CharField(
        _("colonne du tableau « Jour J »"), max_length=10, choices=ReadinessTheme, default=ReadinessTheme.OTHER
    )
    days_before = models.PositiveSmallIntegerField(
        _("jours avant la sortie"), default=7, help_text=_("À ce moment-là, ce point devrait être prêt.")
    )
    lead_days = models.PositiveSmallIntegerField(
        _("délai en jours"), default=1, help_text=_("Temps qu’il faut au moins pour l’obtenir.")
    )
    needs_appointment = models.BooleanField(_("demande un rendez-vous"), default=False)
    concerns = models.CharField(_("concerne"), max_length=10, choices=Concerns, default=Concerns.EVERYBODY)
    layer = models.CharField(
        _("lu par"),
        max_length=10,
        choices=Layer,
        default=Layer.ORDINARY,
        help_text=_("Un point de santé n’est lu que par la personne référente et l’équipe de suivi."),
    )
    is_active = models.BooleanField(_("proposé"), default=True)

    objects = ReadinessItemKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("point à préparer pour la sortie")
        verbose_name_plural = _("points à préparer pour la sortie")
        constraints = [
            one_of("readinessitemkind", "theme", ReadinessTheme),
            one_of("readinessitemkind", "concerns", Concerns),
            one_of("readinessitemkind", "layer", Layer),
            models.CheckConstraint(
                condition=models.Q(days_before__lte=730, lead_days__lte=730),
                name="readinessitemkind_delays_plausible",
                violation_error_message=_("Deux ans au plus."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def due_on(self, release_on: date | None) -> date | None:
        """When it should be ready, for a release on that day."""
        return release_on - timedelta(days=self.days_before) if release_on else None

    def fits(self, today: date, release_on: date) -> bool:
        """Whether there is still time to get it."""
        return today + timedelta(days=self.lead_days) <= release_on
