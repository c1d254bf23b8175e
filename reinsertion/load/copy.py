"""Rows to PostgreSQL’s COPY, without holding them all in memory."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models

from reinsertion.load.progress import Progress

CHUNK_ROWS = 2_000


class RowStream:
    """The file that COPY reads: lines made as it asks for them."""

    def __init__(self, rows: Iterator[str]) -> None:
        self.rows = rows
        self.left = ""

    def read(self, size: int = -1) -> str:
        """The next characters, or nothing at the end."""
        parts, length = [self.left], len(self.left)
        while size < 0 or length < size:
            line = next(self.rows, None)
            if line is None:
                break
            parts.append(line)
            length += len(line)
        text = "".join(parts)
        if size < 0:
            self.left = ""
            return text
        self.left = text[size:]
        return text[:size]


def cell(value: Any) -> str:
    """One value in COPY’s text format; texts here hold neither tabs, line ends nor backslashes."""
    if value is None:
        return r"\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(f'"{item}"' for item in value) + "}"
    return str(value)


def copy_rows(
    model: type[models.Model], columns: list[str], rows: Iterable[tuple[Any, ...]], progress: Progress
) -> None:
    """Write the rows to the model’s table, the other columns at their defaults, telling progress of each chunk."""
    defaults = {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields
        if field.attname not in columns and not isinstance(field, models.AutoField | models.GeneratedField)
    }
    defaults = {column: value for column, value in defaults.items() if value is not None}
    names = ", ".join(connection.ops.quote_name(name) for name in [*columns, *defaults])
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {table} ({names}) FROM STDIN", RowStream(lines(rows, list(map(cell, defaults.values())), progress))
        )


def lines(rows: Iterable[tuple[Any, ...]], ending: list[str], progress: Progress) -> Iterator[str]:
    """Each row as a line of COPY."""
    waiting = 0
    for row in rows:
        waiting += 1
        if waiting == CHUNK_ROWS:
            progress.add(waiting)
            waiting = 0
        yield "\t".join([*map(cell, row), *ending]) + "\n"
    progress.add(waiting)
