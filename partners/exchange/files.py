"""Writing the directory as files, a few records at a time: whatever its size, the memory stays the same."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from data_inclusion.schema.v1 import Service as ServiceRecord
from data_inclusion.schema.v1 import Structure as StructureRecord
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.exchange import outgoing
from partners.exchange.hsds_out import organization_object, service_object
from partners.exchange.outgoing import CONTACTS, Record

FORMULA = ("=", "+", "-", "@", "\t", "\r")
NEVER = {"contact_nom_prenom"}


class Format(models.TextChoices):
    """The formats that others read."""

    JSON = "json", _("data·inclusion v1, JSON")
    CSV = "csv", _("data·inclusion v1, CSV pour un tableur")
    HSDS = "hsds", _("HSDS 3, JSON")


class Content(models.TextChoices):
    """What a file holds."""

    STRUCTURES = "structures", _("Les structures")
    SERVICES = "services", _("Les services")


ENGLISH = {Content.STRUCTURES: "organizations", Content.SERVICES: "services"}
COLUMNS = {
    Content.STRUCTURES: [name for name in StructureRecord.model_fields if name not in NEVER],
    Content.SERVICES: [name for name in ServiceRecord.model_fields if name not in NEVER],
}


def file_name(kind: str, content: str) -> str:
    """« services.json », « hsds-organizations.json »."""
    return f"hsds-{ENGLISH[Content(content)]}.json" if kind == Format.HSDS else f"{content}.{kind}"


def content_type(kind: str) -> str:
    """Type of the file for the browser."""
    return "text/csv; charset=utf-8" if kind == Format.CSV else "application/json"


def export(kind: str, content: str, *, contacts: bool = False) -> Iterator[str]:
    """The text of a file, piece by piece."""
    read = outgoing.services if content == Content.SERVICES else outgoing.organizations
    records = read(contacts=contacts)
    if kind == Format.CSV:
        columns = [name for name in COLUMNS[Content(content)] if contacts or name not in CONTACTS]
        return csv_lines(records, columns)
    if kind == Format.HSDS:
        today = timezone.localdate()
        objects = (
            service_object(one, today) if content == Content.SERVICES else organization_object(one) for one in records
        )
        return json_list(objects)
    return json_list(outgoing.official(one) for one in records)


def json_list(records: Iterable[Record]) -> Iterator[str]:
    """A JSON list, one record a line."""
    before = "[\n"
    for record in records:
        yield before + json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def csv_lines(records: Iterable[Record], columns: list[str]) -> Iterator[str]:
    """A table that a French spreadsheet opens as it is; no cell starts a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(columns)
    yield "\ufeff" + taken(buffer)
    for record in records:
        writer.writerow([inert(record.get(name)) for name in columns])
        yield taken(buffer)


def taken(buffer: io.StringIO) -> str:
    """What was written since last time."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def inert(value: Any) -> str:
    """A cell that stays a text: lists with commas, an apostrophe before what a spreadsheet would calculate."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(text: str) -> str:
    """The text of a cell that inert() guarded."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text
