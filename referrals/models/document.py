"""Documents of the person’s file that leave with a referral, chosen one by one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferralDocument(models.Model):
    """One document joined to one referral; what its file was at the sending stands in the snapshot."""

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="joined")
    document = models.ForeignKey("beneficiaries.Document", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("joint le"), auto_now_add=True)

    class Meta:
        verbose_name = _("document joint")
        verbose_name_plural = _("documents joints")
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "document"],
                name="referraldocument_once",
                violation_error_message=_("Ce document est déjà joint."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
