"""What to do next in each program of a page, for whoever decides there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from programs.models import Program, Session
from programs.models.session import coordinates


@dataclass(frozen=True)
class NextAction:
    """A link and its words."""

    label: str
    url: str


def add_next_actions(programs: Iterable[Any], user: User, now: datetime) -> None:
    """Tell on each program, read with_room(), its next_action: None when there is nothing to do or to decide."""
    shown = list(programs)
    keys = [program.pk for program in shown if program.is_active]
    mine = set(keys) if coordinates(user) else set(
        Program.objects.run_by(user).filter(pk__in=keys).values_list("pk", flat=True)
    )  # fmt: skip
    late: Counter[Any] = Counter()
    if mine:
        rows: Any = Session.objects.to_record(now).filter(program__in=mine)
        late = Counter(rows.values_list("program", flat=True))
    for program in shown:
        program.next_action = action_of(program, late[program.pk]) if program.pk in mine else None


def action_of(program: Any, late: int) -> NextAction | None:
    """The most pressing thing."""
    page = reverse("programs:detail", args=[program.pk])
    if late:
        words = ngettext("Noter %(count)d séance passée", "Noter %(count)d séances passées", late)
        return NextAction(words % {"count": late}, f"{page}?vue=passees")
    if not program.waiting:
        return None
    left = None if program.capacity is None else max(program.capacity - program.enrolled, 0)
    if left:
        words = ngettext("Proposer %(count)d place libre", "Proposer %(count)d places libres", left)
        return NextAction(words % {"count": left}, f"{page}?vue=attente")
    words = ngettext("Voir %(count)d demande en attente", "Voir %(count)d demandes en attente", program.waiting)
    return NextAction(words % {"count": program.waiting}, f"{page}?vue=attente")
