"""The history of the statuses of a plan."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LineField

EACH = ("need", "goal", "step")


def about_one() -> models.Q:
    """Exactly one of the three is named."""
    condition = models.Q()
    for named in EACH:
        condition |= models.Q(**{f"{name}__isnull": name != named for name in EACH})
    return condition


class PlanChange(models.Model):
    """One change of status of a need, a goal or a step: from what to what, when, by whom and why."""

    need = models.ForeignKey("beneficiaries.Need", on_delete=models.PROTECT, null=True, related_name="changes")
    goal = models.ForeignKey("beneficiaries.Goal", on_delete=models.PROTECT, null=True, related_name="changes")
    step = models.ForeignKey("beneficiaries.Step", on_delete=models.PROTECT, null=True, related_name="changes")
    from_status = models.CharField(_("de"), max_length=20)
    to_status = models.CharField(_("à"), max_length=20)
    reason = LineField(_("raison"), max_length=300, blank=True)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("changement d’état")
        verbose_name_plural = _("changements d’état")
        constraints = [
            models.CheckConstraint(
                condition=about_one(),
                name="planchange_about_one",
                violation_error_message=_("Un changement concerne un besoin, un objectif ou une démarche."),
            ),
            models.CheckConstraint(
                condition=~models.Q(from_status=models.F("to_status")),
                name="planchange_changes",
                violation_error_message=_("L’état n’a pas changé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.to_status}"

    @property
    def words(self) -> str:
        """The new status, as its list says it."""
        item = self.need or self.goal or self.step
        return str(item.STATUSES(self.to_status).label) if item else self.to_status
