"""Pages of a list: any number asked for gives a page."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, Window
from django.db.models.expressions import RawSQL
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
        """The number of rows, or one more than is ever counted: in no order, so that it can stop there."""
        rows: Any = self.object_list
        return int(rows.order_by()[: COUNTED_AT_MOST + 1].count())

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
    """A page of the keys of a query that may find tens of thousands of rows, in one query with their count.

    Far pages are read, not counted.
    """
    asked, size, keys = number or "1", settings.LIST_PAGE_SIZE, rows.values_list("pk", flat=True)
    wanted = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    if wanted < 1:
        return page_of(keys, number)
    paginator, first, last = LongPaginator(keys, size), (wanted - 1) * size, wanted * size
    if last > COUNTED_AT_MOST:
        found = list(keys[first : last + 1])
        return DeepPage(found, wanted, paginator) if found else page_of(keys, number)
    lines = list(rows.annotate(total=counted(rows)).values_list("pk", "total")[first:last])
    if not lines and wanted > 1:
        return paginator.get_page(wanted)
    paginator.count = lines[0][1] if lines else 0
    return Page([key for key, _total in lines], wanted, paginator)


def counted(rows: Any) -> RawSQL:
    """The number of rows, or one more than is ever counted, for a column of each of them."""
    try:
        sql, params = rows.order_by().values("pk")[: COUNTED_AT_MOST + 1].query.sql_with_params()
    except EmptyResultSet:
        sql, params = "SELECT 1 WHERE false", ()
    return RawSQL(f"SELECT COUNT(*) FROM ({sql}) AS counted", params, IntegerField())  # noqa: S608, S611 – the ORM’s
