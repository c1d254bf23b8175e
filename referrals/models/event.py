"""The history of a referral."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from referrals.models.states import Status
from referrals.models.told import Told, reason_known


class ReferralEvent(Told):
    """One change of status: from what to what, when, by whom and with what words; never changed.

    by is somebody of the association, link the partner; neither is the clock, which only closes what nobody answers.
    """

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="events")
    from_status = models.CharField(_("de"), max_length=12, choices=Status)
    to_status = models.CharField(_("à"), max_length=12, choices=Status)
    at = models.DateTimeField(_("le"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    link = models.ForeignKey(
        "referrals.ReferralLink", verbose_name=_("par le lien"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("étape d’une orientation")
        verbose_name_plural = _("étapes d’une orientation")
        constraints = [
            one_of("referralevent", "from_status", Status),
            one_of("referralevent", "to_status", Status),
            reason_known("referralevent"),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False, link__isnull=True)
                | models.Q(by__isnull=True, link__isnull=False)
                | models.Q(by__isnull=True, link__isnull=True, to_status=Status.LAPSED),
                name="referralevent_one_author",
                violation_error_message=_(
                    "Une étape vient de l’équipe ou du partenaire ; seul le délai se passe d’eux."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["referral", "at"], name="referralevent_history"),
            models.Index(fields=["to_status", "at"], name="referralevent_reached"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"

    @property
    def author_words(self) -> str:
        """Who did it, in words."""
        if self.by:
            return str(self.by)
        return _now("le partenaire") if self.link_id else _now("le délai est passé")
