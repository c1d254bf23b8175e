"""Figures of the referrals sent in a period: how many, how soon, what came of them, by group; counted by PostgreSQL.

Told to somebody who does not work with the people, a number under five is hidden, and so is one from which it follows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.models import DeclineReason
from partners.models.track_record import LEAST
from referrals.groupings import APART, KEYS, MONTHS, OTHERS, days_of, key_text, labels
from referrals.measures import MEASURES
from referrals.models.queries import ReferralQuerySet
from referrals.models.states import Status
from referrals.small_numbers import Number, hide

DAY = timedelta(days=1)
REASON = "raison_"


class Percentiles(Aggregate):
    """The median and the nine-tenths point."""

    function = "percentile_cont"
    template = "%(function)s(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(DurationField())


def waited(until: str) -> Combinable:
    """The time from the sending to a moment."""
    return ExpressionWrapper(F(until) - F("sent_at"), DurationField())


COUNTS = {slug: Count("pk", filter=one.condition) for slug, one in MEASURES.items()} | {
    f"{REASON}{code}": Count("pk", filter=Q(status=Status.DECLINED, decline_reason=code))
    for code in DeclineReason.values
}
DELAYS = {
    "delai_reponse": Percentiles(waited("replied_at"), filter=MEASURES["repondues"].condition),
    "delai_accueil": Percentiles(waited("received_at"), filter=MEASURES["recues"].condition),
}


@dataclass
class Line:
    """The figures of one group, or of all the referrals counted."""

    key: str
    label: str
    numbers: dict[str, Number]
    reasons: dict[str, Number]
    delays: dict[str, list[timedelta]]
    shared: bool = False
    days: tuple[date, date] | None = field(default=None)

    @property
    def decided(self) -> int:
        """Those of which something can be said: a yes, a no, or silence to the end."""
        return sum(self.numbers[slug].count for slug in ("acceptees", "refusees", "sans_suite"))

    @property
    def acceptance(self) -> str:
        """The share of the yes among those decided."""
        hidden = any(self.numbers[slug].hidden for slug in ("acceptees", "refusees", "sans_suite"))
        if not self.decided or hidden:
            return "–"
        return _("%(share)d\u00a0%%") % {"share": round(100 * self.numbers["acceptees"].count / self.decided)}

    def delay_words(self, name: str, rank: int, measure: str) -> str:
        """The median, or the nine-tenths point; nothing of too few when shared."""
        times = self.delays[name]
        if not times or (self.shared and self.numbers[measure].count < LEAST):
            return "–"
        if (days := round(times[rank] / DAY)) < 1:
            return _("le jour même")
        return ngettext("%(days)d\u00a0jour", "%(days)d\u00a0jours", days) % {"days": days}


def line_of(row: dict[str, Any], *, shared: bool, key: str = "", label: str = "") -> Line:
    """A row of the database, with what may be told of it."""
    numbers = {slug: Number(row[slug]) for slug in MEASURES}
    reasons = {code: Number(row[f"{REASON}{code}"]) for code in DeclineReason.values if row[f"{REASON}{code}"]}
    reasons = dict(sorted(reasons.items(), key=lambda item: (-item[1].count, item[0])))
    return Line(key, label, numbers, reasons, {name: row[name] for name in DELAYS}, shared)


def figures(
    rows: ReferralQuerySet, by: str, *, days: tuple[date, date], shared: bool, only: str = ""
) -> tuple[Line, list[Line]]:
    """The line of all, and one for each group, in two queries and one for the names; only keeps one group."""
    total = line_of(rows.order_by().aggregate(**COUNTS, **DELAYS), shared=shared)
    lines = lines_of(rows, by, days=days, shared=shared, only=only) if by else []
    if shared:
        hide(total.numbers, [line.numbers for line in lines], apart=by in APART or by in MONTHS)
    if by not in MONTHS:
        lines.sort(key=lambda line: (line.key == OTHERS, -line.numbers["envoyees"].told, line.label, line.key))
    return total, lines


def lines_of(rows: ReferralQuerySet, by: str, *, days: tuple[date, date], shared: bool, only: str) -> list[Line]:
    """One line for each group, periods in their order."""
    found: Iterable[Any] = (
        rows.order_by().annotate(key=KEYS[by]).values("key").annotate(**COUNTS, **DELAYS).order_by("key")
    )
    keyed = {key_text(by, row["key"]): row for row in found if row["envoyees"]}
    if only:
        keyed = {key: row for key, row in keyed.items() if key == only}
    if shared and by in APART:
        keyed = gathered(keyed)
    names = labels(by, keyed, outside=shared)
    lines = [line_of(row, shared=shared, key=key, label=names[key]) for key, row in keyed.items()]
    if by in MONTHS:
        for line in lines:
            first, last = days_of(by, date.fromisoformat(line.key))
            line.days = max(first, days[0]), min(last, days[1])
    return lines


def gathered(keyed: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The same, the groups too small to be told put together, whose delays are not told."""
    small = [key for key, row in keyed.items() if row["envoyees"] < LEAST]
    if len(small) < 2:
        return keyed
    others = {name: sum(keyed[key][name] for key in small) for name in COUNTS} | dict.fromkeys(DELAYS)
    return {key: row for key, row in keyed.items() if key not in small} | {OTHERS: others}
