"""All the numbers of a page in one query."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def tally(**rows: QuerySet[Any]) -> dict[str, int]:
    """How many rows each queryset has, by the name it was given; one query, whatever the number of querysets.

    Each is counted apart, as the ORM wrote it: none changes how another is read. A cut queryset counts up to its cut.
    """
    counts = {name: count_of(queryset) for name, queryset in rows.items()}
    asked = {name: count for name, count in counts.items() if count}
    values = dict.fromkeys(rows, 0)
    if asked:
        with connection.cursor() as cursor:
            sql = ", ".join(statement for statement, _params in asked.values())
            cursor.execute(f"SELECT {sql}", [value for _statement, params in asked.values() for value in params])
            values.update(zip(asked, cursor.fetchone(), strict=True))
    return values


def count_of(queryset: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    """The statement that counts a queryset, to stand as one column; None when nothing can be in it."""
    try:
        sql, params = queryset.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    return f"(SELECT COUNT(*) FROM ({sql}) AS counted)", params  # noqa: S608 - written by the ORM, values apart
