"""From a deposited file to rows: where each stands, and what it says in the words of data·inclusion."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import TextIOWrapper
from itertools import count, islice
from typing import IO, Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from core.errors import DomainError
from partners.exchange.columns import IGNORED, JOINED, heading_row
from partners.exchange.files import plain
from partners.exchange.hsds_in import looks_like_hsds, records_of
from partners.exchange.json_stream import Unreadable, read_json
from partners.exchange.sniffing import JSON, TABLE, WORKBOOK, Part

LONGEST_CELL = 200_000
FIRST_ROWS = 20
YES = {"true", "vrai", "1", "oui", "x"}
Open = Callable[[Part], AbstractContextManager[IO[bytes]]]
Cells = list[str]


@dataclass(frozen=True)
class Row:
    """One record of a file: its line or place, what it says, why it cannot be taken as it is."""

    number: int
    data: dict[str, Any]
    problem: str = ""
    is_inside: bool = False  # an organisation told of inside its service, perhaps in short


def rows_of(part: Part, open_part: Open) -> Iterator[Row]:
    """The records of a file or of a sheet, one after the other."""
    if part.format == JSON:
        yield from json_rows(part, open_part)
        return
    for number, cells in table_of(part, open_part):
        if number <= part.heading_line or not any(cells):
            continue
        data = mapped(part, cells)
        if data is not None:
            yield storable(number, data)


def json_rows(part: Part, open_part: Open) -> Iterator[Row]:
    """The records of a JSON file; an object of HSDS may hold several."""
    read = False
    with open_part(part) as file, TextIOWrapper(file, part.encoding, newline="") as text:
        for number, value in read_json(text):
            read = True
            if isinstance(value, Unreadable):
                yield Row(number, {}, value.reason)
            elif not isinstance(value, dict):
                yield Row(number, {}, _("ce n’est pas une fiche, mais une valeur seule"))
            elif looks_like_hsds(value):
                for record, is_inside in records_of(value):
                    yield replace(storable(number, record), is_inside=is_inside)
            else:
                yield storable(number, renamed(part, value))
    if not read:
        raise DomainError(_("« %(name)s » ne contient aucune fiche.") % {"name": part.name})


def renamed(part: Part, value: dict[str, Any]) -> dict[str, Any]:
    """A record with the names of data·inclusion v1, when the file has others."""
    if not part.columns:
        return {**value, "source": value.get("source") or part.source} if part.source else value
    data: dict[str, Any] = {"source": part.source} if part.source else {}
    for heading, name in zip(part.headings, part.columns, strict=True):
        if name and value.get(heading) not in (None, "", []):
            data[name] = joined(data.get(name), value[heading]) if name in JOINED else value[heading]
    return data


def joined(before: Any, value: Any) -> Any:
    """Two columns that say one thing."""
    return f"{before}\n{value}" if before else value


def storable(number: int, data: dict[str, Any]) -> Row:
    """A row that PostgreSQL can keep; what it cannot keep is told."""
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        text.encode()
    except UnicodeEncodeError:
        return Row(number, short(data), _("contient un caractère illisible"))
    except (ValueError, RecursionError):
        return Row(number, short(data), _("contient un nombre démesuré ou trop de niveaux imbriqués"))
    if "\\u0000" in text:
        return Row(number, short(data), _("contient un caractère nul"))
    return Row(number, data)


def short(data: dict[str, Any]) -> dict[str, Any]:
    """Enough of a record to tell which it is."""
    return {name: clean(data[name]) for name in ("id", "structure_id", "nom") if isinstance(data.get(name), str)}


def clean(text: str) -> str:
    """A text without what cannot be kept."""
    return text.replace("\x00", "").encode(errors="replace").decode()[:200]


def mapped(part: Part, cells: Cells) -> dict[str, Any] | None:
    """A line of a table in the words of data·inclusion; None for one that says to ignore it."""
    data: dict[str, Any] = {"source": part.source} if part.source else {}
    for name, cell in zip(part.columns, cells, strict=False):
        if name == IGNORED:
            if cell.strip().lower() in YES:
                return None
        elif name:
            value = plain(cell.strip())
            data[name] = joined(data.get(name), value) if name in JOINED and value else data.get(name) or value
    return data


def table_of(part: Part, open_part: Open) -> Iterator[tuple[int, Cells]]:
    """The lines of a table with their numbers, headings included."""
    with open_part(part) as file:
        if part.format == WORKBOOK:
            yield from enumerate(sheet_lines(file, part.sheet), 1)
        else:
            yield from enumerate(csv_lines(part, file), 1)


def csv_lines(part: Part, file: IO[bytes]) -> Iterator[Cells]:
    """The lines of a CSV file."""
    csv.field_size_limit(LONGEST_CELL)
    with TextIOWrapper(file, part.encoding, newline="") as text:
        reader = csv.reader(text, delimiter=part.separator, strict=True)
        for number in count(1):
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                words = _("« %(name)s » est coupé ou mal formé\u00a0: un guillemet ouvert ligne %(line)d reste ouvert.")
                raise DomainError(words % {"name": part.name, "line": number}) from error
            yield cells


def sheet_lines(file: IO[bytes], sheet_name: str) -> Iterator[Cells]:
    """The lines of a sheet; the value of a merged cell stands in each of its cells."""
    try:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_name(sheet_name)
        merged = sheet.merged_cell_ranges or []
    except (CalamineError, OSError, ValueError) as error:
        raise DomainError(_("Ce classeur ne se lit pas\u00a0: enregistrez-le de nouveau, ou en CSV.")) from error
    values: dict[tuple[int, int], str] = {}
    first_row, first_column = sheet.start or (0, 0)
    for _blank in range(first_row):
        yield []
    for number, cells in enumerate(sheet.iter_rows(), first_row):
        line = [""] * first_column + [cell_text(cell) for cell in cells]
        for (top, left), (bottom, right) in merged:
            if top == number and left < len(line):
                values[top, left] = line[left]
            if top <= number <= bottom and (top, left) in values:
                for column in range(left, min(right + 1, len(line))):
                    line[column] = values[top, left]
        yield line


def cell_text(cell: Any) -> str:
    """A cell as one would type it: whole numbers without decimals, days in the ISO order."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def parts_of(part: Part, open_part: Open) -> list[Part]:
    """The part itself with its headings, or one part for each visible sheet of a workbook."""
    if part.format == TABLE:
        return [headed(part, open_part)]
    if part.format == JSON:
        return [keyed(part, open_part)]
    with open_part(part) as file:
        try:
            sheets = CalamineWorkbook.from_filelike(file).sheets_metadata
        except (CalamineError, OSError, ValueError) as error:
            raise DomainError(_("Ce classeur ne se lit pas\u00a0: enregistrez-le de nouveau, ou en CSV.")) from error
    names = [sheet.name for sheet in sheets if str(sheet.visible).endswith("Visible")]
    found = [headed(Part(**{**part.as_json(), "sheet": name}), open_part) for name in names]
    return [one for one in found if one.headings] or refuse_empty(part)


def refuse_empty(part: Part) -> list[Part]:
    """A workbook without a table."""
    raise DomainError(_("« %(name)s » ne contient aucun tableau.") % {"name": part.name})


def headed(part: Part, open_part: Open) -> Part:
    """The part with its headings: the first of its lines that looks like some."""
    lines: list[Cells] = []
    rows: Iterable[tuple[int, Cells]] = table_of(part, open_part)
    for _number, cells in rows:
        lines.append(cells)
        if len(lines) == FIRST_ROWS:
            break
    index = heading_row(lines)
    if index is None:
        return part
    part.heading_line, part.headings = index + 1, [cell.strip()[:200] for cell in lines[index]]
    while part.headings and not part.headings[-1]:
        part.headings.pop()
    return part


def keyed(part: Part, open_part: Open) -> Part:
    """The part with the names of the fields of its first records."""
    names: dict[str, None] = {}
    with open_part(part) as file, TextIOWrapper(file, part.encoding, newline="") as text:
        for _number, value in islice(read_json(text), FIRST_ROWS * 10):
            if isinstance(value, dict):
                if looks_like_hsds(value):
                    return part
                names.update(dict.fromkeys(map(str, value)))
    part.headings = list(names)[:500]
    return part
