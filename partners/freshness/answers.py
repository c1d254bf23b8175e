"""What a partner answers by its link, and what is done with it: nothing changes before somebody approves."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from partners import history
from partners.checks import cards_of_partner, confirm
from partners.models import (
    CampaignLine,
    CardProposal,
    ChangeOrigin,
    Commune,
    LineStatus,
    Organization,
    ProposalStatus,
    Service,
    UpdateLink,
)
from partners.models.card_change import Card


def corrections_of(card: Card, corrected: Card, fields: Collection[str]) -> list[dict[str, Any]]:
    """What the corrected card says otherwise of these fields, ready to be kept in a proposal."""
    service = str(card.pk) if isinstance(card, Service) else None
    changed = history.differences(history.facts_of(card, fields), history.facts_of(corrected, fields))
    return [
        {"service": service, "field": name, "before": was, "after": now, "kept": None} for name, was, now in changed
    ]


@transaction.atomic
def confirm_all(link: UpdateLink, *, author: str, at: datetime) -> bool:
    """« Tout est juste »: each card is confirmed today; False when corrections already wait. Twice is once."""
    link = UpdateLink.objects.select_for_update(of=("self",)).select_related("organization").get(pk=link.pk)
    last = link.proposals.order_by("-at", "pk").first()
    if last and last.status == ProposalStatus.PENDING:
        return False
    if last and last.status == ProposalStatus.CONFIRMED and timezone.localdate(last.at) == timezone.localdate(at):
        return True
    proposal = CardProposal.objects.create(
        organization=link.organization, link=link, author=author, at=at, status=ProposalStatus.CONFIRMED
    )
    for card in cards_of_partner(link.organization):
        confirm(card, on=timezone.localdate(at), proposal=proposal)
    audit.record(None, AuditAction.CREATED, proposal)
    CampaignLine.objects.advance(link.organization, LineStatus.DONE, by=None, at=at)
    return True


@transaction.atomic
def receive(
    link: UpdateLink, changes: list[dict[str, Any]], *, author: str, note: str, at: datetime
) -> CardProposal | None:
    """Keep corrections for approval, in place of those of this link that still wait; None when there is nothing."""
    if not changes and not note:
        return None
    link = UpdateLink.objects.select_for_update(of=("self",)).select_related("organization").get(pk=link.pk)
    waiting = link.proposals.pending().first()
    if waiting and (waiting.changes, waiting.author, waiting.note) == (changes, author, note):
        return waiting
    proposal = waiting or CardProposal(organization_id=link.organization_id, link=link)
    proposal.changes, proposal.author, proposal.note, proposal.at = changes, author, note, at
    proposal.save()
    audit.record(None, AuditAction.CHANGED if waiting else AuditAction.CREATED, proposal)
    CampaignLine.objects.advance(link.organization, LineStatus.ANSWERED, by=None, at=at)
    return proposal


@dataclass(frozen=True)
class DiffLine:
    """One correction in words: now on the card, before as the partner saw it, and what it proposes."""

    index: int
    about: str
    label: str
    now: str
    after: str
    moved: str
    kept: bool | None


def diff_of(proposal: CardProposal) -> list[DiffLine]:
    """Each correction beside what the card says today; moved is what the partner saw, when it is no longer so."""
    cards = _cards(proposal)
    lines = []
    for index, change in enumerate(proposal.changes):
        card = cards[change["service"]]
        model, name = type(card), change["field"]
        now = history.stored(getattr(card, name))
        decided = change["kept"] is not None
        lines.append(
            DiffLine(
                index=index,
                about=str(card) if change["service"] else "",
                label=history.label_of(model, name),
                now=history.words(model, name, change["before"] if decided else now),
                after=history.words(model, name, change["after"]),
                moved="" if decided or (now or None) == (change["before"] or None)
                else history.words(model, name, change["before"]) or _("rien"),
                kept=change["kept"],
            )
        )  # fmt: skip
    return lines


@transaction.atomic
def decide(proposal: CardProposal, kept: Iterable[int], *, by: User, at: datetime, reason: str = "") -> list[str]:
    """Write what is kept on the cards, refuse the rest; return the names of the fields written."""
    proposal = CardProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.status != ProposalStatus.PENDING:
        raise TransitionNotAllowed(_("Cette réponse a déjà été traitée."))
    kept, count = set(kept), len(proposal.changes)
    if count and not kept and not reason:
        raise DomainError(_("Dites pourquoi rien n’est gardé : la structure peut le demander."))
    for index, change in enumerate(proposal.changes):
        change["kept"] = index in kept
    cards, written = _cards(proposal, lock=True), []
    for key, card in cards.items():
        chosen = {change["field"]: change["after"] for change in proposal.changes if _chosen(change, key)}
        before = history.facts_of(card, chosen)
        for name, value in chosen.items():
            setattr(card, name, type(card)._meta.get_field(name).to_python(value))  # type: ignore[union-attr]
        written += _save(card, before, by=by, proposal=proposal)
    status = ProposalStatus.ACCEPTED if len(kept) == count else ProposalStatus.PARTLY
    proposal.decide(status if kept or not count else ProposalStatus.REFUSED, by=by, at=at, reason=reason)
    organization = Organization.objects.get(pk=proposal.organization_id)
    CampaignLine.objects.advance(organization, LineStatus.DONE, by=by, at=at)
    if proposal.status != ProposalStatus.REFUSED:
        for card in cards_of_partner(organization):
            confirm(card, on=timezone.localdate(proposal.at), proposal=proposal)
    return written


def _chosen(change: dict[str, Any], key: str | None) -> bool:
    return bool(change["kept"] and change["service"] == key)


def _cards(proposal: CardProposal, *, lock: bool = False) -> dict[str | None, Card]:
    """The cards that the corrections are about, by the key that the proposal gives them."""
    keys = {change["service"] for change in proposal.changes}
    organizations, services = Organization.objects.all(), Service.objects.filter(pk__in=keys - {None})
    if lock:
        organizations = organizations.select_for_update(of=("self",))
        services = services.select_for_update(of=("self",))
    cards: dict[str | None, Card] = {str(service.pk): service for service in services.order_by("pk")}
    return {None: organizations.get(pk=proposal.organization_id), **cards}


def _save(card: Card, before: history.Facts, *, by: User, proposal: CardProposal) -> list[str]:
    """Save what the corrections changed, at its place on the map, with its lines of history."""
    changed = [name for name, _was, _now in history.differences(before, history.facts_of(card, before))]
    if not changed:
        return []
    moved = []
    if {"postal_code", "city"} & set(changed):
        commune = Commune.objects.of_address(card.postal_code, card.city)
        card.insee_code = commune.pk if commune else ""
        card.latitude, card.longitude = (commune.latitude, commune.longitude) if commune else (None, None)
        moved = ["insee_code", "latitude", "longitude"]
    card.save(update_fields=[*changed, *moved, "updated_at"])
    history.note_changes(card, before, by=by, origin=ChangeOrigin.PARTNER, proposal=proposal)
    audit.record(by, AuditAction.CHANGED, card, fields=changed)
    return changed
