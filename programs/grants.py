"""A grant read whole: what came, what is due, what it pays for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.templatetags.french import days_left
from partners.models import Grant, GrantInstalment, GrantReport
from programs.models import GrantUse


@dataclass(frozen=True)
class GrantSheet:
    """The lines of one grant, and their sums."""

    instalments: list[GrantInstalment]
    reports: list[GrantReport]
    uses: list[GrantUse]
    amount: Decimal
    day: date

    @property
    def received(self) -> Decimal:
        """What has come."""
        return sum((row.amount for row in self.instalments if row.received_on), Decimal(0))

    @property
    def shared(self) -> Decimal:
        """What is given to a program or an action."""
        return sum((row.amount for row in self.uses), Decimal(0))

    @property
    def to_share(self) -> Decimal:
        """What is not."""
        return self.amount - self.shared

    @property
    def report_rows(self) -> list[tuple[GrantReport, str, str]]:
        """Each report with the words and the colour of its urgency."""
        return [(row, *urgency(row, self.day)) for row in self.reports]


def urgency(report: GrantReport, day: date) -> tuple[str, str]:
    """« dans 12 jours », in the colour of what is late, near or far."""
    if report.sent_on:
        return "", "success"
    if report.due_on < day:
        return days_left(report.due_on), "danger"
    return days_left(report.due_on), "warning" if report.is_to_send(day) else "neutral"


def sheet_of(grant: Grant, day: date) -> GrantSheet:
    """Read the lines of a grant."""
    dated: Any = {"instalments": grant.instalments, "reports": grant.reports}
    rows = {name: list(manager.order_by("due_on", "pk")) for name, manager in dated.items()}
    return GrantSheet(**rows, uses=list(GrantUse.objects.for_list().filter(grant=grant)), amount=grant.amount, day=day)
