"""Grants: asked for, granted or not, paid in instalments, reported on, closed."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import one_of, ordered_dates
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from core.money import MoneyField, euros
from core.sql import FrenchSort
from partners.models.staged import Staged, StagedQuerySet


class GrantStatus(models.TextChoices):
    """Where the grant stands."""

    ASKED = "asked", gettext_lazy("Demandée")
    GRANTED = "granted", gettext_lazy("Accordée")
    PAYING = "paying", gettext_lazy("En cours de versement")
    REPORTED = "reported", gettext_lazy("Bilan remis")
    CLOSED = "closed", gettext_lazy("Soldée")
    REFUSED = "refused", gettext_lazy("Refusée")
    WITHDRAWN = "withdrawn", gettext_lazy("Retirée")


S = GrantStatus
MONEY_COMES = [S.GRANTED, S.PAYING, S.REPORTED]
NOT_GRANTED = [S.ASKED, S.REFUSED, S.WITHDRAWN]


class GrantQuerySet(StagedQuerySet):
    """Reading the grants."""

    def for_list(self) -> "GrantQuerySet":
        """What is awaited or running first, latest period at the top, with the funder and what has come."""
        going = models.Case(models.When(status__in=[S.ASKED, *MONEY_COMES], then=0), default=1)
        rows = self.select_related("funder", "responsible").annotate(
            received=models.Sum("instalments__amount", filter=models.Q(instalments__received_on__isnull=False))
        )
        ordered: GrantQuerySet = rows.order_by(going, "-starts_on", FrenchSort("title"), "pk")
        return ordered

    def granted(self) -> "GrantQuerySet":
        """Those that may pay for something."""
        return self.filter(status__in=MONEY_COMES)


class Grant(Staged):
    """Money from one funder for a period, under conditions."""

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        S.ASKED: frozenset({S.GRANTED, S.REFUSED, S.WITHDRAWN}),
        S.GRANTED: frozenset({S.PAYING, S.REPORTED}),
        S.PAYING: frozenset({S.REPORTED}),
        S.REPORTED: frozenset({S.CLOSED}),
        S.CLOSED: frozenset(),
        S.REFUSED: frozenset(),
        S.WITHDRAWN: frozenset(),
    }
    TONES: ClassVar[dict[str, str]] = {
        S.ASKED: "warning", S.GRANTED: "success", S.PAYING: "success", S.REPORTED: "info", S.CLOSED: "neutral",
        S.REFUSED: "neutral", S.WITHDRAWN: "neutral",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    funder = models.ForeignKey(
        "partners.Funder", verbose_name=gettext_lazy("financeur"), on_delete=models.PROTECT, related_name="grants"
    )
    title = LineField(gettext_lazy("objet"), max_length=150)
    reference = LineField(gettext_lazy("référence"), max_length=60, blank=True)
    amount_asked = MoneyField(gettext_lazy("montant demandé"))
    amount_granted = MoneyField(gettext_lazy("montant accordé"), null=True, editable=False)
    asked_on = models.DateField(gettext_lazy("demandée le"))
    decided_on = models.DateField(gettext_lazy("décision du"), null=True, editable=False)
    starts_on = models.DateField(gettext_lazy("à partir du"))
    ends_on = models.DateField(gettext_lazy("jusqu’au"))
    conditions = models.TextField(gettext_lazy("conditions"), max_length=4_000, blank=True)
    agreement = models.ForeignKey(
        "partners.Agreement",
        verbose_name=gettext_lazy("convention"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("suivie par"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    status = models.CharField(gettext_lazy("état"), max_length=12, choices=GrantStatus, default=S.ASKED, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("subvention")
        verbose_name_plural = gettext_lazy("subventions")
        constraints = [
            one_of("grant", "status", GrantStatus),
            ordered_dates("grant", "starts_on", "ends_on"),
            models.CheckConstraint(
                condition=models.Q(amount_asked__gt=0)
                & (models.Q(amount_granted__isnull=True) | models.Q(amount_granted__gt=0)),
                name="grant_amounts_positive",
                violation_error_message=gettext_lazy("Le montant est supérieur à zéro."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=NOT_GRANTED, amount_granted__isnull=True)
                | (~models.Q(status__in=NOT_GRANTED) & models.Q(amount_granted__isnull=False)),
                name="grant_granted_has_amount",
                violation_error_message=gettext_lazy("Une subvention accordée porte son montant, et elle seule."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[S.ASKED, S.WITHDRAWN]) | models.Q(decided_on__isnull=False),
                name="grant_decision_is_dated",
                violation_error_message=gettext_lazy("Une décision porte sa date."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def amount(self) -> Decimal:
        """What is granted, or asked for until then."""
        return Decimal(self.amount_asked if self.amount_granted is None else self.amount_granted)

    def grant(self, *, by: User, at: datetime, on: date, amount: Decimal) -> None:
        """Note the funder’s yes, which may be for less or more than was asked."""
        self.move_to(S.GRANTED, by=by, at=at, decided_on=on, amount_granted=amount)

    def refuse(self, *, by: User, at: datetime, on: date, reason: str = "") -> None:
        """Note the funder’s no."""
        self.move_to(S.REFUSED, by=by, at=at, reason=reason, decided_on=on)

    def withdraw(self, *, by: User, at: datetime, reason: str = "") -> None:
        """Take the request back."""
        self.move_to(S.WITHDRAWN, by=by, at=at, reason=reason)

    def close(self, *, by: User, at: datetime, reason: str = "") -> None:
        """Expect nothing more: reported, and what was to come has come or never will."""
        self.move_to(S.CLOSED, by=by, at=at, reason=reason)

    @transaction.atomic
    def plan_instalment(self, *, due_on: date, amount: Decimal, by: User) -> None:
        """Expect a payment, once; together they never pass what is granted."""
        if self.locked().status not in MONEY_COMES:
            raise TransitionNotAllowed(_("Les versements se notent sur une subvention accordée."))
        if self.instalments.filter(due_on=due_on, amount=amount).exists():
            return
        planned = self.instalments.aggregate(total=models.Sum("amount"))["total"] or Decimal(0)
        if planned + amount > self.amount:
            raise DomainError(
                _("%(planned)s sont déjà prévus sur %(amount)s : il reste %(left)s à prévoir.")
                % {"planned": euros(planned), "amount": euros(self.amount), "left": euros(self.amount - planned)}
            )
        audit.record(by, AuditAction.CREATED, self.instalments.create(due_on=due_on, amount=amount))

    @transaction.atomic
    def expect_report(self, *, kind: str, due_on: date, remind_days: int, by: User) -> None:
        """Note a report that the funder asks for, once."""
        self.locked()
        told = {"remind_days": remind_days}
        report, is_new = self.reports.get_or_create(kind=kind, due_on=due_on, defaults=told)
        if is_new:
            audit.record(by, AuditAction.CREATED, report)
