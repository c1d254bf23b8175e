"""Permits to enter an establishment, which run out."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.prison import Prison
from core import audit
from core.models import AuditAction

# Asking for another one takes about this long.
REMINDED_BEFORE = timedelta(days=30)


class VisitPermitQuerySet(models.QuerySet["VisitPermit"]):
    """Reading and writing the permits; a worker knows their own alone."""

    def of(self, user: User) -> "VisitPermitQuerySet":
        """The user’s own."""
        return self.filter(worker=user)

    def expiring(self, day: date) -> "VisitPermitQuerySet":
        """Run out, or about to."""
        return self.filter(valid_until__lte=day + REMINDED_BEFORE)

    @transaction.atomic
    def keep(self, prison: Prison, *, by: User, valid_until: date) -> "VisitPermit":
        """Note until when the user may enter, and journal it."""
        permit, created = self.select_for_update(of=("self",)).get_or_create(
            worker=by, prison=prison, defaults={"valid_until": valid_until}
        )
        if created:
            audit.record(by, AuditAction.CREATED, permit)
        elif permit.valid_until != valid_until:
            permit.valid_until = valid_until
            permit.save(update_fields=["valid_until"])
            audit.record(by, AuditAction.CHANGED, permit, fields=["valid_until"])
        return permit


class VisitPermit(models.Model):
    """Until when a worker may enter an establishment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prison = models.ForeignKey(
        "beneficiaries.Prison", verbose_name=_("établissement"), on_delete=models.PROTECT, related_name="+"
    )
    valid_until = models.DateField(_("valable jusqu’au"))

    objects = VisitPermitQuerySet.as_manager()

    class Meta:
        verbose_name = _("permis de visite")
        verbose_name_plural = _("permis de visite")
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "prison"],
                name="visitpermit_one_per_prison",
                violation_error_message=_("Un permis est déjà noté pour cet établissement."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=date(2000, 1, 1), valid_until__lte=date(2100, 1, 1)),
                name="visitpermit_date_plausible",
                violation_error_message=_("Cette date n’est pas plausible."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_until:%Y-%m-%d}"

    @transaction.atomic
    def forget(self, *, by: User) -> None:
        """The worker no longer goes there: nothing is to be renewed."""
        audit.record(by, AuditAction.DELETED, self)
        self.delete()
