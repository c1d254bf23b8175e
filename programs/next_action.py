"""What to do next in each program of a page, for whoever decides there: of its kind first, then of its enrolments."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from programs.models import Program, ProgramKind, Session
from programs.models.action_plan import PlanAction
from programs.models.childcare.child_booking import ChildBooking
from programs.models.legal.question import LegalQuestion
from programs.models.session import coordinates


@dataclass(frozen=True)
class NextAction:
    """A link and its words."""

    label: str
    url: str


def add_next_actions(programs: Iterable[Any], user: User, now: datetime) -> None:
    """Tell on each program, read with_room(), its next_action: None when there is nothing to do or to decide.

    One query for each kind on the page, whatever the number of programs.
    """
    shown = list(programs)
    keys = [program.pk for program in shown if program.is_active]
    mine = set(keys) if coordinates(user) else set(
        Program.objects.run_by(user).filter(pk__in=keys).values_list("pk", flat=True)
    )  # fmt: skip
    own = [program for program in shown if program.pk in mine]
    late = counted(Session.objects.to_record(now), "program", own)
    of_kind = {
        kind: counted(rows(user, now), by, [program for program in own if program.kind == kind])
        for kind, (rows, by) in COUNTED.items()
        if any(program.kind == kind for program in own)
    }
    for program in shown:
        count = of_kind.get(program.kind, Counter())[program.pk]
        program.next_action = action_of(program, count, late[program.pk]) if program.pk in mine else None


def counted(rows: QuerySet[Any], by: str, programs: list[Any]) -> Counter[Any]:
    """How many rows each of the programs has."""
    if not programs:
        return Counter()
    return Counter(rows.filter(**{f"{by}__in": [program.pk for program in programs]}).values_list(by, flat=True))


def children_today(user: User, now: datetime) -> QuerySet[Any]:
    """The children whose place of today is held."""
    return ChildBooking.objects.visible_to(user).on(timezone.localdate(now)).held()


def late_actions(user: User, now: datetime) -> QuerySet[Any]:
    """The actions of plans that should have begun or ended."""
    return PlanAction.objects.late(timezone.localdate(now))


def open_questions(user: User, now: datetime) -> QuerySet[Any]:
    """The questions that wait for an outcome."""
    return LegalQuestion.objects.visible_to(user).open()


# What is counted for a kind, and the way from a row to its program.
COUNTED: dict[str, tuple[Callable[[User, datetime], QuerySet[Any]], str]] = {
    ProgramKind.CHILDCARE: (children_today, "place__program"),
    ProgramKind.ACTION_PLAN: (late_actions, "objective__plan__program"),
    ProgramKind.LEGAL_ADVICE: (open_questions, "program"),
}


def action_of_kind(program: Any, count: int) -> NextAction | None:
    """The children expected today, the actions late, the questions open."""
    if program.kind == ProgramKind.CHILDCARE and count:
        words = ngettext("Feuille du jour : %(count)d enfant", "Feuille du jour : %(count)d enfants", count)
        return NextAction(words % {"count": count}, reverse("programs:creche", args=[program.pk]))
    if program.kind == ProgramKind.ACTION_PLAN and count:
        words = ngettext("Voir %(count)d action en retard", "Voir %(count)d actions en retard", count)
        return NextAction(words % {"count": count}, reverse("programs:plan", args=[program.pk]))
    if program.kind == ProgramKind.LEGAL_ADVICE and count:
        words = ngettext("Répondre à %(count)d question", "Répondre à %(count)d questions", count)
        return NextAction(words % {"count": count}, reverse("programs:question-list", args=[program.pk]))
    return None


def action_of(program: Any, count: int, late: int) -> NextAction | None:
    """The most pressing thing."""
    page = reverse("programs:detail", args=[program.pk])
    if found := action_of_kind(program, count):
        return found
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
