"""Making one file of two, and undoing it: every row moved is written down with what it said before.

The foreign keys to a person are found in the models themselves, those of higher apps included: a new table is moved
without being named here. A row that a constraint would refuse on the kept file (a second stay on the same days) stays
on the absorbed one, which nobody opens any more, and is told in the report.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pgtrigger
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import (
    Beneficiary,
    ContactRule,
    DistinctPeople,
    Exclusion,
    FileStatus,
    Merge,
    NoContactLink,
)
from beneficiaries.models.case_team import CaseTeamMember
from core import audit
from core.errors import DomainError, Outdated
from core.models import AuditAction

# Of the file, not of the person: not chosen between the two.
OF_THE_FILE = {
    *("id", "file_number", "status", "closed_at", "closed_by", "exited_on", "exit_reason", "team", "lead_worker"),
    *("created_at", "created_by", "updated_at", "version", "submission", "name_key", "sort_key", "last_contact_on"),
    *("intake_on", "is_restricted", "merged_into"),
}
# Fields that only make sense together, by the one that names them.
TOGETHER = {
    "justice_status": ("prison", "expected_release_on", "release_date_source", "release_date_noted_on"),
    "birth_date": ("birth_year",),
}
PAIRS: tuple[type[models.Model], ...] = (NoContactLink, DistinctPeople)


@dataclass(frozen=True)
class Aspect:
    """What both files say of one thing: the names of its fields, and each side’s values in the same order."""

    name: str
    fields: tuple[str, ...]
    kept: tuple[Any, ...]
    absorbed: tuple[Any, ...]

    @property
    def differs(self) -> bool:
        """Whether a choice is to be made: both say something, and not the same thing."""
        return self.kept != self.absorbed and any(self.kept) and any(self.absorbed)


def aspects_of(kept: Beneficiary, absorbed: Beneficiary) -> list[Aspect]:
    """Everything that one of the two files says of the person."""
    grouped = {name for names in TOGETHER.values() for name in names}
    found = []
    for field in Beneficiary._meta.concrete_fields:
        if field.name in OF_THE_FILE | grouped:
            continue
        names = (field.name, *TOGETHER.get(field.name, ()))
        sides = [tuple(getattr(side, name) for name in names) for side in (kept, absorbed)]
        if any(sides[0]) or any(sides[1]):
            found.append(Aspect(field.name, names, *sides))
    return found


@transaction.atomic
def merge(
    kept: Beneficiary,
    absorbed: Beneficiary,
    *,
    by: User,
    at: datetime,
    choices: Mapping[str, str],
    versions: tuple[int, int],
) -> Merge:
    """Move everything of absorbed to kept; choices says « absorbed » for each aspect to take from that side.

    versions are those of kept and absorbed as the user compared them: Outdated when one has changed since.
    """
    locked = Beneficiary.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, absorbed.pk])
    people = {person.pk: person for person in locked.order_by("pk")}
    kept, absorbed = people[kept.pk], people[absorbed.pk]
    if (kept.version, absorbed.version) != versions:
        raise Outdated(_("Un des deux dossiers a changé entre-temps : comparez de nouveau."))
    _refuse_what_would_harm(kept, absorbed)
    before = {"kept": _as_stored(kept), "absorbed": _as_stored(absorbed)}
    _write(absorbed, {"merged_into": kept.pk, "version": absorbed.version + 1})
    joined = _join_rules(kept, absorbed, by=by)
    with _append_only_tables_open():
        moved, stayed = _move_rows(absorbed, kept)
    written = _settle(kept, absorbed, choices) | {"version": kept.version + 1, "updated_at": at}
    if kept.custody_episodes.exists() or kept.measures.exists():
        written |= kept.situation_on(timezone.localdate(at))
    _write(kept, written)
    kept.refresh_from_db()
    record = Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        at=at,
        by=by,
        moved=[*moved, *joined],
        stayed=stayed,
        before=before,
        after=_as_stored(kept),
    )
    for person in (kept, absorbed):
        audit.record(by, AuditAction.CREATED, record, person_id=person.pk)
    return record


@transaction.atomic
def undo(record: Merge, *, by: User, at: datetime) -> list[str]:
    """Put every row back where it was; return the names of the fields changed since, which stay as they are now."""
    record = Merge.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.undone_at:
        raise DomainError(_("Ces deux dossiers sont déjà séparés."))
    if at > record.undo_until:
        raise DomainError(_("Plus de 30 jours ont passé : ces dossiers ne se séparent plus."))
    later = (
        Merge.objects.standing()
        .filter(at__gt=record.at)
        .filter(models.Q(kept=record.kept) | models.Q(absorbed=record.kept))
    )
    if later.exists():
        raise DomainError(_("Ce dossier a été réuni à un autre depuis : annulez d’abord la réunion la plus récente."))
    kept = Beneficiary.objects.select_for_update(of=("self",)).get(pk=record.kept_id)
    record.undone_at, record.undone_by = at, by
    record.save(update_fields=["undone_at", "undone_by"])
    with _append_only_tables_open():
        for label, key, was, now in record.moved:
            apps.get_model(label)._base_manager.filter(pk=key, **now).update(**was)
    changed = _restore(kept, record)
    absorbed = Beneficiary.objects.get(pk=record.absorbed_id)
    _write(absorbed, _fields_of(record.before["absorbed"]) | {"version": absorbed.version + 1})
    for person in (kept, absorbed):
        audit.record(by, AuditAction.CHANGED, record, person_id=person.pk, fields=["undone_at"])
    return changed


@transaction.atomic
def tell_apart(one: Beneficiary, other: Beneficiary, *, by: User) -> None:
    """Note that the two are different people; twice changes nothing."""
    first, second = sorted((one.pk, other.pk))
    DistinctPeople.objects.get_or_create(first_id=first, second_id=second, defaults={"by": by})


def _refuse_what_would_harm(kept: Beneficiary, absorbed: Beneficiary) -> None:
    if kept.merged_into_id or absorbed.merged_into_id:
        raise DomainError(_("Un de ces dossiers est déjà réuni à un autre."))
    if kept.status == FileStatus.CLOSED and absorbed.status == FileStatus.ACTIVE:
        raise DomainError(_("Gardez le dossier dont le suivi est en cours."))
    both = {kept.pk, absorbed.pk}
    if NoContactLink.objects.current().filter(first__in=both, second__in=both).exists():
        raise DomainError(_("Ces deux dossiers ne peuvent pas être réunis."))
    workers = _workers_of(both)
    links = NoContactLink.objects.current().filter(models.Q(first__in=both) | models.Q(second__in=both))
    kept_apart = {pk for link in links.values_list("first_id", "second_id") for pk in link} - both
    excluded = Exclusion.objects.current().filter(beneficiary__in=both, user__in=workers)
    if workers & _workers_of(kept_apart) or excluded.exists():
        raise DomainError(_("Un de ces dossiers est suivi par quelqu’un qui est tenu à l’écart de l’autre."))


def _workers_of(people: Iterable[Any]) -> set[Any]:
    """Who leads these files or works in their case teams."""
    leads = Beneficiary.objects.filter(pk__in=people).values_list("lead_worker_id", flat=True)
    members = CaseTeamMember.objects.current().filter(beneficiary__in=people).values_list("user_id", flat=True)
    return {*leads, *members} - {None}


def _settle(kept: Beneficiary, absorbed: Beneficiary, choices: Mapping[str, str]) -> dict[str, Any]:
    """Fields of the kept file: what was chosen, what only the other said, the wider of each fact."""
    written: dict[str, Any] = {}
    for aspect in aspects_of(kept, absorbed):
        if not any(aspect.kept) or (aspect.differs and choices.get(aspect.name) == "absorbed"):
            written |= dict(zip(aspect.fields, aspect.absorbed, strict=True))
    written["last_contact_on"] = max(filter(None, (kept.last_contact_on, absorbed.last_contact_on)), default=None)
    written["intake_on"] = min(filter(None, (kept.intake_on, absorbed.intake_on)), default=None)
    written["is_restricted"] = kept.is_restricted or absorbed.is_restricted
    if not kept.lead_worker_id and absorbed.team_id == kept.team_id:
        written["lead_worker"] = absorbed.lead_worker_id
    return written


def _join_rules(kept: Beneficiary, absorbed: Beneficiary, *, by: User) -> list[Any]:
    """When both files say how to reach the person, the kept one takes the stricter of each; the plan to undo it."""
    rules = {rule.beneficiary_id: rule for rule in ContactRule.objects.filter(beneficiary__in=[kept, absorbed])}
    if len(rules) < 2:
        return []
    rule = rules[kept.pk]
    now = rule.stricter(rules[absorbed.pk])
    was = {name: getattr(rule, name) for name in now}
    if was == now:
        return []
    ContactRule.objects.filter(pk=rule.pk).update(**now)
    audit.record(by, AuditAction.CHANGED, rule, person_id=kept.pk, fields=now)
    plan: list[Any] = json.loads(json.dumps([rule._meta.label, rule.pk, was, now], default=str))
    return [plan]


def _links() -> Iterable[tuple[type[models.Model], str]]:
    """Every foreign key to a person: the model that holds it, and its name."""
    for relation in Beneficiary._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not Merge:
            yield relation.related_model, relation.field.name


def _move_rows(absorbed: Beneficiary, kept: Beneficiary) -> tuple[list[Any], list[str]]:
    """Give kept the rows of absorbed: those moved, and the labels of those that a constraint kept back."""
    moved: list[Any] = []
    stayed: list[str] = []
    for model, name in _links():
        rows = model._base_manager.filter(**{name: absorbed.pk})
        if model is Beneficiary:
            rows = rows.exclude(pk=absorbed.pk)
        keys = list(rows.values_list("pk", flat=True))
        if not keys:
            continue
        if issubclass(model, PAIRS):
            plans = [_pair_moved(row, absorbed, kept) for row in rows]
        else:
            plans = [[model._meta.label, key, {f"{name}_id": absorbed.pk}, {f"{name}_id": kept.pk}] for key in keys]
            if _try(model, keys, plans[0][3]):
                moved += plans
                continue
        for plan in plans:
            if _try(model, [plan[1]], plan[3]):
                moved.append(plan)
            else:
                stayed.append(model._meta.label)
    return json.loads(json.dumps(moved, default=str)), stayed


def _try(model: type[models.Model], keys: list[Any], now: dict[str, Any]) -> bool:
    """Write the rows, unless the database refuses."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=keys).update(**now)
    except IntegrityError:
        return False
    return True


