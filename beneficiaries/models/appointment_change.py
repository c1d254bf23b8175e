"""The history of an appointment: moved, cancelled, told, taken back."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from beneficiaries.models.appointment_states import Outcome
from core.fields import LineField
from core.templatetags.french import day_words, time_words


class AppointmentChange(models.Model):
    """One change, never corrected or removed: from what to what, when, by whom and why."""

    appointment = models.ForeignKey("beneficiaries.Appointment", on_delete=models.PROTECT, related_name="changes")
    from_outcome = models.CharField(_("de"), max_length=20, blank=True)
    to_outcome = models.CharField(_("à"), max_length=20, blank=True)
    from_starts_at = models.DateTimeField(_("prévu avant le"), null=True)
    to_starts_at = models.DateTimeField(_("prévu maintenant le"), null=True)
    reason = LineField(_("raison"), max_length=200, blank=True)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("changement de rendez-vous")
        verbose_name_plural = _("changements de rendez-vous")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_outcome=models.F("to_outcome"))
                | models.Q(from_starts_at__isnull=False, to_starts_at__isnull=False),
                name="appointmentchange_changes",
                violation_error_message=_("Rien n’a changé."),
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.to_outcome}"

    @property
    def words(self) -> str:
        """« Déplacé du mardi 3 mars, 9 h 30 au… », or the outcome as its list says it."""
        if self.from_starts_at and self.to_starts_at:
            return now_("Déplacé du %(before)s au %(after)s") % {
                "before": f"{day_words(self.from_starts_at)}, {time_words(self.from_starts_at)}",
                "after": f"{day_words(self.to_starts_at)}, {time_words(self.to_starts_at)}",
            }
        if not self.to_outcome:
            return now_("Issue annulée")
        return str(Outcome(self.to_outcome).label)
