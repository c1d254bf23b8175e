"""Exports of the list of people: who took it away, when, why, how many."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.roles import Permission
from core.fields import LineField

if TYPE_CHECKING:
    from accounts.models import User

REASON_AT_LEAST = 15


class PeopleExportQuerySet(models.QuerySet["PeopleExport"]):
    """Reading the exports."""

    def visible_to(self, user: "User") -> "PeopleExportQuerySet":
        """All of them for data protection, one’s own for the others."""
        return self if user.can(Permission.EMERGENCY_REVIEW) else self.filter(by=user)

    def for_list(self) -> "PeopleExportQuerySet":
        """Latest first."""
        return self.select_related("by").order_by("-at", "pk")


class PeopleExport(models.Model):
    """One table taken away: the journal says whose files it held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("le"), auto_now_add=True)
    reason = LineField(_("raison"), max_length=300)
    people_count = models.PositiveIntegerField(_("personnes"))

    objects = PeopleExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export de la liste des personnes")
        verbose_name_plural = _("exports de la liste des personnes")
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("reason"), REASON_AT_LEAST),
                name="peopleexport_has_a_reason",
                violation_error_message=_("Donnez la raison en une phrase (15 signes au moins)."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