def _pair_moved(row: Any, absorbed: Beneficiary, kept: Beneficiary) -> list[Any]:
    """A pair is kept in order: both of its ends are written."""
    ends = sorted(kept.pk if end == absorbed.pk else end for end in (row.first_id, row.second_id))
    was = {"first_id": row.first_id, "second_id": row.second_id}
    return [row._meta.label, row.pk, was, {"first_id": ends[0], "second_id": ends[1]}]


def _append_only_tables_open() -> ExitStack:
    """Histories refuse every change; the person they are about is the one thing a merge may correct."""
    stack = ExitStack()
    for model, _name in _links():
        for trigger in getattr(model._meta, "triggers", []):
            if isinstance(trigger, pgtrigger.Protect):
                stack.enter_context(pgtrigger.ignore(f"{model._meta.label}:{trigger.name}"))
    return stack


def _as_stored(person: Beneficiary) -> dict[str, Any]:
    """The fields of a file as JSON, by name."""
    fields = serializers.serialize("python", [person])[0]["fields"]
    return dict(json.loads(json.dumps(fields, default=_exactly)))


def _exactly(value: Any) -> str:
    """A value JSON does not know; Django’s own encoder would cut the microseconds."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _fields_of(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The way back: values as Django writes them."""
    written = {field.name: field for field in Beneficiary._meta.concrete_fields if not field.generated}
    return {name: written[name].to_python(value) for name, value in stored.items() if name in written}


def _restore(kept: Beneficiary, record: Merge) -> list[str]:
    """Put back the fields that the merge wrote and nobody has changed since; name the others."""
    now, before, after = _as_stored(kept), record.before["kept"], record.after
    wrote = {name for name in after if after[name] != before.get(name)} - {"version"}
    untouched = {name for name in wrote if now[name] == after[name]}
    _write(kept, _fields_of({name: before[name] for name in untouched}) | {"version": kept.version + 1})
    return sorted(wrote - untouched - {"updated_at"})


def _write(person: Beneficiary, values: Mapping[str, Any]) -> None:
    """Write the fields as given; a version always goes up, so that a form opened before is refused."""
    Beneficiary.objects.filter(pk=person.pk).update(**values)
