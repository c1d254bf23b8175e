"""No-contact links: two people followed who must never be brought together, nor revealed to the other’s workers."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import paired
from core.fields import LineField


class NoContactQuerySet(models.QuerySet["NoContactLink"]):
    """Reading the links."""

    def current(self) -> "NoContactQuerySet":
        """Not lifted."""
        return self.filter(lifted_at__isnull=True)


class NoContactLink(models.Model):
    """Between two people, first and second in the order of their identifiers: one link a pair."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    reason = LineField(_("raison"), max_length=200)
    created_at = models.DateTimeField(_("noté le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    lifted_at = models.DateTimeField(_("levé le"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = NoContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("interdiction de contact")
        verbose_name_plural = _("interdictions de contact")
        constraints = [
            paired("nocontactlink", "lifted_at", "lifted_by"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")),
                name="nocontactlink_two_people",
                violation_error_message=_("Une interdiction de contact lie deux personnes différentes."),
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=models.Q(lifted_at__isnull=True),
                name="nocontactlink_once",
                violation_error_message=_("Cette interdiction de contact est déjà notée."),
            ),
        ]
        indexes = [
            models.Index(fields=["second"], condition=models.Q(lifted_at__isnull=True), name="nocontactlink_second")
        ]

    def __str__(self) -> str:
        return str(self.pk)
