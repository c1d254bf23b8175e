"""Envelopes of emergency aid: so much money for a time, of which no more than there is can be paid."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import ordered_dates, paired
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from core.money import MoneyField, euros
from core.sql import FrenchSort
from partners.models.staged import StagedQuerySet

LEFT = models.F("amount") - models.F("paid")
WRITTEN_BY_PAYMENTS = pgtrigger.Trigger(
    name="paid_by_payments_alone",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("paid"),  # type: ignore[no-untyped-call]
    condition=pgtrigger.Q(old__paid__df=pgtrigger.F("new__paid")),
    func="""
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'aid envelope: paid is the sum of its payments' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)


class AidEnvelopeQuerySet(StagedQuerySet):
    """Reading the envelopes; opening one is register()."""

    def open_on(self, day: date) -> "AidEnvelopeQuerySet":
        """Those from which an aid of that day can be paid."""
        going = models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=day)
        return self.filter(going, closed_at__isnull=True, starts_on__lte=day)

    def for_list(self) -> "AidEnvelopeQuerySet":
        """Open ones first, in the order of French names, with what is left."""
        closed = models.Case(models.When(closed_at__isnull=True, then=0), default=1)
        rows = self.annotate(left=LEFT).select_related("grant__funder", "agreement__organization")
        ordered: AidEnvelopeQuerySet = rows.order_by(closed, FrenchSort("name"), "pk")
        return ordered


class AidEnvelope(models.Model):
    """Money for emergency aid over a period.

    paid is the sum of the payments that count, written by a trigger of theirs and by nothing else: PostgreSQL refuses
    the payment that would take it beyond the amount, however many are made at the same instant.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(gettext_lazy("nom"), max_length=120)
    amount = MoneyField(gettext_lazy("montant"))
    paid = MoneyField(gettext_lazy("versé"), default=Decimal(0), editable=False)
    starts_on = models.DateField(gettext_lazy("à partir du"))
    ends_on = models.DateField(gettext_lazy("jusqu’au"), null=True, blank=True)
    grant = models.ForeignKey(
        "partners.Grant",
        verbose_name=gettext_lazy("subvention"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="envelopes",
    )
    agreement = models.ForeignKey(
        "partners.Agreement",
        verbose_name=gettext_lazy("convention"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="envelopes",
    )
    rules = models.TextField(
        gettext_lazy("règles d’usage"),
        max_length=2_000,
        blank=True,
        help_text=gettext_lazy("Pour quoi, pour qui, combien au plus : ce que lit qui demande une aide."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    closed_at = models.DateTimeField(gettext_lazy("close le"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AidEnvelopeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("enveloppe d’aide d’urgence")
        verbose_name_plural = gettext_lazy("enveloppes d’aide d’urgence")
        constraints = [
            ordered_dates("aidenvelope", "starts_on", "ends_on"),
            paired("aidenvelope", "closed_at", "closed_by"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="aidenvelope_amount_positive",
                violation_error_message=gettext_lazy("Le montant est supérieur à zéro."),
            ),
            models.CheckConstraint(
                condition=models.Q(paid__gte=0, paid__lte=models.F("amount")),
                name="aidenvelope_balance_not_negative",
                violation_error_message=gettext_lazy("Le solde d’une enveloppe ne descend pas sous zéro."),
            ),
            models.UniqueConstraint(
                fields=["name", "starts_on"],
                name="aidenvelope_name_unique",
                violation_error_message=gettext_lazy("Une enveloppe de ce nom commence déjà à cette date."),
            ),
        ]
        triggers = [WRITTEN_BY_PAYMENTS]

    def __str__(self) -> str:
        return self.name

    @property
    def remaining(self) -> Decimal:
        """What can still be paid."""
        return Decimal(self.amount - self.paid)

    def locked(self) -> "AidEnvelope":
        """The envelope as it is now, kept to this transaction."""
        stored: AidEnvelope = AidEnvelope.objects.select_for_update(of=("self",)).get(pk=self.pk)
        return stored

    def require_room(self, amount: Decimal, day: date) -> None:
        """Refuse in words an aid that the envelope, as read, cannot pay on that day."""
        if self.closed_at:
            raise DomainError(_("Cette enveloppe est close."))
        if day < self.starts_on or (self.ends_on and day > self.ends_on):
            raise DomainError(_("L’enveloppe ne couvre pas cette date."))
        if amount > self.remaining:
            raise DomainError(
                _("Il reste %(left)s dans cette enveloppe : pas assez pour %(amount)s.")
                % {"left": euros(self.remaining), "amount": euros(amount)}
            )

    @transaction.atomic
    def amend(self, *, by: User, **facts: Any) -> None:
        """Write what changed and journal the names of the fields; never less money than was paid."""
        stored = self.locked()
        if facts.get("amount", stored.amount) < stored.paid:
            raise DomainError(_("%(paid)s sont déjà versés : le montant ne peut pas être inférieur.")
                              % {"paid": euros(stored.paid)})  # fmt: skip
        changed = sorted(name for name, value in facts.items() if getattr(stored, name) != value)
        for name, value in facts.items():
            setattr(self, name, value)
        if changed:
            self.save(update_fields=changed)
            audit.record(by, AuditAction.CHANGED, self, fields=changed)

    def close(self, *, by: User, at: datetime) -> None:
        """Pay nothing more from it; twice changes nothing."""
        self._set_closed(at, by, by=by)

    def reopen(self, *, by: User) -> None:
        """Pay from it again."""
        self._set_closed(None, None, by=by)

    @transaction.atomic
    def _set_closed(self, closed_at: datetime | None, closed_by: User | None, *, by: User) -> None:
        """The one door between open and closed."""
        stored = self.locked()
        if (stored.closed_at is None) != (closed_at is None):
            self.closed_at, self.closed_by = closed_at, closed_by
            self.save(update_fields=["closed_at", "closed_by"])
            audit.record(by, AuditAction.CHANGED, self, fields=["closed_at"])
