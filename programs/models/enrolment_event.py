"""The history of an enrolment."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.fields import LineField
from programs.models.enrolment_states import EndCause
from programs.models.states import EnrolmentStatus


class EnrolmentEvent(models.Model):
    """One step: who, when, from what to what, and why; never rewritten. Without change of status, the rank changed."""

    enrolment = models.ForeignKey("programs.Enrolment", on_delete=models.PROTECT, related_name="events")
    from_status = models.CharField(_("de"), max_length=20, choices=EnrolmentStatus, blank=True)
    to_status = models.CharField(_("à"), max_length=20, choices=EnrolmentStatus)
    at = models.DateTimeField(_("le"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("date d’effet"))
    cause = models.CharField(_("raison"), max_length=20, choices=EndCause, blank=True, default="")
    reason = LineField(_("précisions"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("étape d’une inscription")
        verbose_name_plural = _("étapes d’une inscription")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_status__in=["", *EnrolmentStatus.values]),
                name="enrolmentevent_from_status_known",
                violation_error_message=_("Cette valeur n’est pas dans la liste."),
            ),
            one_of("enrolmentevent", "to_status", EnrolmentStatus),
            one_of("enrolmentevent", "cause", EndCause),
        ]
        indexes = [models.Index(fields=["enrolment", "at"], name="enrolmentevent_history")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
