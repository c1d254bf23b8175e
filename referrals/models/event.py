"""The history of a referral."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from referrals.models.states import Status


class ReferralEvent(models.Model):
    """One change of status: from what to what, when and by whom; never changed."""

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="events")
    from_status = models.CharField(_("de"), max_length=10, choices=Status)
    to_status = models.CharField(_("à"), max_length=10, choices=Status)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("étape d’une orientation")
        verbose_name_plural = _("étapes d’une orientation")
        constraints = [one_of("referralevent", "from_status", Status), one_of("referralevent", "to_status", Status)]
        indexes = [models.Index(fields=["referral", "at"], name="referralevent_history")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
