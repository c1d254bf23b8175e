"""What happened to the referrals sent to a service, or to an organisation as a whole, over the last twelve months.

Counts only, of nobody in particular; written by the referrals, which know the directory and which it does not know.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

LEAST = 5  # fewer than this is never shown: a small number is somebody


class TrackRecord(models.Model):
    """The counts of one service; without a service, those of the whole organisation.

    acceptance is a share in percent and median_days the usual wait, both empty until enough referrals were answered.
    """

    organization = models.ForeignKey("partners.Organization", on_delete=models.CASCADE, related_name="track_records")
    service = models.OneToOneField(
        "partners.Service", on_delete=models.CASCADE, null=True, blank=True, related_name="track_record"
    )
    sent = models.PositiveIntegerField(_("envoyées"))
    accepted = models.PositiveIntegerField(_("acceptées"))
    declined = models.PositiveIntegerField(_("refusées"))
    lapsed = models.PositiveIntegerField(_("sans suite"))
    reasons = models.JSONField(_("raisons de refus"), default=dict)
    acceptance = models.PositiveSmallIntegerField(_("part acceptée"), null=True, blank=True)
    median_days = models.PositiveSmallIntegerField(_("délai de réponse"), null=True, blank=True)
    last_reply_on = models.DateField(_("dernière réponse"), null=True, blank=True)
    counted_at = models.DateTimeField(_("compté le"))

    class Meta:
        verbose_name = _("suites des orientations")
        verbose_name_plural = _("suites des orientations")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "service"],
                nulls_distinct=False,
                name="trackrecord_one_each",
                violation_error_message=_("Ces suites sont déjà comptées."),
            ),
            models.CheckConstraint(
                condition=models.Q(acceptance=None) | models.Q(acceptance__lte=100),
                name="trackrecord_share",
                violation_error_message=_("Une part va de 0 à 100."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
