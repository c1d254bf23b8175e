"""Emergency accesses: a file opened for two hours without belonging to its team, for a written reason."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from core.constraints import ordered_dates, paired
from core.sql import related_manager

if TYPE_CHECKING:
    from accounts.models import User

LASTS = timedelta(hours=2)
REASON_AT_LEAST = 15
A_DAY_AT_MOST = 3
REVIEW_WITHIN = timedelta(days=7)


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    """Reading the emergency accesses."""

    def current(self) -> "EmergencyAccessQuerySet":
        """Running now, by the database’s clock."""
        return self.filter(starts_at__lte=models.functions.Now(), ends_at__gt=models.functions.Now())

    def visible_to(self, user: "User") -> "EmergencyAccessQuerySet":
        """All of them for whoever reads them again; one’s own; for the coordination, those of the people it sees."""
        if user.can(Permission.EMERGENCY_REVIEW):
            return self.all()
        seen = models.Q(beneficiary__in=related_manager(self, "beneficiary").visible_to(user))
        return self.filter(models.Q(user=user) | seen if user.can(Permission.FILE_PROTECT) else models.Q(user=user))

    def to_review(self) -> "EmergencyAccessQuerySet":
        """Those that nobody has read again."""
        return self.filter(reviewed_at__isnull=True)

    def overdue(self, now: datetime) -> "EmergencyAccessQuerySet":
        """Not read again within the week."""
        return self.to_review().filter(starts_at__lt=now - REVIEW_WITHIN)

    def for_list(self) -> "EmergencyAccessQuerySet":
        """Not read yet first, oldest first; then the latest; with the names that a row shows."""
        rows = self.select_related("beneficiary", "user", "reviewed_by")
        return rows.order_by(models.F("reviewed_at").desc(nulls_first=True), "starts_at", "pk")


class EmergencyAccess(models.Model):
    """One worker, one file, two hours, one reason; read again by the data protection officer within a week."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=_("personne"),
        on_delete=models.PROTECT,
        related_name="emergency_accesses",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("raison"), max_length=1000)
    starts_at = models.DateTimeField(_("depuis"))
    ends_at = models.DateTimeField(_("jusqu’à"))
    reviewed_at = models.DateTimeField(_("relu le"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("accès d’urgence")
        verbose_name_plural = _("accès d’urgence")
        constraints = [
            paired("emergencyaccess", "reviewed_at", "reviewed_by"),
            ordered_dates("emergencyaccess", "starts_at", "ends_at"),
            models.CheckConstraint(
                condition=models.Q(ends_at__lte=models.F("starts_at") + LASTS),
                name="emergencyaccess_two_hours",
                violation_error_message=_("Un accès d’urgence dure deux heures au plus."),
            ),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("reason"), REASON_AT_LEAST),
                name="emergencyaccess_reasoned",
                violation_error_message=_("Donnez la raison en une phrase (15 signes au moins)."),
            ),
        ]
        indexes = [models.Index(fields=["user", "beneficiary", "ends_at"], name="emergencyaccess_user")]

    def __str__(self) -> str:
        return str(self.pk)

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been read again by now."""
        return self.reviewed_at is None and self.starts_at < now - REVIEW_WITHIN
