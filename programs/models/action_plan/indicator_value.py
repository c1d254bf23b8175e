"""Values of indicators: how much, on which day."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class IndicatorValue(models.Model):
    """What the indicator of an action said on a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey("programs.PlanAction", on_delete=models.PROTECT, related_name="values")
    on = models.DateField(_("relevé le"))
    value = models.DecimalField(_("valeur"), max_digits=10, decimal_places=2)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(_("noté le"))

    class Meta:
        verbose_name = _("valeur d’un indicateur")
        verbose_name_plural = _("valeurs des indicateurs")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "on"],
                name="indicatorvalue_once_a_day",
                violation_error_message=_("Cet indicateur a déjà une valeur ce jour-là."),
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="indicatorvalue_positive",
                violation_error_message=_("La valeur d’un indicateur n’est jamais négative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.value}"
