"""Making one card of two, and undoing it: every row moved is written down with what it said before.

The foreign keys to a card are found in the models themselves, those of higher apps included: referrals, agreements and
whatever comes next are moved without being named here. A row that a constraint would refuse on the kept card (the same
star twice) stays on the absorbed one, which leaves the directory, and is told in the report.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pgtrigger
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from partners import history
from partners.models import CardChange, CardKind, CardMerge, ChangeOrigin, Organization, Service
from partners.models.card_change import Card

# Of the record, not of the partner: not chosen between the two.
OF_THE_RECORD = {
    *("id", "source", "source_id", "source_updated_on", "source_link", "is_active", "created_at", "updated_at"),
    *("checked_on", "checked_by", "confirmed_on", "title_vector", "search_vector", "organization", "parent", "site"),
}
# Fields that only make sense together, by the one that names them.
TOGETHER = {
    "address": ("address_more", "postal_code", "city", "insee_code", "latitude", "longitude"),
    "places_free": ("places_on",),
    "closed_from": ("closed_until", "closed_reason"),
}
AT_ONE_MOMENT = ["partners.Service:service_at_a_site", "partners.Site:site_keeps_its_services"]


@dataclass(frozen=True)
class Aspect:
    """What both cards say of one thing: the names of its fields, and each side’s values in the same order."""

    name: str
    fields: tuple[str, ...]
    kept: tuple[Any, ...]
    absorbed: tuple[Any, ...]

    @property
    def differs(self) -> bool:
        """Whether a choice is to be made: both say something, and not the same thing."""
        return self.kept != self.absorbed and any(self.kept) and any(self.absorbed)


def model_of(kind: str) -> type[Card]:
    """The model of a kind of card."""
    return Service if kind == CardKind.SERVICE else Organization


def aspects_of(kept: Card, absorbed: Card) -> list[Aspect]:
    """Everything that one of the two cards says."""
    grouped = {name for names in TOGETHER.values() for name in names}
    found = []
    for one in type(kept)._meta.concrete_fields:
        if one.name in OF_THE_RECORD | grouped:
            continue
        together = TOGETHER.get(one.name, ())
        names = (one.name, *(name for name in together if hasattr(kept, name)))
        sides = [tuple(getattr(side, name) for name in names) for side in (kept, absorbed)]
        if any(sides[0]) or any(sides[1]):
            found.append(Aspect(one.name, names, *sides))
    return found


@transaction.atomic
def merge(kept: Card, absorbed: Card, *, by: User, at: datetime, choices: Mapping[str, str]) -> CardMerge:
    """Move everything of absorbed to kept; choices says « absorbed » for each aspect to take from that side."""
    kept, absorbed = _locked(kept, absorbed)
    if not (kept.is_active and absorbed.is_active):
        raise DomainError(_("Une de ces fiches n’est plus dans l’annuaire."))
    if isinstance(kept, Organization) and kept.parent_id and Organization.objects.filter(parent=absorbed.pk).exists():
        raise DomainError(_("Gardez le siège : l’autre fiche a des antennes."))
    before = {"kept": _as_stored(kept), "absorbed": _as_stored(absorbed)}
    told = history.facts_of(kept)
    type(absorbed)._base_manager.filter(pk=absorbed.pk).update(is_active=False)
    with _tables_open(type(kept)):
        moved, stayed = _move_rows(absorbed, kept)
    type(kept)._base_manager.filter(pk=kept.pk).update(**_settled(kept, absorbed, choices))
    kept.refresh_from_db()
    history.note_changes(kept, told, by=by, origin=ChangeOrigin.MERGE)
    history.note(absorbed, [("is_active", True, False)], by=by, origin=ChangeOrigin.MERGE)
    record = CardMerge.objects.create(
        kind=CardKind.SERVICE if isinstance(kept, Service) else CardKind.ORGANIZATION,
        kept_id=kept.pk,
        absorbed_id=absorbed.pk,
        kept_name=kept.name,
        absorbed_name=absorbed.name,
        at=at,
        by=by,
        moved=moved,
        stayed=stayed,
        before=before,
        after=_as_stored(kept),
    )
    audit.record(by, AuditAction.CREATED, record)
    return record


@transaction.atomic
def undo(record: CardMerge, *, by: User, at: datetime) -> list[str]:
    """Put every row back where it was; return the names of the fields changed since, which stay as they are now."""
    record = CardMerge.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.undone_at:
        raise DomainError(_("Ces deux fiches sont déjà séparées."))
    if at > record.undo_until:
        raise DomainError(_("Plus de 30 jours ont passé : ces fiches ne se séparent plus."))
    ends = {record.kept_id}
    later = CardMerge.objects.standing().filter(at__gt=record.at)
    if later.filter(models.Q(kept_id__in=ends) | models.Q(absorbed_id__in=ends)).exists():
        raise DomainError(_("Cette fiche a été réunie à une autre depuis : annulez d’abord la plus récente."))
    model: Any = model_of(record.kind)
    kept, absorbed = _locked(model._base_manager.get(pk=record.kept_id), model._base_manager.get(pk=record.absorbed_id))
    record.undone_at, record.undone_by = at, by
    record.save(update_fields=["undone_at", "undone_by"])
    told = history.facts_of(kept)
    with _tables_open(model):
        for label, key, was, now in record.moved:
            apps.get_model(label)._base_manager.filter(pk=key, **now).update(**was)
    changed = _restore(kept, record)
    model._base_manager.filter(pk=absorbed.pk).update(**_fields_of(model, record.before["absorbed"]))
    kept.refresh_from_db()
    history.note_changes(kept, told, by=by, origin=ChangeOrigin.MERGE)
    history.note(absorbed, [("is_active", False, True)], by=by, origin=ChangeOrigin.MERGE)
    audit.record(by, AuditAction.CHANGED, record, fields=["undone_at"])
    return changed


def kept_instead_of(card: Card) -> CardMerge | None:
    """The merge by which a card left the directory, if it still stands."""
    return CardMerge.objects.standing().filter(absorbed_id=card.pk).first() if not card.is_active else None


def _locked(kept: Card, absorbed: Card) -> tuple[Any, Any]:
    """Both cards as they stand, locked in one order."""
    if type(kept) is not type(absorbed) or kept.pk == absorbed.pk:
        raise DomainError(_("Choisissez deux fiches différentes."))
    rows: Any = type(kept)._base_manager.select_for_update(of=("self",)).filter(pk__in=[kept.pk, absorbed.pk])
    found = {card.pk: card for card in rows.order_by("pk")}
    return found[kept.pk], found[absorbed.pk]


def _settled(kept: Card, absorbed: Card, choices: Mapping[str, str]) -> dict[str, Any]:
    """Fields of the kept card: what was chosen, and what only the other said."""
    written: dict[str, Any] = {}
    for aspect in aspects_of(kept, absorbed):
        if not any(aspect.kept) or (aspect.differs and choices.get(aspect.name) == "absorbed"):
            written |= dict(zip(aspect.fields, aspect.absorbed, strict=True))
    return written or {"is_active": True}


def _links(model: type[Card]) -> Iterable[tuple[type[models.Model], str]]:
    """Every foreign key to such a card: the model that holds it, and its name; histories stay with their card."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not CardChange:
            yield relation.related_model, relation.field.name


