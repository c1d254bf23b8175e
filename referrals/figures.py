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
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.models import DeclineReason
from partners.models.track_record import LEAST
from referrals.groupings import KEYS, MONTHS, days_of, key_text, labels
from referrals.measures import MEASURES, PARTS
from referrals.models.queries import ReferralQuerySet
from referrals.models.states import Status

DAY = timedelta(days=1)
REASON = "raison_"
ANSWERED = ("acceptees", "refusees", "a_l_etude")
AFTER_YES = ("recues", "accompagnees", "terminees", "perdues")


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


@dataclass(frozen=True)
class Number:
    """A count as it is told: as it is, hidden, or as what it surpasses."""

    count: int
    least: int = 0
    exact: bool = True

    @property
    def words(self) -> str:
        """« 12 », « moins de 5 », « au moins 10 »."""
        if self.exact:
            return number_format(self.count, force_grouping=True)
        if self.count < LEAST:
            return _("moins de %(least)d") % {"least": LEAST}
        return _("au moins %(count)d") % {"count": max(self.least, LEAST)}

    @property
    def floor(self) -> int:
        """What the words give away."""
        return self.count if self.exact else self.least


def told(count: int) -> Number:
    """The number, unless it is small."""
    return Number(count, exact=not 0 < count < LEAST)


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
        hidden = any(not self.numbers[slug].exact for slug in ("acceptees", "refusees", "sans_suite"))
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
    tell = told if shared else Number
    numbers = {slug: tell(row[slug]) for slug in MEASURES}
    reasons = {code: tell(row[f"{REASON}{code}"]) for code in DeclineReason.values if row[f"{REASON}{code}"]}
    reasons = dict(sorted(reasons.items(), key=lambda item: (-item[1].count, item[0])))
    line = Line(key, label, numbers, reasons, {name: row[name] for name in DELAYS}, shared)
    if shared:
        protect(line)
    return line


def protect(line: Line) -> None:
    """Hide also what a hidden number follows from: a sum of which it is the only unknown, a whole nearly reached."""
    numbers = line.numbers
    if any(not numbers[slug].exact for slug in PARTS):
        numbers["envoyees"] = at_least(numbers["envoyees"].count, (numbers[slug] for slug in PARTS))
        numbers["repondues"] = at_least(numbers["repondues"].count, (numbers[slug] for slug in ANSWERED))
    for slug in AFTER_YES:
        count = numbers[slug].count
        if numbers[slug].exact and told(numbers["acceptees"].count - count).exact is False:
            numbers[slug] = Number(count, least=count - count % LEAST, exact=False)


def at_least(count: int, parts: Iterable[Number]) -> Number:
    """A sum told by those of its parts that are told."""
    return Number(count, least=sum(part.floor for part in parts), exact=False)


def figures(
    rows: ReferralQuerySet, by: str, *, days: tuple[date, date], shared: bool, only: str = ""
) -> tuple[Line, list[Line]]:
    """The line of all, and one for each group, in two queries and one for the names; only keeps one group."""
    total = line_of(rows.order_by().aggregate(**COUNTS, **DELAYS), shared=shared)
    if not by:
        return total, []
    found: Iterable[Any] = (
        rows.order_by().annotate(key=KEYS[by]).values("key").annotate(**COUNTS, **DELAYS).order_by("key")
    )
    keyed = {key_text(by, row["key"]): row for row in found if row["envoyees"]}
    if only:
        keyed = {key: row for key, row in keyed.items() if key == only}
    names = labels(by, keyed, outside=shared)
    lines = [line_of(row, shared=shared, key=key, label=names[key]) for key, row in keyed.items()]
    if by in MONTHS:
        for line in lines:
            first, last = days_of(by, date.fromisoformat(line.key))
            line.days = max(first, days[0]), min(last, days[1])
    else:
        lines.sort(key=lambda line: (-line.numbers["envoyees"].floor, line.label, line.key))
    if shared:
        protect_total(total, lines)
    return total, lines


def protect_total(total: Line, lines: list[Line]) -> None:
    """Tell the whole no more exactly than its parts: a hidden one would follow by subtraction."""
    for slug, number in total.numbers.items():
        parts = [line.numbers[slug] for line in lines]
        if any(not part.exact for part in parts):
            least = min(sum(part.floor for part in parts), number.count)
            total.numbers[slug] = Number(number.count, least=least, exact=False)
