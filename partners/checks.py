"""Saying that a card was found right, by whom and when; and taking it back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.models import AuditAction
from partners.history import CHECKED, CONFIRMED, note
from partners.models import CampaignLine, CardChange, CardProposal, ChangeOrigin, LineStatus, Organization
from partners.models.card_change import Card


def _said(card: Card) -> dict[str, Any]:
    """Who checked last, and when: what undoing needs to put back."""
    if not card.checked_on:
        return {}
    return {"on": card.checked_on.isoformat(), "by": str(card.checked_by), "user": str(card.checked_by_id)}


def _again(card: Card) -> Any:
    """The card as it stands, locked."""
    rows: Any = type(card)._base_manager.select_for_update(of=("self",))
    return rows.select_related("checked_by").get(pk=card.pk)


@transaction.atomic
def check(card: Card, *, by: User, on: date) -> None:
    """« Vérifié aujourd’hui »: once a day and a person is enough."""
    card = _again(card)
    if (card.checked_on, card.checked_by_id) == (on, by.pk):
        return
    before = _said(card)
    card.mark_checked(by=by, on=on)
    note(card, [(CHECKED, before or None, _said(card))], by=by, origin=ChangeOrigin.HAND)
    if isinstance(card, Organization):
        CampaignLine.objects.advance(card, LineStatus.DONE, by=by, at=timezone.now())


def check_all(organization: Organization, *, by: User, on: date) -> None:
    """The organisation and each service it offers: somebody went through the whole card with them."""
    check(organization, by=by, on=on)
    for service in organization.services.filter(is_active=True).order_by("pk"):
        check(service, by=by, on=on)


def undoable_check(card: Card, *, by: User, on: date) -> CardChange | None:
    """Today’s check of this user, when it is the last one: a click too many is taken back the same day."""
    if (card.checked_on, card.checked_by_id) != (on, by.pk):
        return None
    return CardChange.objects.of(card).filter(field=CHECKED, service__isnull=isinstance(card, Organization)).last()


@transaction.atomic
def uncheck(card: Card, *, by: User, on: date) -> bool:
    """Put back what was said before today’s check; False when there is nothing to take back."""
    card = _again(card)
    last = undoable_check(card, by=by, on=on)
    if not last:
        return False
    former, now = last.before or {}, _said(card)
    card.checked_on = date.fromisoformat(former["on"]) if former else None
    card.checked_by_id = former.get("user")
    card.save(update_fields=["checked_on", "checked_by", "updated_at"])
    note(card, [(CHECKED, now, former or None)], by=by, origin=ChangeOrigin.HAND)
    audit.record(by, AuditAction.CHANGED, card, fields=["checked_on"])
    return True


def confirm(card: Card, *, on: date, proposal: CardProposal) -> None:
    """The partner itself found its card right."""
    before = card.confirmed_on
    if before == on:
        return
    card.confirmed_on = on
    card.save(update_fields=["confirmed_on", "updated_at"])
    was = before.isoformat() if before else None
    note(card, [(CONFIRMED, was, on.isoformat())], by=None, origin=ChangeOrigin.PARTNER, proposal=proposal)


def cards_of_partner(organization: Organization) -> list[Card]:
    """The organisation’s card and those of what it offers, in the order of names."""
    services = organization.services.filter(is_active=True).order_by("name", "pk")
    return [organization, *services[:SHOWN_SERVICES]]


SHOWN_SERVICES = 40
