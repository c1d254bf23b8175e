"""Exclusions: a worker who must not reach a file, whatever their role."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission, Role
from core.constraints import paired
from core.fields import LineField
from core.sql import related_manager

if TYPE_CHECKING:
    from accounts.models import User


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    """Reading the exclusions."""

    def current(self) -> "ExclusionQuerySet":
        """Not lifted."""
        return self.filter(lifted_at__isnull=True)

    def visible_to(self, user: "User") -> "ExclusionQuerySet":
        """All of them for data protection; for the coordination, those of the people that it sees."""
        if not user.can(Permission.FILE_PROTECT):
            return self.none()
        if user.has_role(Role.DATA_PROTECTION_OFFICER):
            return self.all()
        return self.filter(beneficiary__in=related_manager(self, "beneficiary").visible_to(user))

    def for_list(self) -> "ExclusionQuerySet":
        """In force first, then the latest lifted, with the names that a row shows."""
        rows = self.select_related("beneficiary", "user", "created_by", "lifted_by")
        return rows.order_by(models.F("lifted_at").desc(nulls_first=True), "-created_at", "pk")


class Exclusion(models.Model):
    """A conflict of interest (relative, neighbour, former partner): beats every right, emergency access included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="exclusions"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("membre écarté du dossier"), on_delete=models.PROTECT, related_name="+"
    )
    reason = LineField(_("raison"), max_length=200)
    created_at = models.DateTimeField(_("notée le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    lifted_at = models.DateTimeField(_("levée le"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mise à l’écart")
        verbose_name_plural = _("mises à l’écart")
        constraints = [
            paired("exclusion", "lifted_at", "lifted_by"),
            models.UniqueConstraint(
                fields=["user", "beneficiary"],
                condition=models.Q(lifted_at__isnull=True),
                name="exclusion_once",
                violation_error_message=_("Cette personne est déjà écartée de ce dossier."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
