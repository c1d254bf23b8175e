"""Loading the published lists of prisons and probation services, again when they change."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction

from beneficiaries.models import Prison, PrisonStatus, ProbationService
from beneficiaries.models.listed import Listed, plain

DATA = Path(__file__).resolve().parent / "data"
KNOWN = {"yes": True, "no": False, "": None}
THREE_STATES = ("has_release_unit", "has_women_wing", "has_mother_child_unit")
AS_THEY_ARE = (
    "country", "name", "kind", "status", "department_code", "city", "postal_code", "address", "directorate",
    "women_basis", "note",
)  # fmt: skip
LISTED: dict[Any, tuple[str, ...]] = {model: model.LISTED for model in (Prison, ProbationService)}
NOTHING: tuple[Any, ...] = (None, "", [])
ASSUMED = {"country", "status", "is_active"}  # a row noted by hand has them without anybody having said so
Row = dict[str, str]
Facts = Callable[[Row, Any], dict[str, Any]]
AnyListed = TypeVar("AnyListed", Prison, ProbationService)


@dataclass(frozen=True)
class Correction:
    """A field that an administrator has corrected and that the list says otherwise."""

    name: str
    field: str
    here: Any
    listed: Any


@dataclass
class Report:
    """What a loading did; left is in the database and no longer in the list."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    corrections: list[Correction] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@transaction.atomic
def load_establishments(data: Path = DATA) -> Report:
    """Load both lists: what is new is added, what changed follows, what was corrected here stays."""
    report = Report()
    services = _load(ProbationService, _read(data / "probation_services.csv"), _service_facts, report)
    links = {code: service.pk for code, service in services.items()}
    _load(Prison, _read(data / "prisons.csv"), partial(_prison_facts, links), report)
    return report


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _service_facts(row: Row, _services: Any) -> dict[str, Any]:
    branches = [branch for branch in row["branches"].split(";") if branch]
    told = {name: row[name] for name in ("country", "name", "department_code", "city")}
    return {**told, "branches": branches, "is_active": True}


def _prison_facts(services: dict[str, Any], row: Row, prisons: dict[str, Any]) -> dict[str, Any]:
    successor = prisons.get(row["replaced_by"])
    return {
        **{name: row[name] for name in AS_THEY_ARE},
        **{name: KNOWN[row[name]] for name in THREE_STATES},
        **{name: float(row[name]) if row[name] else None for name in ("latitude", "longitude")},
        "probation_service_id": services.get(row["probation_service"]),
        "replaced_by_id": successor.pk if successor else None,
        "is_active": row["status"] in (PrisonStatus.OPEN, PrisonStatus.UNKNOWN),
    }


def _load(model: type[AnyListed], rows: list[Row], facts_of: Facts, report: Report) -> dict[str, AnyListed]:
    """Add and change the rows of one list."""
    stored = list(model._base_manager.select_for_update(of=("self",)))
    by_code = {one.code: one for one in stored if one.code}
    by_name = {one.name: one for one in stored if not one.code}
    found = {row["code"]: by_code.get(row["code"]) or by_name.get(row["name"]) or model() for row in rows}
    new, changed = [], []
    for row in rows:
        listed, facts = found[row["code"]], facts_of(row, found)
        if not listed.code:
            _adopt(listed, row["code"], facts)
        differs = listed.take(facts)
        if listed._state.adding:
            new.append(listed)
        elif differs:
            changed.append(listed)
        corrections = sorted(listed.corrections.items())
        report.corrections += [Correction(str(listed), name, getattr(listed, name), said) for name, said in corrections]
    model._base_manager.bulk_create(new)
    model._base_manager.bulk_update(changed, ["code", "loaded", *LISTED[model]])
    report.added += len(new)
    report.changed += len(changed)
    report.unchanged += len(found) - len(new) - len(changed)
    report.left += sorted(str(one) for code, one in by_code.items() if code not in found)
    return found


def _adopt(listed: Listed, code: str, facts: dict[str, Any]) -> None:
    """Give the list’s key to a row noted here before the list came: what it already says is a correction."""
    listed.code = code
    if not listed._state.adding:
        said = {name: getattr(listed, name) for name in facts}
        listed.loaded = {
            name: plain(facts[name]) for name, here in said.items() if here not in NOTHING and name not in ASSUMED
        }
