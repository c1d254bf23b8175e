"""Pages of a list: any number asked for gives a page."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.utils.functional import cached_property

COUNTED_AT_MOST = 1000


def page_of(rows: Any, number: str | None, size: int | None = None) -> Page[Any]:
    """The page asked for; the first or last one when the number is absurd."""
    return Paginator(rows, size or settings.LIST_PAGE_SIZE).get_page(number)


def page_counted(rows: Any, number: str | None) -> Page[Any]:
    """Like page_of for a few hundred rows, each carrying the count of all: one query, unless the number is absurd."""
    size, asked = settings.LIST_PAGE_SIZE, number or "1"
    wanted = int(asked) if asked.isdecimal() and len(asked) < 5 else 0
    first = (wanted - 1) * size
    found = list(rows.annotate(total=Window(Count("*")))[first : first + size]) if wanted else []
    if not found and asked != "1":
        return page_of(rows, number)
    paginator = Paginator(rows, size)
    paginator.count = found[0].total if found else 0
    return Page(found, wanted, paginator)


class LongPaginator(Paginator[Any]):
    """Counts a thousand rows and no more: « plus de 1 000 » costs the same whatever follows."""

    @cached_property
    def count(self) -> int:
        """The number of rows, or one more than is ever counted."""
        rows: Any = self.object_list
        return int(rows[: COUNTED_AT_MOST + 1].count())

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self.count > COUNTED_AT_MOST


class DeepPage(Page[Any]):
    """A page beyond what is counted, read with one row more to know whether another follows."""

    def __init__(self, rows: Sequence[Any], number: int, paginator: LongPaginator) -> None:
        paginator.count = COUNTED_AT_MOST + 1
        super().__init__(rows[: paginator.per_page], number, paginator)
        self.follows = len(rows) > paginator.per_page

    def has_next(self) -> bool:
        """Whether a row follows."""
        return self.follows

    def next_page_number(self) -> int:
        """The number of the next page."""
        return self.number + 1

    def previous_page_number(self) -> int:
        """The number of the page before."""
        return self.number - 1


def page_of_many(rows: Any, number: str | None) -> Page[Any]:
    """Like page_of for a query that may find tens of thousands of rows: the far pages are read, not counted."""
    asked, size = number or "1", settings.LIST_PAGE_SIZE
    wanted = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    if wanted < 1:
        return page_of(rows, number)
    paginator = LongPaginator(rows, size)
    if wanted * size <= COUNTED_AT_MOST:
        return paginator.get_page(wanted)
    found = list(rows[(wanted - 1) * size : wanted * size + 1])
    return DeepPage(found, wanted, paginator) if found else page_of(rows, number)
