"""A plan read whole: its objectives and actions, what is late or overspent, its sums, its months."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from programs.models import ActionPlan, PlanAction
from programs.models.action_plan import ActionStatus, Objective

MONTHS = 12


@dataclass(frozen=True)
class ActionLine:
    """An action as of a day."""

    action: Any
    day: date

    @property
    def late(self) -> bool:
        """Whether it is late."""
        return bool(self.action.is_late(self.day))

    @property
    def stale(self) -> bool:
        """Whether its indicator is to be asked for."""
        return bool(self.action.is_stale(self.day, self.action.last_on))

    @property
    def state(self) -> tuple[Any, str]:
        """Its state in words, and their colour: late comes before the state written."""
        if self.late:
            from_start = self.action.status == ActionStatus.TO_START
            return (_("En retard au départ") if from_start else _("En retard")), "danger"
        return self.action.get_status_display(), self.action.tone

    @property
    def part(self) -> int | None:
        """The share of the budget that is spent, in hundredths, a hundred at most; None without a budget."""
        return min(int(self.action.spent * 100 / self.action.planned), 100) if self.action.planned else None

    @property
    def progress(self) -> int | None:
        """How far the indicator went from where it started to what it aims at, in hundredths."""
        last, target, start = self.action.last_value, self.action.target, self.action.baseline or Decimal(0)
        if last is None or target is None or target == start:
            return None
        return int(min(max((last - start) * 100 / (target - start), Decimal(0)), Decimal(100)))


@dataclass(frozen=True)
class ObjectiveLines:
    """An objective and its actions."""

    objective: Objective
    lines: list[ActionLine] = field(default_factory=list)


@dataclass(frozen=True)
class Sums:
    """What is planned, committed and spent."""

    planned: Decimal
    committed: Decimal
    spent: Decimal

    @property
    def overspent(self) -> Decimal:
        """What is spent beyond the plan."""
        return max(self.spent - self.planned, Decimal(0))

    @property
    def committed_part(self) -> int:
        """In hundredths of what is planned."""
        return int(self.committed * 100 / self.planned) if self.planned else 0

    @property
    def spent_part(self) -> int:
        """In hundredths of what is planned."""
        return int(self.spent * 100 / self.planned) if self.planned else 0


@dataclass(frozen=True)
class Run:
    """Some months of a row of the calendar, in one cell; without a line, nothing happens then."""

    span: int
    line: ActionLine | None = None


@dataclass(frozen=True)
class PlanSheet:
    """The plan as of a day."""

    plan: ActionPlan
    objectives: list[ObjectiveLines]
    day: date

    @property
    def lines(self) -> list[ActionLine]:
        """Every action, in order."""
        return [line for group in self.objectives for line in group.lines]

    @property
    def sums(self) -> Sums:
        """The money of the whole plan."""
        return sums_of(line.action for line in self.lines)

    @property
    def late(self) -> int:
        """How many actions are late."""
        return sum(line.late for line in self.lines)

    @property
    def overspent(self) -> int:
        """How many cost more than planned."""
        return sum(bool(line.action.overspent) for line in self.lines)

    @property
    def years(self) -> list[int]:
        """The years in which something happens."""
        days = [day for line in self.lines for day in (line.action.starts_on, line.action.ends_on)]
        return list(range(min(days).year, max(days).year + 1)) if days else []

    def months(self, year: int) -> list[tuple[ObjectiveLines, list[tuple[ActionLine, list[Run]]]]]:
        """The calendar of a year: for each action of that year, the months before, of and after it."""
        found = []
        for group in self.objectives:
            shown = [(line, runs_of(line, year)) for line in group.lines if spans(line, year)]
            if shown:
                found.append((group, shown))
        return found


def spans(line: ActionLine, year: int) -> bool:
    """Whether the action takes place in the year."""
    return bool(line.action.starts_on.year <= year <= line.action.ends_on.year)


def runs_of(line: ActionLine, year: int) -> list[Run]:
    """Twelve months in one to three cells."""
    action = line.action
    first = action.starts_on.month if action.starts_on.year == year else 1
    last = action.ends_on.month if action.ends_on.year == year else MONTHS
    runs = [Run(first - 1), Run(last - first + 1, line), Run(MONTHS - last)]
    return [run for run in runs if run.span]


def sums_of(actions: Iterable[PlanAction]) -> Sums:
    """The money of some actions."""
    rows = list(actions)
    return Sums(*(sum((getattr(row, name) for row in rows), Decimal(0)) for name in ("planned", "committed", "spent")))


def sheet_of(plan: ActionPlan, day: date) -> PlanSheet:
    """Read a plan."""
    groups = {row.pk: ObjectiveLines(row) for row in plan.objectives.order_by("number", "pk")}
    for action in PlanAction.objects.filter(objective__plan=plan).for_list():
        groups[action.objective_id].lines.append(ActionLine(action, day))
    return PlanSheet(plan, list(groups.values()), day)


@transaction.atomic
def add_objective(plan: ActionPlan, *, by: User, **facts: Any) -> Objective:
    """Add an objective under the next number."""
    plan.locked()
    objective = Objective(plan=plan, number=_next(plan.objectives), **facts)
    objective.enter(by=by)
    return objective


@transaction.atomic
def add_action(objective: Objective, *, by: User, **facts: Any) -> PlanAction:
    """Add an action to an objective under the next number."""
    objective.plan.locked()
    action = PlanAction(objective=objective, number=_next(objective.actions), **facts)
    action.enter(by=by)
    return action


def _next(rows: Any) -> int:
    return (rows.aggregate(last=models.Max("number"))["last"] or 0) + 1
