"""What became of an event, and when."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LineField


class EventChange(models.Model):
    """One change of status: from what to what, when, by whom and why."""

    event = models.ForeignKey("programs.Event", on_delete=models.PROTECT, related_name="changes")
    from_status = models.CharField(_("de"), max_length=10)
    to_status = models.CharField(_("à"), max_length=10)
    reason = LineField(_("raison"), max_length=200, blank=True)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("étape d’un événement")
        verbose_name_plural = _("étapes d’un événement")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_status=models.F("to_status")),
                name="eventchange_changes",
                violation_error_message=_("L’état n’a pas changé."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.to_status}"
