"""URLs said many times on a page: each pattern is resolved once per process, not at each row."""

from functools import cache
from typing import Any
from uuid import UUID

from django.urls import reverse

SOMEBODY = str(UUID(int=0))


def link_to(name: str, pk: Any = None) -> str:
    """URL of a page, or of the page of one thing known by its UUID."""
    return known_url(name) if pk is None else known_url(name, SOMEBODY).replace(SOMEBODY, str(pk))


@cache
def known_url(name: str, *args: str) -> str:
    """A URL as reversed the first time."""
    return reverse(name, args=args)
