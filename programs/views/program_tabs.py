"""The tabs of a program’s page: those that every program has, then those of its kind."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models import Program, ProgramKind

ABOUT, SESSIONS, PAST, ROSTER = "presentation", "seances", "passees", "inscrits"
WAITING, OUTCOMES, MONEY = "attente", "evaluations", "financement"

Kind = ProgramKind
# Tabs of a kind: label, and the name of an address that takes the program’s key.
KIND_TABS: dict[str, list[tuple[str | Promise, str]]] = {
    Kind.TRAINING: [],
    Kind.PSYCHOLOGICAL_SUPPORT: [(_("Créneaux"), "programs:slot-list")],
    Kind.SHELTER: [],
    Kind.CHILDCARE: [(_("Feuille du jour"), "programs:creche"), (_("Places"), "programs:creche-week")],
    Kind.COHORT: [(_("Projets"), "programs:cohort")],
    Kind.LEGAL_ADVICE: [
        (_("Créneaux"), "programs:slot-list"),
        (_("Questions"), "programs:question-list"),
        (_("Permanences"), "programs:clinic-list"),
    ],
    Kind.ACTION_PLAN: [(_("Plan d’action"), "programs:plan")],
}
# Parts of programs/detail/?vue=…; label, slug.
SHARED: list[tuple[str | Promise, str]] = [
    (_("Présentation"), ABOUT),
    (_("Séances"), SESSIONS),
    (_("Inscrits"), ROSTER),
    (_("Liste d’attente"), WAITING),
    (_("Évaluations"), OUTCOMES),
    (_("Financement"), MONEY),
]
# What a kind has no use for.
WITHOUT: dict[str, set[str]] = {
    Kind.SHELTER: {SESSIONS, WAITING, OUTCOMES},
    Kind.ACTION_PLAN: {SESSIONS, ROSTER, WAITING, OUTCOMES},
}


@dataclass(frozen=True)
class Tab:
    """A part of a program’s page."""

    label: str
    url: str
    current: bool
    count: int | None = None


def program_tabs(program: Program, *, current: str) -> list[Tab]:
    """The tabs of the program; current is the name of the address of a kind’s page, or the part read under ?vue=."""
    page = reverse("programs:detail", args=[program.pk])
    counts = {ROSTER: getattr(program, "enrolled", None), WAITING: getattr(program, "waiting", None)}
    shown = SESSIONS if current == PAST else current
    tabs = [
        Tab(str(label), page if part == ABOUT else f"{page}?vue={part}", part == shown, counts.get(part))
        for label, part in SHARED
        if part not in WITHOUT.get(program.kind, set()) or part == shown
    ]
    own: list[Any] = [
        Tab(str(label), reverse(name, args=[program.pk]), name == current) for label, name in KIND_TABS[program.kind]
    ]
    return [tabs[0], *own, *tabs[1:]]
