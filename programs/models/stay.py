"""Stays: who occupies which place, and when."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models import Beneficiary
from core.constraints import one_of
from programs.models.program import Program


class StayStatus(models.TextChoices):
    """Where a stay stands."""

    PROVISIONAL = "provisional", _("Provisoire")
    CONFIRMED = "confirmed", _("Confirmé")
    ARRIVED = "arrived", _("En cours")
    DEPARTED = "departed", _("Terminé")
    CANCELLED = "cancelled", _("Annulé")


class StayQuerySet(models.QuerySet["Stay"]):
    """Reading the stays."""

    def visible_to(self, user: User) -> "StayQuerySet":
        """Those of visible people, and those in the programs that the user runs."""
        seen = models.Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        return self.filter(seen | models.Q(place__program__in=Program.objects.run_by(user).values("pk")))


class Stay(models.Model):
    """A person in a place for a period of nights: from the first evening, until the morning of the last day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey("programs.Place", verbose_name=_("place"), on_delete=models.PROTECT, related_name="stays")
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="stays"
    )
    period = DateRangeField(_("période"))
    status = models.CharField(_("statut"), max_length=20, choices=StayStatus, default=StayStatus.PROVISIONAL)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = _("séjour")
        verbose_name_plural = _("séjours")
        constraints = [
            one_of("stay", "status", StayStatus),
            ExclusionConstraint(
                name="stay_one_at_a_time",
                expressions=[("place", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=~models.Q(status=StayStatus.CANCELLED),
                violation_error_message=_("Cette place est déjà prise sur une partie de ces dates."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    period__isempty=False, period__startswith__isnull=False, period__endswith__isnull=False
                ),
                name="stay_period_bounded",
                violation_error_message=_(
                    "Un séjour a une date d’arrivée et une date de départ, au moins une nuit plus tard."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
