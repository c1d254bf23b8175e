"""What a crèche knows of a child beside the name and the age, and nothing else."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.fields import LineField
from core.models import AuditAction


class CareCardQuerySet(models.QuerySet["CareCard"]):
    """Writing the cards."""

    @transaction.atomic
    def keep(self, child: Any, *, by: User, **facts: Any) -> "CareCard":
        """Write what changed and journal the names of the fields."""
        card, _new = self.select_for_update(of=("self",)).get_or_create(child=child, defaults={"updated_by": by})
        changed = sorted(name for name, value in facts.items() if getattr(card, name) != value)
        if changed:
            for name in changed:
                setattr(card, name, facts[name])
            card.updated_by = by
            card.save(update_fields=[*changed, "updated_by", "updated_at"])
            audit.record(by, AuditAction.CHANGED, card, person_id=child.beneficiary_id, fields=changed)
        return card


class CareCard(models.Model):
    """Whether a child walks, and what the parent asks the crèche to do or to avoid."""

    child = models.OneToOneField(
        "beneficiaries.Child", verbose_name=_("enfant"), on_delete=models.PROTECT, related_name="care_card"
    )
    walks = models.BooleanField(_("marche"), null=True, blank=True)
    instructions = LineField(
        _("consignes pour la crèche"),
        max_length=300,
        blank=True,
        help_text=_("Dites par le parent, pour la crèche seule : allergie, repas, sieste, doudou."),
    )
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = CareCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche de crèche")
        verbose_name_plural = _("fiches de crèche")

    def __str__(self) -> str:
        return str(self.pk)
