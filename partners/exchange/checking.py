"""What each line of an import would do to the directory: new, changed, in conflict, unchanged, or wrong and why."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from data_inclusion.schema.v1 import Service as ServiceRecord
from data_inclusion.schema.v1 import Structure as StructureRecord
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from core.fields import clean_line
from partners.exchange.extras import ServiceExtras, StructureExtras
from partners.exchange.reasons import Problem, blocking, problems_of, remark
from partners.models import (
    CardMerge,
    Choice,
    Commune,
    Country,
    DirectoryImport,
    ImportLine,
    LineKind,
    Organization,
    Service,
    Verdict,
)
from partners.models.folding import fold
from partners.records import ORGANIZATION_COLUMNS, SERVICE_COLUMNS, organization_values, ruled, service_values

LONGEST = {"source": 60, "id": 120}
MOST = {"nombre_semaines": 10_000, "volume_horaire_hebdomadaire": 10_000}
SETS = {
    "thematiques", "publics", "modes_accueil", "modes_mobilisation", "mobilisable_par", "zone_eligibilite",
    "reseaux_porteurs", "langues", "papiers",
}  # fmt: skip
NUMBERS = {"latitude", "longitude", "volume_horaire_hebdomadaire"}
DIGITS = {"siret": 14, "code_postal": 5, "code_insee": 5}
DAYS = {"date_maj", "places_libres_le", "ferme_du", "ferme_au"}
FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
CUT = re.compile(r"[,;|\n]")
YES_NO = {"oui": True, "vrai": True, "true": True, "1": True, "non": False, "faux": False, "false": False, "0": False}
Key = tuple[str, str]
Values = dict[str, Any]


@dataclass
class Finding:
    """A line, and what it would do."""

    line: ImportLine
    problems: list[Problem] = field(default_factory=list)
    values: Values = field(default_factory=dict)
    stored: Values | None = None
    changes: Values = field(default_factory=dict)
    conflicts: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    source: str = ""
    source_id: str = ""

    @property
    def verdict(self) -> Verdict:
        """The word for it."""
        if blocking(self.problems):
            return Verdict.ERROR
        if self.stored is None:
            return Verdict.NEW
        if self.conflicts:
            return Verdict.CONFLICT
        return Verdict.CHANGED if self.changes else Verdict.UNCHANGED


def examine(job: DirectoryImport, lines: Sequence[ImportLine], *, lock: bool = False) -> list[Finding]:
    """Check lines of the same nature against the official model, the file itself and the directory."""
    if not lines:
        return []
    kind = lines[0].kind
    points = commune_points(lines)
    findings = [Finding(line) for line in lines]
    partners = known_partners(job, lines) if kind == LineKind.SERVICE else {}
    for finding in findings:
        read_line(job, finding, points, partners)
    refuse_twins(job, findings, kind)
    compare(findings, Service if kind == LineKind.SERVICE else Organization, lock=lock)
    return findings


def read_line(job: DirectoryImport, finding: Finding, points: dict[str, Any], partners: dict[Key, Any]) -> None:
    """The values that a line gives, or what is wrong with it."""
    line = finding.line
    data = normalised(line.data, job.created_at.date())
    if line.broken:
        finding.problems = [Problem("", line.broken)]
        return
    is_service = line.kind == LineKind.SERVICE
    models = (ServiceRecord, ServiceExtras) if is_service else (StructureRecord, StructureExtras)
    records: list[Any] = []
    for model in models:
        try:
            records.append(model.model_validate(data))
        except ValidationError as error:
            finding.problems += problems_of(error)
    if data.get("arret"):
        finding.problems.append(Problem("", _("service arrêté dans la source (%(word)s)") % {"word": data["arret"]}))
    finding.problems += [
        Problem(name, _("nombre trop grand"))
        for name, most in MOST.items()
        if isinstance(data.get(name), int | float | str) and beyond(data[name], most)
    ]
    if isinstance(data.get("nom"), str) and not clean_line(data["nom"]):
        finding.problems.append(Problem("nom", _("valeur obligatoire absente")))
    for name, longest in LONGEST.items():
        if isinstance(data.get(name), str) and len(data[name]) > longest:
            finding.problems.append(Problem(name, _("identifiant trop long")))
    if blocking(finding.problems):
        if is_service and isinstance(data.get("structure_id"), str):
            partner_of(finding, data, partners)
        return
    record, extras = records
    finding.source, finding.source_id = record.source, record.id
    french = (data.get("pays") or Country.FRANCE) == Country.FRANCE
    if french and record.code_insee and "" in points and record.code_insee not in points:
        finding.problems.append(remark("code_insee", _("code de commune inconnu\u00a0: « %s »") % record.code_insee))
    if is_service:
        found = partner_of(finding, data, partners)
        if found:
            values = service_values(record, extras, found[1], points)
            finding.values = {"organization_id": found[0], **values}
    else:
        finding.values = organization_values(record, extras, points)


def beyond(value: Any, most: int) -> bool:
    """Whether a number, perhaps written as text, is absurdly large."""
    try:
        return not float(value) <= most
    except ValueError:
        return False


def partner_of(finding: Finding, data: Values, partners: dict[Key, Any]) -> Any:
    """The organisation that a service names: under its source, else under any when only one has this identifier."""
    name = data["structure_id"]
    found = partners.get((str(data.get("structure_source") or data.get("source")), name)) or partners.get(("", name))
    if not found:
        finding.problems.append(Problem("structure_id", _("structure inconnue\u00a0: « %s »") % name[:120]))
    return found


def normalised(data: Values, today: date) -> Values:
    """A record as the official model wants it, from what people and spreadsheets write."""
    tidy: Values = {}
    for name, value in data.items():
        if isinstance(value, str):
            value = value.strip() or None
        if isinstance(value, str):
            value = read_text(name, value)
        tidy[name] = None if value == [] else value
    if not tidy.get("date_maj"):
        tidy["date_maj"] = today.isoformat()
    if "id" not in data and "structure_id" not in data and isinstance(tidy.get("nom"), str):
        tidy["id"] = drawn_id(tidy)
    return tidy


def drawn_id(data: Values) -> str:
    """An identifier for a structure whose file has none: the same for the same name at the same place."""
    where = "/".join(fold(str(data.get(name) or "")) for name in ("nom", "adresse", "code_postal", "commune"))
    return f"sans-id-{sha256(where.encode()).hexdigest()[:16]}"


def read_text(name: str, text: str) -> Any:
    """The text of a cell as the value it stands for."""
    if name in SETS:
        return [one.strip() for one in CUT.split(text) if one.strip()]
    if name in NUMBERS:
        return text.replace(",", ".")
    if name in DIGITS:
        digits = text.replace(" ", "").replace("\u00a0", "")
        return digits.zfill(DIGITS[name]) if digits.isdecimal() and len(digits) == DIGITS[name] - 1 else digits
    if name in DAYS and (found := FRENCH_DAY.fullmatch(text)):
        day, month, year = found.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    if name == "enfants_bienvenus":
        return YES_NO.get(text.lower(), text)
    return text


def refuse_twins(job: DirectoryImport, findings: list[Finding], kind: str) -> None:
    """The same identifier twice in a file: the first line stays."""
    ids = {finding.source_id for finding in findings if finding.source_id}
    first: dict[Key, tuple[int, int, int]] = {}
    earlier = job.lines.filter(kind=kind, source_id__in=ids).exclude(verdict="").exclude(verdict=Verdict.ERROR)
    for source, source_id, part, number, pk in earlier.values_list("source", "source_id", "part", "number", "pk"):
        first[source, source_id] = (part, number, pk)
    for finding in findings:
        if not finding.source_id:
            continue
        key, line = (finding.source, finding.source_id), finding.line
        found = first.setdefault(key, (line.part, line.number, line.pk))
        if found[2] != line.pk:
            words = {"line": found[1]}
            finding.problems.append(Problem("id", _("cet identifiant est déjà ligne %(line)d") % words))


def known_partners(job: DirectoryImport, lines: Sequence[ImportLine]) -> dict[Key, tuple[Any, list[str]]]:
    """The organisations that the services name, in the directory or in the same import; under no source when alone.

    One that was merged here into another gives its services to the one kept.
    """
    names = {str(line.data.get("structure_id")).strip() for line in lines if line.data.get("structure_id")}
    found: dict[Key, tuple[Any, list[str]]] = {}
    stored = Organization.objects.filter(source_id__in=names).exclude(source="")
    rows = list(stored.values_list("source", "source_id", "pk", "networks"))
    kept = CardMerge.objects.kept_for(pk for _source, _id, pk, _networks in rows)
    for source, source_id, pk, networks in rows:
        found[source, source_id] = (kept[pk], networks)
    coming = job.lines.filter(kind=LineKind.ORGANIZATION, source_id__in=names).exclude(verdict__in=["", Verdict.ERROR])
    for source, source_id, data in coming.values_list("source", "source_id", "data"):
        pk, networks = found.get((source, source_id), (None, []))
        if "reseaux_porteurs" in data:
            networks = sorted(normalised(data, timezone.localdate()).get("reseaux_porteurs") or [])
        found[source, source_id] = (pk, networks)
    alone: dict[str, list[Any]] = {}
    for (_source, source_id), partner in found.items():
        alone.setdefault(source_id, []).append(partner)
    return found | {("", name): partners[0] for name, partners in alone.items() if len(partners) == 1}


def compare(findings: list[Finding], model: type[models.Model], *, lock: bool) -> None:
    """Against what is stored: what changes, and what was corrected here and is told otherwise by the file."""
    sound = [finding for finding in findings if finding.values]
    if not sound:
        return
    extra = ["domains_corrected"] if model is Service else []
    rows = model._default_manager.filter(
        source__in={finding.source for finding in sound}, source_id__in={finding.source_id for finding in sound}
    )
    stored = (rows.select_for_update(of=("self",)) if lock else rows).values(
        "pk", "corrected", *sound[0].values, *extra
    )
    known = {(one["source"], one["source_id"]): one for one in stored}
    columns = SERVICE_COLUMNS if model is Service else ORGANIZATION_COLUMNS
    for finding in sound:
        one = known.get((finding.source, finding.source_id))
        if one is not None:
            finding.stored = one
            merge(finding, one, ruled(finding.line.data, columns))


def merge(finding: Finding, stored: Values, given: set[str]) -> None:
    """Three ways: what is here, what the source said when it was corrected here, what the file says now."""
    corrected = stored["corrected"]
    if stored.get("domains_corrected"):
        given = given - {"domains"}
    for name in sorted(given & finding.values.keys()):
        theirs = finding.values[name]
        ours = stored[name]
        if ours == theirs or (name == "organization_id" and theirs is None):
            continue
        if name == "source_updated_on" and ours and theirs and theirs < ours:
            continue
        if name not in corrected:
            finding.changes[name] = theirs
        elif plain(theirs) != corrected[name]:
            finding.conflicts[name] = (ours, theirs)
    if finding.line.choice == Choice.THEIRS:
        finding.changes |= {name: theirs for name, (_ours, theirs) in finding.conflicts.items()}


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def commune_points(lines: Iterable[ImportLine]) -> dict[str, tuple[float | None, float | None]]:
    """The points of the communes that lines name; an empty code stands for « the communes are loaded »."""
    codes = {str(line.data.get("code_insee") or "").strip() for line in lines}
    rows = Commune.objects.filter(pk__in=codes).values_list("insee_code", "latitude", "longitude")
    points: dict[str, tuple[float | None, float | None]] = {code: (north, east) for code, north, east in rows}
    if points or Commune.objects.exists():
        points[""] = (None, None)
    return points


def save_verdicts(findings: list[Finding]) -> None:
    """Keep what was found beside the lines."""
    for finding in findings:
        line = finding.line
        line.verdict = finding.verdict
        line.source, line.source_id = finding.source, finding.source_id
        line.problems = [one.as_json() for one in finding.problems]
    save_lines([finding.line for finding in findings])


SAVE = """
UPDATE partners_importline AS line
SET verdict = said.verdict, outcome = said.outcome, source = said.source, source_id = said.source_id,
    problems = said.problems::jsonb
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS said (id, verdict, outcome, source, source_id, problems)
WHERE line.id = said.id
"""


def save_lines(lines: Sequence[ImportLine]) -> None:
    """Keep what was said of many lines in one statement."""
    columns: list[Any] = [
        [line.pk for line in lines],
        [str(line.verdict) for line in lines],
        [str(line.outcome) for line in lines],
        [line.source for line in lines],
        [line.source_id for line in lines],
        [json.dumps(line.problems, ensure_ascii=False) for line in lines],
    ]
    with connection.cursor() as cursor:
        cursor.execute(SAVE, columns)


def batches_by_kind(lines: Iterable[ImportLine]) -> Iterator[list[ImportLine]]:
    """Lines of the same nature together."""
    batch: list[ImportLine] = []
    for line in lines:
        if batch and line.kind != batch[0].kind:
            yield batch
            batch = []
        batch.append(line)
    if batch:
        yield batch
