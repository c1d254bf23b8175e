"""A need of a person’s plan for which no partner was found: the link to the person stays on this side."""

import uuid
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models.need import Need
from core import audit
from core.models import AuditAction
from partners.models import UnmetNeed


class UnansweredNeedQuerySet(models.QuerySet["UnansweredNeed"]):
    """Reading the links that the user may follow, noting one."""

    def visible_to(self, user: User) -> "UnansweredNeedQuerySet":
        """Those of the needs that the user may read."""
        return self.filter(need__in=Need.objects.visible_to(user))

    @transaction.atomic
    def register(self, need: Need, *, by: User, on: date, **facts: Any) -> "UnansweredNeed":
        """Note that nobody could be found for this need; the same form sent twice notes it once."""
        unmet = UnmetNeed.objects.note(by=by, on=on, **facts)
        row, created = self.get_or_create(unmet=unmet, defaults={"need": need})
        if created:
            audit.record(by, AuditAction.CREATED, row, person_id=need.beneficiary_id)
        return row


class UnansweredNeed(models.Model):
    """Which need of which plan stands behind one unmet need."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey("beneficiaries.Need", on_delete=models.PROTECT, related_name="unanswered")
    unmet = models.OneToOneField("partners.UnmetNeed", on_delete=models.PROTECT, related_name="+")

    objects = UnansweredNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("besoin sans réponse d’une personne")
        verbose_name_plural = _("besoins sans réponse de personnes")

    def __str__(self) -> str:
        return str(self.pk)
