"""The case team: who else works for a person beside the lead worker."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import ordered_dates
from core.sql import related_manager

if TYPE_CHECKING:
    from accounts.models import User


class CaseTeamQuerySet(models.QuerySet["CaseTeamMember"]):
    """Reading the case teams."""

    def visible_to(self, user: "User") -> "CaseTeamQuerySet":
        """Those of the people whose content the user may read."""
        return self.filter(beneficiary__in=related_manager(self, "beneficiary").content_visible_to(user))

    def current(self) -> "CaseTeamQuerySet":
        """Begun and not ended, as the database’s clock has it."""
        today = models.functions.TruncDate(models.functions.Now())
        return self.not_over().filter(since__lte=today)

    def for_list(self) -> "CaseTeamQuerySet":
        """In the order of names, with the worker."""
        return self.select_related("user").order_by("user__first_name", "user__last_name", "pk")

    def not_over(self) -> "CaseTeamQuerySet":
        """Not ended: begun, or announced for later."""
        today = models.functions.TruncDate(models.functions.Now())
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=today))


class CaseTeamMember(models.Model):
    """One worker beside the lead worker, from a day to another: reads and writes the file as the lead does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="case_team"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("membre"), on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField(_("depuis le"))
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = CaseTeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre de l’équipe de suivi")
        verbose_name_plural = _("équipes de suivi")
        constraints = [
            ordered_dates("caseteammember", "since", "until"),
            models.UniqueConstraint(
                fields=["beneficiary", "user"],
                condition=models.Q(until__isnull=True),
                name="caseteammember_once",
                violation_error_message=_("Cette personne est déjà de l’équipe de suivi."),
            ),
        ]
        indexes = [models.Index(fields=["user", "beneficiary"], name="caseteammember_user")]

    def __str__(self) -> str:
        return str(self.pk)
