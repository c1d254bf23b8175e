"""Statements that the ORM writes once per process and PostgreSQL plans once per connection: only their values change.

Writing and planning the statement of a long page costs more than running it. It is built once on stand-ins (A_USER,
TODAY, NOW…) and kept as text; each request puts its own values in their place. Nothing that was read is kept.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

A_USER, A_PERSON = UUID(int=0), UUID(int=1)
TODAY = date(1000, 1, 1)
# A century for each: a moment so many days before or after one of them is told by its century.
MIDNIGHT, NOW, NEXT_MIDNIGHT = (datetime(year, 1, 1, tzinfo=UTC) for year in (1100, 1200, 1300))
NEAR = timedelta(days=365 * 20)
STAND_INS: tuple[Any, ...] = (A_USER, A_PERSON, TODAY, MIDNIGHT, NOW, NEXT_MIDNIGHT)
TYPES = {UUID: "uuid", date: "date", datetime: "timestamptz"}

# What each connection has prepared; a new connection knows nothing.
prepared: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


@dataclass(frozen=True)
class Place:
    """Where a value goes: that of a stand-in, so many days before or after it."""

    stand_in: Any
    shift: timedelta = timedelta(0)

    def value(self, given: Mapping[Any, Any]) -> Any:
        """The value of this request."""
        return given[self.stand_in] + self.shift if self.shift else given[self.stand_in]


@dataclass(frozen=True)
class Written:
    """A statement kept as text, with its constants and the places of its values; no text when it can find nothing."""

    sql: str
    constants: tuple[Any, ...] = ()
    places: tuple[Place, ...] = ()

    @classmethod
    def of(cls, query: QuerySet[Any], **named: QuerySet[Any]) -> "Written":
        """The statement of a query on stand-ins; named: queries put under a name at its head."""
        try:
            sql, params = query.query.sql_with_params()
            heads = [(name, *rows.query.sql_with_params()) for name, rows in named.items()]
        except EmptyResultSet:
            return cls("")
        if heads:
            head = ", ".join(f"{name} AS MATERIALIZED ({text})" for name, text, _params in heads)
            sql, params = f"WITH {head} {sql}", (*(value for head in heads for value in head[2]), *params)
        values = [placed(value) for value in params]
        places = list(dict.fromkeys(value for value in values if isinstance(value, Place)))
        left = iter(values)

        def numbered(mark: "re.Match[str]") -> str:
            value = next(left) if mark[0] == "%s" else None
            return f"${places.index(value) + 1}" if isinstance(value, Place) else mark[0]

        sql = re.sub("%%|%s", numbered, sql)
        return cls(sql, tuple(value for value in values if not isinstance(value, Place)), tuple(places))

    def rows(self, given: Mapping[Any, Any]) -> Iterator[dict[str, Any]]:
        """Run it with the values of this request, by stand-in."""
        if not self.sql:
            return
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(self.places))
            values = [place.value(given) for place in self.places]
            cursor.execute(f"EXECUTE {self.prepare(cursor)}{f' ({marks})' if marks else ''}", values)
            names = [column.name for column in cursor.description]
            for line in cursor.fetchall():
                yield dict(zip(names, line, strict=True))

    @cached_property
    def name(self) -> str:
        """A name that says the whole statement."""
        return "w" + sha256(f"{self.sql}{self.constants!r}".encode()).hexdigest()[:24]

    def prepare(self, cursor: Any) -> str:
        """The name under which this connection knows the statement."""
        known = prepared.setdefault(connection.connection, set())
        name = self.name
        if name not in known:
            types = ", ".join(TYPES[type(place.stand_in)] for place in self.places)
            cursor.execute(f"PREPARE {name}{f' ({types})' if types else ''} AS {self.sql}", self.constants)
            known.add(name)
        return name


def placed(value: Any) -> Any:
    """A constant as it is, or the place of a value. A moment that is neither would be kept from one day to the next."""
    if isinstance(value, UUID) and value in STAND_INS:
        return Place(value)
    if not isinstance(value, date):
        return value
    for stand_in in STAND_INS:
        if type(stand_in) is type(value) and abs(value - stand_in) < NEAR:
            return Place(stand_in, value - stand_in)
    raise ValueError("A statement that is kept cannot hold a day or a moment of its own.")
