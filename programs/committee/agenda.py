"""What a committee has to look at, found by itself: first what is unresolved, then what is late or overspent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.models import AuditAction
from core.money import euros
from core.templatetags.french import date_words
from programs.models import CommitteeDecision, CommitteeMeeting, PlanAction
from programs.models.action_plan import AgendaItem, ItemKind, ItemOutcome, MeetingStatus

PLACES = {kind: rank * 1000 for rank, kind in enumerate(ItemKind.values)}
TITLE_LENGTH = 300


@dataclass(frozen=True)
class Candidate:
    """An item that the agenda should hold; the key is what it is about, whatever its words."""

    kind: ItemKind
    cause: ItemKind
    title: str
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Any, ...]:
        """What it is about."""
        return key_of(self.cause, self.about.get("action"), self.about.get("decision"), self.title)


def key_of(cause: str, action: Any, decision: Any, title: str) -> tuple[Any, ...]:
    """Free items are told apart by their words, the others by what they are about."""
    if cause == ItemKind.PROTOCOL:
        return (ItemKind.PROTOCOL,)
    if action or decision:
        return (cause, action and action.pk, decision and decision.pk)
    return (cause, title)


def item_key(item: AgendaItem) -> tuple[Any, ...]:
    """What an item already there is about."""
    return key_of(item.cause, item.action, item.decision, item.title)


def candidates(meeting: CommitteeMeeting, day: date) -> list[Candidate]:
    """What the meeting should look at as of the day, each thing once, what is unresolved first."""
    found: dict[tuple[Any, ...], Candidate] = {}
    sources = (_postponed(meeting, day), _decisions(meeting), _actions(meeting, day), _protocol(meeting, day))
    for candidate in chain(*sources):
        found.setdefault(candidate.key, candidate)
    return list(found.values())


def missing(meeting: CommitteeMeeting, day: date) -> list[Candidate]:
    """What should be on the agenda and is not yet."""
    rows = meeting.items.select_related("action", "decision")
    there = {item_key(item) for item in rows}
    return [candidate for candidate in candidates(meeting, day) if candidate.key not in there]


@transaction.atomic
def build(meeting: CommitteeMeeting, *, by: User, day: date) -> int:
    """Add what is missing, each at the place of its kind; say how many were added."""
    meeting.require_open()
    added = missing(meeting, day)
    for candidate in added:
        AgendaItem.objects.create(
            meeting=meeting,
            kind=candidate.kind,
            cause=candidate.cause,
            title=candidate.title[:TITLE_LENGTH],
            rank=_free_rank(meeting, candidate.kind),
            **candidate.about,
        )
    if added:
        audit.record(by, AuditAction.CHANGED, meeting, fields=["items"])
    return len(added)


@transaction.atomic
def add_free(meeting: CommitteeMeeting, title: str, *, by: User) -> AgendaItem:
    """Put on the agenda what nobody could guess."""
    meeting.require_open()
    if meeting.items.filter(cause=ItemKind.FREE, title=title, action=None, decision=None).exists():
        raise DomainError(_("Ce point est déjà à l’ordre du jour."))
    rank = _free_rank(meeting, ItemKind.FREE)
    item = AgendaItem.objects.create(meeting=meeting, kind=ItemKind.FREE, cause=ItemKind.FREE, title=title, rank=rank)
    audit.record(by, AuditAction.CHANGED, meeting, fields=["items"])
    return item


@transaction.atomic
def move(meeting: CommitteeMeeting, item: AgendaItem, *, up: bool, by: User) -> None:
    """Take the place of the item before, or after; the first one does not go up."""
    meeting.require_open()
    rows = list(meeting.items.order_by("rank", "pk"))
    place = next(index for index, row in enumerate(rows) if row.pk == item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    first, second = rows[place], rows[other]
    first.rank, second.rank = second.rank, first.rank
    AgendaItem.objects.bulk_update([first, second], ["rank"])
    audit.record(by, AuditAction.CHANGED, meeting, fields=["items"])


@transaction.atomic
def take_off(meeting: CommitteeMeeting, item: AgendaItem, *, by: User) -> None:
    """Remove a free item on which nothing was noted."""
    meeting.require_open()
    if item.cause != ItemKind.FREE or item.kind != ItemKind.FREE:
        raise DomainError(_("Ce point vient du plan : il se reporte, il ne se retire pas."))
    if item.notes or item.outcome or item.decisions.exists():
        raise DomainError(_("Des notes sont prises sur ce point : il reste à l’ordre du jour."))
    item.delete()
    audit.record(by, AuditAction.CHANGED, meeting, fields=["items"])


def settled(item: AgendaItem, day: date) -> bool:
    """Whether what brought the item is over since: the action caught up, the decision is done."""
    if item.decision and item.cause == ItemKind.DECISION:
        return bool(item.decision.status != "open")
    if item.action and item.cause == ItemKind.LATE:
        return not item.action.is_late(day)
    if item.action and item.cause == ItemKind.OVERSPENT:
        return not item.action.overspent
    return False


def _free_rank(meeting: CommitteeMeeting, kind: str) -> int:
    """The first rank free among those of a kind."""
    first = PLACES[kind]
    taken = set(meeting.items.filter(rank__gte=first).values_list("rank", flat=True))
    return next(rank for rank in range(first, first + 2 + len(taken)) if rank not in taken)


def _postponed(meeting: CommitteeMeeting, day: date) -> Iterator[Candidate]:
    """Items that the committees before left for later, and that none took up since."""
    rows = AgendaItem.objects.filter(
        meeting__plan=meeting.plan_id, meeting__status=MeetingStatus.CLOSED, outcome=ItemOutcome.POSTPONED
    ).exclude(followed_by__meeting__status=MeetingStatus.CLOSED)
    for item in rows.select_related("action", "decision", "meeting").order_by("meeting__on", "rank", "pk"):
        if settled(item, day):
            continue
        about = {"action": item.action, "decision": item.decision, "origin": item}
        yield Candidate(ItemKind.POSTPONED, ItemKind(item.cause), item.title, about)


def _decisions(meeting: CommitteeMeeting) -> Iterator[Candidate]:
    """Decisions still to do, the oldest due first."""
    for decision in CommitteeDecision.objects.to_follow().filter(meeting__plan=meeting.plan_id).for_list():
        words = _("Décision du %(day)s : %(text)s")
        title = words % {"day": date_words(decision.meeting.on), "text": decision.text}
        yield Candidate(ItemKind.DECISION, ItemKind.DECISION, title, {"decision": decision})


def _actions(meeting: CommitteeMeeting, day: date) -> Iterator[Candidate]:
    """Actions late, then overspent, then without a fresh value."""
    rows: list[Any] = list(PlanAction.objects.filter(objective__plan=meeting.plan_id).for_list())
    for action in rows:
        if action.is_late(day):
            words = _("Action %(name)s : attendue pour le %(day)s")
            if action.status == "to_start":
                words = _("Action %(name)s : devait commencer le %(day)s")
            late_on = action.starts_on if action.status == "to_start" else action.ends_on
            title = words % {"name": action, "day": date_words(late_on)}
            yield Candidate(ItemKind.LATE, ItemKind.LATE, title, {"action": action})
    for action in rows:
        if action.overspent:
            words = _("Action %(name)s : %(amount)s dépensés au-delà du budget prévu")
            title = words % {"name": action, "amount": euros(action.overspent)}
            yield Candidate(ItemKind.OVERSPENT, ItemKind.OVERSPENT, title, {"action": action})
    for action in rows:
        if action.is_stale(day, action.last_on):
            words = _("Action %(name)s : indicateur jamais relevé")
            if action.last_on:
                words = _("Action %(name)s : indicateur relevé pour la dernière fois le %(day)s")
            title = words % {"name": action, "day": date_words(action.last_on)}
            yield Candidate(ItemKind.STALE, ItemKind.STALE, title, {"action": action})


def _protocol(meeting: CommitteeMeeting, day: date) -> Iterator[Candidate]:
    """A protocol about to end."""
    if meeting.plan.ends_soon(day):
        words = _("Protocole : il s’achève le %(day)s, préparer la suite")
        yield Candidate(
            ItemKind.PROTOCOL, ItemKind.PROTOCOL, words % {"day": date_words(meeting.plan.protocol_ends_on)}
        )
