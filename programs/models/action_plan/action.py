"""Actions of a plan: who leads, with what means and money, from when to when, measured by what."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from core.constraints import one_of, ordered_dates
from core.dates import months_later
from core.errors import DomainError
from core.fields import LineField
from core.models import AuditAction
from core.money import MoneyField
from programs.models.action_plan.change import PlanPart
from programs.models.action_plan.indicator_value import IndicatorValue
from programs.models.action_plan.states import ACTIONS, ActionStatus

S = ActionStatus


class PlanActionQuerySet(models.QuerySet["PlanAction"]):
    """Reading the actions."""

    def late(self, day: date) -> "PlanActionQuerySet":
        """Not begun on the day said, or not done on the last day."""
        return self.filter(
            Q(status=S.TO_START, starts_on__lt=day) | Q(status__in=[S.TO_START, S.UNDER_WAY], ends_on__lt=day)
        )

    def overspent(self) -> "PlanActionQuerySet":
        """Those that cost more than planned."""
        return self.filter(spent__gt=F("planned"))

    def for_list(self) -> "PlanActionQuerySet":
        """By number, with their lead and the last value of their indicator."""
        last = IndicatorValue.objects.filter(action=models.OuterRef("pk")).order_by("-on", "pk")
        rows = self.select_related("objective", "lead_staff", "lead_party__organization", "funder")
        return rows.annotate(last_value=models.Subquery(last.values("value")[:1]),
                             last_on=models.Subquery(last.values("on")[:1])).order_by(
            "objective__number", "number", "pk"
        )  # fmt: skip


class PlanAction(PlanPart):
    """One action of an objective; its indicator is a label, a unit, where it started and what it aims at."""

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = ACTIONS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    objective = models.ForeignKey(
        "programs.Objective", verbose_name=gettext_lazy("objectif"), on_delete=models.PROTECT, related_name="actions"
    )
    number = models.PositiveSmallIntegerField(gettext_lazy("numéro"), editable=False)
    title = LineField(gettext_lazy("action"), max_length=200)
    means = models.TextField(gettext_lazy("moyens"), max_length=3_000, blank=True)
    lead_staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=gettext_lazy("pilote dans l’équipe"),
    )  # fmt: skip
    lead_party = models.ForeignKey(
        "programs.ActionPlanParty", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=gettext_lazy("pilote chez une partie"),
    )  # fmt: skip
    starts_on = models.DateField(gettext_lazy("du"))
    ends_on = models.DateField(gettext_lazy("au"))
    planned = MoneyField(gettext_lazy("budget prévu"), default=Decimal(0))
    committed = MoneyField(gettext_lazy("engagé"), default=Decimal(0))
    spent = MoneyField(gettext_lazy("dépensé"), default=Decimal(0))
    funder = models.ForeignKey(
        "partners.Funder", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=gettext_lazy("financeur"),
    )  # fmt: skip
    indicator = LineField(gettext_lazy("ce que l’on mesure"), max_length=150, blank=True)
    unit = LineField(gettext_lazy("unité"), max_length=40, blank=True)
    baseline = models.DecimalField(gettext_lazy("au départ"), max_digits=10, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(gettext_lazy("visé"), max_digits=10, decimal_places=2, null=True, blank=True)
    every_months = models.PositiveSmallIntegerField(gettext_lazy("relevé, tous les … mois"), default=3)
    status = models.CharField(
        gettext_lazy("état"), max_length=15, choices=ActionStatus, default=S.TO_START, editable=False
    )
    drop_reason = LineField(gettext_lazy("raison de l’abandon"), max_length=300, blank=True, editable=False)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("action du plan")
        verbose_name_plural = gettext_lazy("actions du plan")
        constraints = [
            one_of("planaction", "status", ActionStatus),
            ordered_dates("planaction", "starts_on", "ends_on"),
            models.UniqueConstraint(
                fields=["objective", "number"],
                name="planaction_number_once",
                violation_error_message=gettext_lazy("Ce numéro d’action est déjà pris."),
            ),
            models.UniqueConstraint(
                fields=["objective", "title"],
                name="planaction_once",
                violation_error_message=gettext_lazy("Cette action est déjà dans cet objectif."),
            ),
            models.CheckConstraint(
                condition=Q(planned__gte=0, committed__gte=0, spent__gte=0),
                name="planaction_amounts_positive",
                violation_error_message=gettext_lazy("Un montant n’est jamais négatif."),
            ),
            models.CheckConstraint(
                condition=Q(lead_staff__isnull=True) | Q(lead_party__isnull=True),
                name="planaction_one_lead",
                violation_error_message=gettext_lazy("Une action a un seul pilote."),
            ),
            models.CheckConstraint(
                condition=(~Q(indicator="") & Q(target__isnull=False))
                | Q(indicator="", target__isnull=True, baseline__isnull=True),
                name="planaction_indicator_whole",
                violation_error_message=gettext_lazy("Un indicateur dit ce que l’on mesure et la valeur visée."),
            ),
            models.CheckConstraint(
                condition=(Q(target__isnull=True) | Q(target__gte=0)) & (Q(baseline__isnull=True) | Q(baseline__gte=0)),
                name="planaction_figures_positive",
                violation_error_message=gettext_lazy("La valeur d’un indicateur n’est jamais négative."),
            ),
            models.CheckConstraint(
                condition=Q(every_months__gte=1, every_months__lte=24),
                name="planaction_measured_in_time",
                violation_error_message=gettext_lazy("L’indicateur se relève au moins tous les deux ans."),
            ),
            models.CheckConstraint(
                condition=Q(~Q(drop_reason=""), status=S.DROPPED) | Q(~Q(status=S.DROPPED), drop_reason=""),
                name="planaction_drop_is_told",
                violation_error_message=gettext_lazy("Une action abandonnée, et elle seule, porte une raison."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def whole(self) -> object:
        """The plan of its objective."""
        return self.objective.plan

    @property
    def code(self) -> str:
        """« 1.2 »."""
        return f"{self.objective.number}.{self.number}"

    @property
    def lead(self) -> str:
        """Who leads, in words; empty while nobody does."""
        return self.lead_staff.get_full_name() if self.lead_staff else self.lead_party.said if self.lead_party else ""

    @property
    def overspent(self) -> Decimal:
        """What is spent beyond the plan; zero when nothing is."""
        return Decimal(max(self.spent - self.planned, Decimal(0)))

    def is_late(self, day: date) -> bool:
        """Not begun on the day said, or not done on the last day."""
        if self.status == S.TO_START:
            return self.starts_on < day
        return self.status == S.UNDER_WAY and self.ends_on < day

    def is_stale(self, day: date, last_on: date | None) -> bool:
        """Whether the indicator of an action under way has no value as recent as it should."""
        if not self.indicator or self.status != S.UNDER_WAY:
            return False
        return months_later(last_on or self.starts_on, self.every_months) < day

    def start(self, *, by: User, at: datetime) -> None:
        """Begin, or take up again what was said to be done."""
        self._move_to(S.UNDER_WAY, by=by, at=at)

    def finish(self, *, by: User, at: datetime) -> None:
        """Say that it is done."""
        self._move_to(S.DONE, by=by, at=at)

    def drop(self, *, by: User, at: datetime, reason: str) -> None:
        """Give it up, and say why."""
        if not reason:
            raise DomainError(_("Dites pourquoi l’action est abandonnée."))
        self._move_to(S.DROPPED, by=by, at=at, reason=reason, drop_reason=reason)

    def resume(self, *, by: User, at: datetime) -> None:
        """Plan again what was given up."""
        self._move_to(S.TO_START, by=by, at=at, drop_reason="")

    @transaction.atomic
    def measure(self, *, by: User, at: datetime, on: date, value: Decimal) -> None:
        """Note the value of the indicator on a day; a second one for the same day corrects the first."""
        self.locked()
        if not self.indicator:
            raise DomainError(_("Cette action n’a pas d’indicateur : dites d’abord ce que l’on mesure."))
        facts = {"value": value, "noted_by": by, "noted_at": at}
        row, _created = self.values.update_or_create(on=on, defaults=facts)
        audit.record(by, AuditAction.CREATED, row)
