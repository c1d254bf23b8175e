"""The one door of the history of cards: what a card says, what changed, and both in words."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

from accounts.models import User
from core.templatetags.french import date_words
from partners.hours import in_words
from partners.models import CardChange, CardProposal, ChangeOrigin, Organization, Service
from partners.models.card_change import Card
from partners.models.topics import TOPIC_LABELS

Facts = dict[str, Any]
# What the machine keeps for itself: found again from the rest, or noted by another door.
UNSAID = {
    *("id", "created_at", "updated_at", "title_vector", "search_vector", "insee_code", "latitude", "longitude"),
    *(
        "source",
        "source_id",
        "source_updated_on",
        "domains_corrected",
        "corrected",
        "checked_on",
        "checked_by",
        "confirmed_on",
    ),
}
CHECKED, CONFIRMED = "checked_on", "confirmed_on"


@cache
def told_fields(model: type[Card]) -> list[models.Field[Any, Any]]:
    """The fields whose changes are kept, in the order of the model."""
    return [field for field in model._meta.concrete_fields if field.name not in UNSAID]


def facts_of(card: Card, names: Collection[str] | None = None) -> Facts:
    """What the card says, as JSON, by name of field: all that is told, or the fields named."""
    told = [field.name for field in told_fields(type(card))] if names is None else names
    return {name: stored(getattr(card, name)) for name in told}


def stored(value: Any) -> Any:
    """One value as JSON knows it; a record by its name, a telephone number as it is dialled."""
    if isinstance(value, PhoneNumber):
        return value.as_e164
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return [stored(item) for item in value] if isinstance(value, list | tuple | set) else str(value)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """(field, before, after) for each fact that is no longer the same; nothing said twice in two ways."""
    return [
        (name, before.get(name), after[name]) for name in after if (before.get(name) or None) != (after[name] or None)
    ]


def note_changes(
    card: Card,
    before: Mapping[str, Any],
    *,
    by: User | None,
    origin: ChangeOrigin = ChangeOrigin.HAND,
    proposal: CardProposal | None = None,
) -> list[str]:
    """Write what changed since before (facts_of the card, read in the same transaction); return the fields."""
    changed = differences(before, facts_of(card, before.keys()))
    note(card, changed, by=by, origin=origin, proposal=proposal)
    return [name for name, _before, _after in changed]


def note(
    card: Card,
    changed: list[tuple[str, Any, Any]],
    *,
    by: User | None,
    origin: ChangeOrigin,
    proposal: CardProposal | None = None,
) -> None:
    """Add one line a field."""
    of_service = isinstance(card, Service)
    CardChange.objects.bulk_create(
        CardChange(
            organization_id=card.organization_id if isinstance(card, Service) else card.pk,
            service_id=card.pk if of_service else None,
            field=name,
            before=was,
            after=now,
            by=by,
            origin=origin,
            proposal=proposal,
        )
        for name, was, now in changed
    )


def label_of(model: type[Card], name: str) -> str:
    """The name of a field on screen."""
    label = str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def words(model: type[Card], name: str, value: Any) -> str:
    """A stored value as screens say it; an empty text when there is nothing."""
    if value in (None, "", []):
        return ""
    if name == CHECKED:
        return _check_words(value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list):
        choices = TOPIC_LABELS if name == "topics" else _choices(model, name)
        return ", ".join(str(choices.get(item, item)) for item in value)
    return _SAID.get(name, str)(_choices(model, name).get(value, value))


def _check_words(value: Any) -> str:
    """« 2 septembre 2026 par Léa Martin »."""
    day, name = value.get("on"), value.get("by")
    if not day:
        return ""
    return _("%(day)s par %(name)s") % {"day": date_words(date.fromisoformat(day)), "name": name}


def _day_words(value: str) -> str:
    return date_words(date.fromisoformat(value))


def _phone_words(value: str) -> str:
    return str(PhoneNumber.from_string(value))


_SAID: dict[str, Callable[[Any], str]] = {
    "opening_hours": in_words,
    "phone": _phone_words,
    CONFIRMED: _day_words,
    "closed_from": _day_words,
    "closed_until": _day_words,
    "places_on": _day_words,
}


def _choices(model: type[Card], name: str) -> dict[Any, Any]:
    field = model._meta.get_field(name)
    return dict(getattr(getattr(field, "base_field", field), "flatchoices", ()) or ())


@dataclass(frozen=True)
class ChangeLine:
    """A line of the history, in words; partner is who proposed, by who wrote."""

    change: CardChange
    what: str
    about: str
    before: str
    after: str
    by: str
    proposed: str


def line_of(change: CardChange) -> ChangeLine:
    """One change in words."""
    model: type[Card] = Service if change.service_id else Organization
    return ChangeLine(
        change=change,
        what=label_of(model, change.field),
        about=str(change.service) if change.service else "",
        before=words(model, change.field, change.before),
        after=words(model, change.field, change.after),
        by=str(change.by) if change.by else _("la structure elle-même") if change.proposal_id else _("import"),
        proposed=_proposed(change.proposal),
    )


def _proposed(proposal: CardProposal | None) -> str:
    """« Proposé par la structure (Nadia, accueil) le 3 octobre 2026 »."""
    if not proposal:
        return ""
    return _("Répondu par %(who)s le %(day)s") % {"who": proposal.author_words, "day": date_words(proposal.at)}
