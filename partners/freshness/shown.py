"""What a page says of how fresh a card is: the last check, the partner’s own word, its link, what waits."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from partners.checks import undoable_check
from partners.models import CardProposal, Organization, Service, TeamNote, UpdateLink
from partners.models.card_change import Card
from partners.quality import Quality, quality_of

NOTES = 50


@dataclass(frozen=True)
class Freshness:
    """The facts of the « Fiche » block; link and pending are for who writes the directory."""

    checked_on: date | None
    checked_by: User | None
    confirmed_on: date | None
    can_write: bool
    undoable: bool
    link: UpdateLink | None
    pending: CardProposal | None
    quality: Quality | None
    notes: list[TeamNote]


def freshness_of(card: Card, user: User) -> Freshness:
    """For a card loaded with checked_by."""
    can_write, now = user.can(Permission.DIRECTORY_WRITE), timezone.now()
    link = pending = None
    if can_write and isinstance(card, Organization):
        link = UpdateLink.objects.open_at(now).filter(organization=card).for_list().first()
        pending = CardProposal.objects.pending().filter(organization=card).for_list().first()
    return Freshness(
        checked_on=card.checked_on,
        checked_by=card.checked_by,
        confirmed_on=card.confirmed_on,
        can_write=can_write,
        undoable=can_write and undoable_check(card, by=user, on=timezone.localdate()) is not None,
        link=link,
        pending=pending,
        quality=quality_of(card) if isinstance(card, Service) else None,
        notes=list(TeamNote.objects.visible_to(user).about(card).for_list()[:NOTES]),
    )
