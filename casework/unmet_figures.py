"""Unmet needs counted by domain and territory; small numbers hidden from whoever is not of the team."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count
from django.utils.translation import gettext as _

from core.choices import label_of
from partners.models import Domain, Missing, UnmetNeed

SMALL = 5


@dataclass(frozen=True)
class Figure:
    """One line: how many in a domain and a territory, and what was missing most."""

    domain: str
    territory: str
    count: int
    words: str
    missing: str
    query: str


def figures(start: date | None, end: date | None, *, shared: bool) -> list[Figure]:
    """Lines by domain, the largest first; in a shared version the small ones of a domain are told together."""
    counted = (
        UnmetNeed.objects.between(start, end)
        .values("domain", "territory", "missing")
        .annotate(count=Count("pk"))
        .order_by("domain", "territory", "missing")
    )
    cells: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in counted:
        cells[row["domain"], row["territory"]][row["missing"]] = row["count"]
    if shared:
        cells = _gathered(cells)
    ranked = sorted(cells.items(), key=lambda cell: (-sum(cell[1].values()), cell[0]))
    return [_figure(domain, territory, missing, shared) for (domain, territory), missing in ranked]


def _gathered(cells: dict[tuple[str, str], dict[str, int]]) -> dict[tuple[str, str], dict[str, int]]:
    """The same, the cells too small to be told put together by domain."""
    told: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (domain, territory), missing in cells.items():
        key = (domain, territory if sum(missing.values()) >= SMALL else _("Autres territoires"))
        for code, count in missing.items():
            told[key][code] = told[key].get(code, 0) + count
    return told


def _figure(domain: str, territory: str, missing: dict[str, int], shared: bool) -> Figure:
    count = sum(missing.values())
    hidden = shared and count < SMALL
    most = max(sorted(missing), key=lambda code: missing[code])
    told_most = not shared or missing[most] >= SMALL
    return Figure(
        domain=label_of(Domain, domain),
        territory=territory or _("Non précisé"),
        count=0 if hidden else count,
        words=_("moins de %(number)d") % {"number": SMALL} if hidden else str(count),
        missing=label_of(Missing, most) if told_most else "–",
        query=urlencode({"domaine": domain, "territoire": territory}),
    )
