"""Writing many rows at once: COPY, a longer time limit, indexes and statistics ready for the first search."""

import io
from collections.abc import Iterable
from typing import Any

from django.db import connection, models

ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def copy_rows(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows given as values by column name; the other columns take the model’s defaults, triggers run."""
    rows = list(rows)
    if not rows:
        return
    given = set(rows[0])
    fields = [
        one
        for one in model._meta.concrete_fields
        if one.attname in given or not (one.null or isinstance(one, models.AutoField))
    ]
    buffer = io.StringIO()
    for row in rows:
        values = (row[one.attname] if one.attname in given else one.get_default() for one in fields)
        buffer.write("\t".join(map(cell, values)) + "\n")
    buffer.seek(0)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(one.column)) for one in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN", buffer)


def cell(value: Any) -> str:
    """A value in the text format of COPY."""
    if value is None:
        return r"\N"
    if isinstance(value, list):
        items = ('"' + str(item).replace("\\", "\\\\").replace('"', r"\"") + '"' for item in value)
        value = "{" + ",".join(items) + "}"
    return str(value).translate(ESCAPES)


def allow_time(limit: str) -> None:
    """Let the statements of this transaction run longer than a page may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [limit])


def settle(model: type[models.Model], *gin_indexes: str) -> None:
    """Merge what the GIN indexes hold aside, and count the values anew for the planner."""
    with connection.cursor() as cursor:
        for index in gin_indexes:
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
