"""Pages of a list: any number asked for gives a page."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator


def page_of(rows: Any, number: str | None, size: int | None = None) -> Page[Any]:
    """The page asked for; the first or last one when the number is absurd."""
    return Paginator(rows, size or settings.LIST_PAGE_SIZE).get_page(number)
