"""What grants pay for: programs of ours, and actions that are none."""

import uuid
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from core.money import MoneyField, euros
from partners.models import Grant


class GrantUseQuerySet(models.QuerySet["GrantUse"]):
    """Sharing a grant out."""

    def for_list(self) -> "GrantUseQuerySet":
        """The largest first."""
        return self.select_related("program").order_by("-amount", "pk")

    @transaction.atomic
    def share(self, grant: Grant, *, amount: Decimal, by: User, **what: Any) -> "GrantUse":
        """Give a part of the grant to a program or an action; the parts never pass the whole."""
        whole: Grant = grant.locked()
        if self.filter(grant=grant, **what).exists():
            raise DomainError(_("Cette part est déjà notée."))
        shared = self.filter(grant=grant).aggregate(total=models.Sum("amount"))["total"] or Decimal(0)
        if shared + amount > whole.amount:
            left = euros(whole.amount - shared)
            raise DomainError(_("Il reste %(left)s à répartir sur cette subvention.") % {"left": left})
        use = self.create(grant=grant, amount=amount, **what)
        audit.record(by, AuditAction.CREATED, use)
        return use


class GrantUse(models.Model):
    """A part of a grant, for one program or for an action named in words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(
        "partners.Grant", verbose_name=gettext_lazy("subvention"), on_delete=models.PROTECT, related_name="uses"
    )
    program = models.ForeignKey(
        "programs.Program",
        verbose_name=gettext_lazy("programme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grant_uses",
    )
    action = LineField(gettext_lazy("ou action"), max_length=120, blank=True)
    amount = MoneyField(gettext_lazy("part"))

    objects = GrantUseQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("part d’une subvention")
        verbose_name_plural = gettext_lazy("parts d’une subvention")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(program__isnull=False, action="")
                | (models.Q(program__isnull=True) & ~models.Q(action="")),
                name="grantuse_program_or_action",
                violation_error_message=gettext_lazy("Choisissez un programme ou nommez une action : l’un des deux."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="grantuse_amount_positive",
                violation_error_message=gettext_lazy("Le montant est supérieur à zéro."),
            ),
            models.UniqueConstraint(
                fields=["grant", "program", "action"],
                nulls_distinct=False,
                name="grantuse_once",
                violation_error_message=gettext_lazy("Cette part est déjà notée."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.program or self.action)

    @transaction.atomic
    def take_back(self, *, by: User) -> None:
        """Undo the part."""
        audit.record(by, AuditAction.DELETED, self)
        self.delete()
