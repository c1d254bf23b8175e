"""What a recipient says with an answer: kept with each step of the history, and with an answer that came too late."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from referrals.models.states import DeclineReason


class Told(models.Model):
    """A reason, a comment, another way to go, a place on the list, an appointment: each only where it makes sense."""

    FACTS: ClassVar[tuple[str, ...]] = (
        "reason", "comment", "alternative", "position", "expected_on", "appointment_at", "appointment_place",
    )  # fmt: skip

    reason = models.CharField(
        _("raison"), max_length=20, choices=[("", "—"), *DeclineReason.choices], blank=True, default=""
    )
    comment = models.TextField(_("commentaire"), max_length=2_000, blank=True)
    alternative = models.TextField(_("autre piste"), max_length=1_000, blank=True)
    position = models.PositiveSmallIntegerField(_("rang dans la liste d’attente"), null=True, blank=True)
    expected_on = models.DateField(_("place espérée le"), null=True, blank=True)
    appointment_at = models.DateTimeField(_("rendez-vous le"), null=True, blank=True)
    appointment_place = LineField(_("lieu du rendez-vous"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def told(self) -> dict[str, Any]:
        """What was said, without what was not."""
        said = {name: getattr(self, name) for name in self.FACTS}
        return {name: value for name, value in said.items() if value not in ("", None)}


def reason_known(model: str) -> models.CheckConstraint:
    """The reason is of the list or empty."""
    return models.CheckConstraint(
        condition=models.Q(reason__in=["", *DeclineReason.values]),
        name=f"{model}_reason_known",
        violation_error_message=_("Cette raison n’est pas dans la liste."),
    )