def _move_rows(absorbed: Card, kept: Card) -> tuple[list[Any], list[str]]:
    """Give kept the rows of absorbed: those moved, and the labels of those that a constraint kept back."""
    moved: list[Any] = []
    stayed: list[str] = []
    for model, name in _links(type(kept)):
        keys = list(model._base_manager.filter(**{name: absorbed.pk}).exclude(pk=kept.pk).values_list("pk", flat=True))
        was, now = {f"{name}_id": str(absorbed.pk)}, {f"{name}_id": str(kept.pk)}
        if not keys:
            continue
        together = _try(model, keys, now)
        for key in keys:
            if together or _try(model, [key], now):
                moved.append([model._meta.label, str(key), was, now])
            else:
                stayed.append(model._meta.label)
    return moved, stayed


def _try(model: type[models.Model], keys: list[Any], now: dict[str, Any]) -> bool:
    """Write the rows, unless the database refuses."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=keys).update(**now)
    except IntegrityError:
        return False
    return True


@contextmanager
def _tables_open(model: type[Card]) -> Iterator[None]:
    """Histories refuse every change: the card they are about is the one thing a merge may correct. A site and what is
    given there move one after the other: whether they go together is asked at the end."""
    pgtrigger.constraints(pgtrigger.Deferred, *AT_ONE_MOMENT)
    with _histories_open(model):
        yield
    pgtrigger.constraints(pgtrigger.Immediate, *AT_ONE_MOMENT)


def _histories_open(model: type[Card]) -> ExitStack:
    stack = ExitStack()
    for linked, _name in _links(model):
        for trigger in getattr(linked._meta, "triggers", []):
            if isinstance(trigger, pgtrigger.Protect):
                stack.enter_context(pgtrigger.ignore(f"{linked._meta.label}:{trigger.name}"))
    return stack


def _as_stored(card: Card) -> dict[str, Any]:
    """The fields of a card as JSON, by name."""
    names = [field.name for field in type(card)._meta.concrete_fields if not field.name.endswith("_vector")]
    fields = serializers.serialize("python", [card], fields=names)[0]["fields"]
    return dict(json.loads(json.dumps(fields, default=_exactly)))


def _exactly(value: Any) -> str:
    """A value JSON does not know; Django’s own encoder would cut the microseconds."""
    return value.isoformat() if isinstance(value, date) else history.stored(value) if value else ""


def _fields_of(model: type[Card], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The way back: values as Django writes them."""
    known = {one.name: one for one in model._meta.concrete_fields if not one.name.endswith("_vector")}
    return {
        known[name].attname if known[name].is_relation else name: _to_python(known[name], value)
        for name, value in stored.items()
        if name in known
    }


def _to_python(one: Any, value: Any) -> Any:
    return one.target_field.to_python(value) if one.is_relation else one.to_python(value)


def _restore(kept: Any, record: CardMerge) -> list[str]:
    """Put back the fields that the merge wrote and nobody has changed since; name the others."""
    now, before, after = _as_stored(kept), record.before["kept"], record.after
    wrote = {name for name in after if after[name] != before.get(name)}
    untouched = {name for name in wrote if now[name] == after[name]}
    values = _fields_of(type(kept), {name: before[name] for name in untouched})
    if values:
        type(kept)._base_manager.filter(pk=kept.pk).update(**values)
    return sorted(wrote - untouched - {"updated_at"})
