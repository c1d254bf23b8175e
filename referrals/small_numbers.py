"""Hiding small numbers from whoever does not work with the people, and with them whatever they would follow from.

In a sum of which the whole is told, one hidden part is the difference: so a second one is hidden with it, and both say
the same word, for nobody to know which of them is small.
"""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partners.models.track_record import LEAST
from referrals.measures import AFTER_YES, MEASURES, PARTS

ANSWERED = ("acceptees", "refusees", "a_l_etude")


@dataclass
class Number:
    """A count, told or hidden."""

    count: int
    hidden: bool = False

    @property
    def words(self) -> str:
        """The number, or that it is not told."""
        return _("caché") if self.hidden else number_format(self.count, force_grouping=True)

    @property
    def told(self) -> int:
        """What the words give away."""
        return 0 if self.hidden else self.count


Numbers = dict[str, Number]


def hide(total: Numbers, groups: list[Numbers], *, apart: bool) -> None:
    """Hide what must not be told of a table: apart says that the groups share nothing, so that they add up."""
    every = [total, *groups]
    for line in every:
        for number in line.values():
            number.hidden = is_small(number.count)
        for slug in AFTER_YES:
            line[slug].hidden |= is_small(line["acceptees"].count - line[slug].count)
    sums = [(line["envoyees"], [line[slug] for slug in PARTS]) for line in every]
    if apart and groups:
        sums += [(total[slug], [line[slug] for line in groups]) for slug in MEASURES]
    while any([*(settle(whole, parts) for whole, parts in sums), *(settle_answers(line) for line in every)]):
        pass


def is_small(count: int) -> bool:
    """Whether so few are somebody."""
    return 0 < count < LEAST


def settle(whole: Number, parts: list[Number]) -> bool:
    """Hide one more number of a sum if a hidden one would follow from the others; say whether that was done."""
    hidden = [part.count for part in parts if part.hidden]
    unknown = len(hidden) + whole.hidden
    if unknown == 0 or (unknown > 1 and (whole.hidden or sum(hidden) >= LEAST)):
        return False
    left = sorted((part for part in parts if part.count and not part.hidden), key=lambda part: part.count)
    (left[0] if left else whole).hidden = True
    return True


def settle_answers(line: Numbers) -> bool:
    """Hide how many were answered when one of the answers is hidden."""
    shown = not line["repondues"].hidden and any(line[slug].hidden for slug in ANSWERED)
    line["repondues"].hidden |= shown
    return shown
