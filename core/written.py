"""Statements that the ORM writes once per process and PostgreSQL plans once per connection: only their values change.

Writing and planning the statement of a long page costs more than running it. It is built once on stand-ins (A_USER,
TODAY, NOW…) and kept as text; each request puts its own values in their place. Nothing that was read is kept.
"""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any, Generic, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL


class Several:
    """The stand-in of a list of identifiers."""


Row = TypeVar("Row", bound=Model)

A_USER, A_PERSON, SEVERAL = UUID(int=0), UUID(int=1), Several()
TODAY = date(1000, 1, 1)
# A century for each: a moment so many days before or after one of them is told by its century.
MIDNIGHT, NOW, NEXT_MIDNIGHT = (datetime(year, 1, 1, tzinfo=UTC) for year in (1100, 1200, 1300))
NEAR = timedelta(days=365 * 20)
STAND_INS: tuple[Any, ...] = (A_USER, A_PERSON, TODAY, MIDNIGHT, NOW, NEXT_MIDNIGHT)
TYPES = {UUID: "uuid", Several: "uuid[]", date: "date", datetime: "timestamptz"}
# To be compared with IsOneOf.
THESE = RawSQL("%s", [SEVERAL])

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
        names, lines = self.run(given)
        return (dict(zip(names, line, strict=True)) for line in lines)

    def run(self, given: Mapping[Any, Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
        """The names of the columns, and the lines as PostgreSQL gives them."""
        if not self.sql:
            return [], []
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(self.places))
            values = [place.value(given) for place in self.places]
            cursor.execute(f"EXECUTE {self.prepare(cursor)}{f' ({marks})' if marks else ''}", values)
            return [column.name for column in cursor.description], cursor.fetchall()

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


class WrittenModels(Generic[Row]):
    """The same for a query that finds objects: the ORM makes them of the lines, as if it had asked itself."""

    def __init__(self, query: QuerySet[Row]) -> None:
        if query._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise ValueError("A statement that is kept cannot be followed by another that holds a stand-in.")
        self.query, self.written = query, Written.of(query)
        self.compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
        if self.written.sql:
            self.compiler.pre_sql_setup()

    def found(self, given: Mapping[Any, Any]) -> list[Row]:
        """The objects found with the values of this request, by stand-in."""
        if not self.written.sql:
            return []
        _names, lines = self.written.run(given)
        compiler: Any = copy(self.compiler)
        compiler.connection, compiler.execute_sql = connection, lambda *_args, **_options: [lines]
        rows: Any = self.query.all()
        rows.query.get_compiler = lambda *_args, **_options: compiler
        return list(rows)


def placed(value: Any) -> Any:
    """A constant as it is, or the place of a value. A moment that is neither would be kept from one day to the next."""
    if isinstance(value, Several) or (isinstance(value, UUID) and value in STAND_INS):
        return Place(value)
    if not isinstance(value, date):
        return value
    for stand_in in STAND_INS:
        if type(stand_in) is type(value) and abs(value - stand_in) < NEAR:
            return Place(stand_in, value - stand_in)
    raise ValueError("A statement that is kept cannot hold a day or a moment of its own.")
