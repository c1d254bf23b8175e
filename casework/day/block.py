"""A block of the day: a few rows, one action each, the count of all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Window
from django.utils import timezone

from accounts.models import User

SHORT, LONG = 5, 100
HORIZONS = (30, 60, 90)


@dataclass(frozen=True)
class Day:
    """Whose day it is, at what moment; horizon: how far ahead releases are shown; expanded: the block asked in full."""

    user: User
    now: datetime
    horizon: int = HORIZONS[0]
    expanded: str = ""

    @property
    def today(self) -> date:
        """The calendar day."""
        return timezone.localdate(self.now)

    @property
    def midnight(self) -> datetime:
        """When the day began."""
        return timezone.localtime(self.now).replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def next_midnight(self) -> datetime:
        """When the day ends: 23, 24 or 25 hours after it began."""
        tomorrow = self.today + timedelta(days=1)
        return timezone.make_aware(datetime.combine(tomorrow, datetime.min.time()))

    def limit(self, slug: str) -> int:
        """How many rows a block shows."""
        return LONG if slug == self.expanded else SHORT


@dataclass(frozen=True)
class Row:
    """One thing to do, one action: a link, or a button when post."""

    when: str
    title: str
    url: str = ""
    detail: str = ""
    about: str = ""
    tag: str = ""
    tone: str = "neutral"
    action_label: str = ""
    action_url: str = ""
    action_name: str = ""
    action_post: bool = False
    person: UUID | None = None


@dataclass(frozen=True)
class Link:
    """A way to another view of the same block."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Block:
    """A titled list; aside: it stands in the second column; late: how many rows are overdue."""

    slug: str
    title: str
    rows: Sequence[Row]
    count: int
    empty: str
    aside: bool = False
    late: int = 0
    links: Sequence[Link] = field(default_factory=tuple)

    @property
    def all_url(self) -> str:
        """Where the whole list is, when the block shows a part."""
        return f"?tout={self.slug}#{self.slug}" if self.count > len(self.rows) else ""


def with_total(rows: QuerySet[Any]) -> Any:
    """Each row carries the count of all, so that a block costs one query."""
    return rows.annotate(total=Window(Count("*")))


def total_of(rows: Sequence[Any]) -> int:
    """The count carried by the rows."""
    return rows[0].total if rows else 0
