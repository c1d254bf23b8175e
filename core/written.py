"""Statements that the ORM writes once per process: from one request to the next only their values change.

Writing the statement of a long page costs more than running it. It is built once on stand-ins (A_USER, TODAY, NOW…),
kept as text, and each request puts its own values in their place. Nothing that was read is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

A_USER, A_PERSON = UUID(int=0), UUID(int=1)
TODAY = date(1000, 1, 1)
# A century for each: a moment so many days before or after one of them is told by its century.
MIDNIGHT, NOW, NEXT_MIDNIGHT = (datetime(year, 1, 1, tzinfo=UTC) for year in (1100, 1200, 1300))
NEAR = timedelta(days=365 * 20)
STAND_INS: tuple[Any, ...] = (A_USER, A_PERSON, TODAY, MIDNIGHT, NOW, NEXT_MIDNIGHT)


@dataclass(frozen=True)
class Place:
    """Where a value goes: that of a stand-in, so many days before or after it."""

    stand_in: Any
    shift: timedelta | None = None

    def value(self, given: Mapping[Any, Any]) -> Any:
        """The value of this request."""
        return given[self.stand_in] + self.shift if self.shift else given[self.stand_in]


@dataclass(frozen=True)
class Written:
    """A statement kept as text, with its constants and the places of its values; no text when it can find nothing."""

    sql: str
    params: tuple[Any, ...]

    @classmethod
    def of(cls, query: QuerySet[Any], **named: QuerySet[Any]) -> "Written":
        """The statement of a query on stand-ins; named: queries put under a name at its head."""
        try:
            sql, params = query.query.sql_with_params()
            heads = [(name, *rows.query.sql_with_params()) for name, rows in named.items()]
        except EmptyResultSet:
            return cls("", ())
        if heads:
            head = ", ".join(f"{name} AS MATERIALIZED ({text})" for name, text, _params in heads)
            sql, params = f"WITH {head} {sql}", (*(value for head in heads for value in head[2]), *params)
        return cls(sql, tuple(map(placed, params)))

    def rows(self, given: Mapping[Any, Any]) -> Iterator[dict[str, Any]]:
        """Run it with the values of this request, by stand-in."""
        if not self.sql:
            return
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [one.value(given) if isinstance(one, Place) else one for one in self.params])
            names = [column.name for column in cursor.description]
            for line in cursor.fetchall():
                yield dict(zip(names, line, strict=True))


def placed(value: Any) -> Any:
    """A constant as it is, or the place of a value. A moment that is neither would be kept from one day to the next."""
    if isinstance(value, UUID) and value in STAND_INS:
        return Place(value)
    if not isinstance(value, date):
        return value
    for stand_in in STAND_INS:
        if isinstance(stand_in, datetime) == isinstance(value, datetime) and isinstance(stand_in, date):
            shift = value - stand_in
            if abs(shift) < NEAR:
                return Place(stand_in, shift or None)
    raise ValueError("A statement that is kept cannot hold a day or a moment of its own.")
