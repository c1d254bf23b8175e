"""Loading data·inclusion v1: each record checked by the official models, written once, kept when it has not changed.

What somebody corrected here stays: checks, contacts, domains chosen by hand, records withdrawn.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_inclusion.schema.v1 import Service as ServiceRecord
from data_inclusion.schema.v1 import Structure as StructureRecord
from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel, ValidationError

from core.errors import DomainError
from partners.bulk import allow_time, copy_rows, settle
from partners.models import Commune, Organization, Service
from partners.records import organization_values, service_values
from partners.vocabulary import refresh_vocabulary

MOST_BYTES = 2_000_000_000
BATCH = 2_000
Key = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One record of a file, with its place in it."""

    file: str
    number: int
    data: dict[str, Any]

    @property
    def is_service(self) -> bool:
        """Services name their structure."""
        return "structure_id" in self.data


@dataclass(frozen=True)
class Refusal:
    """Why a record was not taken: the place, the id, the field, the reason, in French."""

    file: str
    number: int
    id: str
    field: str
    reason: str


@dataclass
class Report:
    """What an import did."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {"structures": Counter(), "services": Counter()})
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, row: Row, where: str, reason: str) -> None:
        """Note a refused record."""
        self.counts["services" if row.is_service else "structures"]["refused"] += 1
        self.refusals.append(Refusal(row.file, row.number, str(row.data.get("id", ""))[:120], where, reason))


def read_rows(path: Path) -> Iterator[Row | Refusal]:
    """The records of a file: a JSON list, or one JSON object a line."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise DomainError(f"{path} n’est pas un fichier.")
        if size == 0:
            raise DomainError(f"{path} est vide.")
        if size > MOST_BYTES:
            raise DomainError(f"{path} est trop gros ({size // 1_000_000} Mo). Coupez-le en fichiers de moins de 2 Go.")
        with path.open(encoding="utf-8-sig") as file:
            start = file.read(4096).lstrip()
            file.seek(0)
            yield from _read_list(path, file.read()) if start.startswith("[") else _read_lines(path, file)
    except OSError as error:
        raise DomainError(f"{path} ne peut pas être lu : {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DomainError(f"{path} n’est pas du texte en UTF-8.") from error


def _read_list(path: Path, text: str) -> Iterator[Row | Refusal]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DomainError(f"{path} n’est pas du JSON lisible : {_json_reason(error)}.") from error
    if not rows:
        raise DomainError(f"{path} ne contient aucune fiche.")
    for number, data in enumerate(rows, 1):
        yield _row(path, number, data)


def _read_lines(path: Path, lines: Iterable[str]) -> Iterator[Row | Refusal]:
    read = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            if not read:
                raise DomainError(f"{path} n’est pas du JSON lisible : {_json_reason(error)}.") from error
            yield Refusal(path.name, number, "", "", f"ligne illisible : {_json_reason(error)}")
            continue
        read = True
        yield _row(path, number, data)
    if not read:
        raise DomainError(f"{path} ne contient aucune fiche.")


def _row(path: Path, number: int, data: object) -> Row | Refusal:
    if isinstance(data, dict):
        return Row(path.name, number, data)
    return Refusal(path.name, number, "", "", "ce n’est pas une fiche, mais une valeur seule")


def _json_reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"ligne {error.lineno}, colonne {error.colno}"
    return "trop de niveaux imbriqués" if isinstance(error, RecursionError) else "contenu inattendu"


def import_files(paths: list[Path]) -> Report:
    """Import structures, then services, from files in any order; all or nothing but for the refused records."""
    report = Report()
    structures: list[Row] = []
    services: list[Row] = []
    for path in paths:
        for row in read_rows(path):
            if isinstance(row, Refusal):
                report.counts["structures"]["refused"] += 1
                report.refusals.append(row)
            else:
                (services if row.is_service else structures).append(row)
    with transaction.atomic():
        allow_time("30min")
        import_structures(structures, report)
        import_services(services, report)
        changed = sum(count["created"] + count["updated"] for count in report.counts.values())
        if changed:
            settle(Service, "service_search", "service_domains")
            refresh_vocabulary()
    return report


def checked(rows: Iterable[Row], model: type[BaseModel], report: Report) -> Iterator[tuple[Row, Any]]:
    """Records that the official model accepts, each id once."""
    seen: set[Key] = set()
    for row in rows:
        try:
            record: Any = model.model_validate(row.data)
        except ValidationError as error:
            for problem in error.errors(include_url=False)[:1]:
                report.refuse(row, ".".join(str(part) for part in problem["loc"][:1]), reason(problem))
            continue
        if len(record.source) > 60 or len(record.id) > 120:
            report.refuse(row, "id", "identifiant trop long")
        elif any(isinstance(value, str) and "\x00" in value for value in row.data.values()):
            report.refuse(row, "", "contient un caractère nul")
        elif (key := (record.source, record.id)) in seen:
            report.refuse(row, "id", "cet identifiant est déjà dans le fichier")
        else:
            seen.add(key)
            yield row, record


def import_structures(rows: list[Row], report: Report) -> None:
    """Create or update the organisations."""
    points = commune_points(rows)
    incoming = [(row, organization_values(record, points)) for row, record in checked(rows, StructureRecord, report)]
    write(Organization, incoming, report.counts["structures"])


def import_services(rows: list[Row], report: Report) -> None:
    """Create or update the services of known organisations."""
    points = commune_points(rows)
    sources = {str(row.data.get("source", "")) for row in rows}
    partners = {
        (source, source_id): (pk, networks)
        for source, source_id, pk, networks in Organization.objects.filter(source__in=sources).values_list(
            "source", "source_id", "pk", "networks"
        )
    }
    incoming = []
    for row, record in checked(rows, ServiceRecord, report):
        found = partners.get((record.source, record.structure_id))
        if found is None:
            report.refuse(row, "structure_id", f"structure inconnue : {record.structure_id[:120]}")
        else:
            pk, networks = found
            incoming.append((row, {"organization_id": pk, **service_values(record, networks, points)}))
    write(Service, incoming, report.counts["services"])


def write(model: type[Any], incoming: list[tuple[Row, dict[str, Any]]], counts: Counter[str]) -> None:
    """Insert what is new, update what differs, by batches."""
    now = timezone.now()
    extra = ["domains_corrected"] if model is Service else []
    for start in range(0, len(incoming), BATCH):
        batch = [values for _, values in incoming[start : start + BATCH]]
        ids = [values["source_id"] for values in batch]
        sources = {values["source"] for values in batch}
        stored = model.objects.filter(source__in=sources, source_id__in=ids).values("pk", *batch[0], *extra)
        known = {(one["source"], one["source_id"]): one for one in stored}
        new: list[dict[str, Any]] = []
        changed: list[Any] = []
        fields: set[str] = set()
        for values in batch:
            one = known.get((values["source"], values["source_id"]))
            if one is None:
                new.append({**values, "created_at": now, "updated_at": now})
                continue
            if one.get("domains_corrected"):
                values = {**values, "domains": one["domains"]}
            if differing := {name for name, value in values.items() if one[name] != value}:
                changed.append(model(pk=one["pk"], updated_at=now, **values))
                fields |= differing
        copy_rows(model, new)
        if changed:
            names = [model._meta.get_field(name).name for name in sorted({*fields, "updated_at"})]
            model.objects.bulk_update(changed, names)
        counts["created"] += len(new)
        counts["updated"] += len(changed)
        counts["unchanged"] += len(batch) - len(new) - len(changed)


def commune_points(rows: list[Row]) -> dict[str, tuple[float | None, float | None]]:
    """Points of the communes that records name without their own coordinates."""
    codes = {str(row.data.get("code_insee")) for row in rows if row.data.get("latitude") is None}
    return {
        code: (latitude, longitude)
        for code, latitude, longitude in Commune.objects.filter(pk__in=codes).values_list(
            "insee_code", "latitude", "longitude"
        )
    }


REASONS = {
    "missing": "valeur obligatoire absente",
    "enum": "valeur inconnue de la liste",
    "string_too_short": "texte trop court",
    "string_too_long": "texte trop long",
    "string_pattern_mismatch": "format inattendu",
    "string_type": "un texte est attendu",
    "date_from_datetime_parsing": "date illisible",
    "date_parsing": "date illisible",
    "url_parsing": "adresse web illisible",
    "url_scheme": "adresse web sans http(s)",
    "float_parsing": "un nombre est attendu",
    "int_parsing": "un nombre entier est attendu",
    "too_short": "liste vide",
    "set_type": "une liste est attendue",
    "list_type": "une liste est attendue",
}


def reason(problem: Any) -> str:
    """A validation error of pydantic in French, with the value at fault when it is short."""
    kind, given = problem["type"], problem.get("input")
    words = REASONS.get(kind)
    if words is None:
        words = (
            str(problem["msg"]).removeprefix("Value error, ") if kind == "value_error" else f"valeur refusée ({kind})"
        )
    if isinstance(given, str | int | float) and kind != "missing":
        words += f" : « {str(given)[:60]} »"
    return words
