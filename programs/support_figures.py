"""Sessions, questions and open clinics of a year, counted; a small number is somebody, and is told with others."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from beneficiaries.models.appointment_states import CAME, NO_SHOW, Outcome
from core.choices import label_of
from programs.models import Attendance, ClinicCount, LegalQuestion, Program, SlotBooking
from programs.models.legal.states import Audience, QuestionOutcome
from programs.models.support.stage import Stage, on_day, stage_of
from programs.models.training.states import CAME as WAS_THERE

SMALL = 5
FIRST_YEAR = 2000


@dataclass(frozen=True)
class Figures:
    """One table: a title, and its lines in words."""

    title: str
    lines: list[tuple[str, str]]
    total: str


def table(title: str, counts: Mapping[str, int]) -> Figures:
    """The lines, largest first; those under five are put together, with the next ones until nobody stands out."""
    ranked = sorted(((label, number) for label, number in counts.items() if number), key=lambda row: (-row[1], row[0]))
    total = sum(counts.values())
    if total < SMALL:
        return Figures(title, [], small_words() if total else "0")
    shown, gathered = list(ranked), 0
    while shown and (shown[-1][1] < SMALL or 0 < gathered < SMALL):
        gathered += shown.pop()[1]
    lines = [(label, str(number)) for label, number in shown]
    if gathered:
        lines.append((_("Regroupés, trop peu nombreux"), str(gathered)))
    return Figures(title, lines, str(total))


def small_words() -> str:
    """« moins de 5 »."""
    return _("moins de %(number)d") % {"number": SMALL}


def year_asked(text: str) -> int:
    """The year asked for, or this one when it is absurd."""
    this_year = timezone.localdate().year
    return int(text) if text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= this_year else this_year


def bounds(year: int) -> tuple[datetime, datetime]:
    """The first moments of a year and of the next."""
    return timezone.make_aware(datetime(year, 1, 1)), timezone.make_aware(datetime(year + 1, 1, 1))  # noqa: DTZ001


def support_figures(program: Program, year: int) -> list[Figures]:
    """Individual sessions by what came of them and by stage; those who came to group sessions, by stage."""
    start, end = bounds(year)
    bookings: Any = SlotBooking.objects.filter(
        slot__program=program, appointment__starts_at__gte=start, appointment__starts_at__lt=end
    )
    outcomes = Counter(bookings.values_list("appointment__outcome", flat=True))
    came = bookings.filter(appointment__outcome__in=CAME).with_stage()
    group = Attendance.objects.filter(
        session__program=program, session__starts_at__gte=start, session__starts_at__lt=end, status__in=WAS_THERE
    ).annotate(stage_day=on_day("session__starts_at"))
    there = group.annotate(stage_now=stage_of("enrolment__beneficiary"))
    people = there.values_list("session_id", "enrolment_id", "stage_now").distinct()
    return [
        table(_("Rendez-vous individuels"), by_outcome(outcomes)),
        table(_("Rendez-vous individuels tenus"), by_stage(came.values_list("stage_now", flat=True))),
        table(_("Venues aux séances collectives"), by_stage(stage for _session, _enrolment, stage in people)),
    ]


def by_outcome(outcomes: Mapping[str, int]) -> dict[str, int]:
    """Held, absent, not held; those still to come are not counted."""
    return {
        _("Tenus"): sum(outcomes.get(one, 0) for one in CAME),
        _("Personne absente"): sum(outcomes.get(one, 0) for one in NO_SHOW),
        _("Annulés ou non tenus"): outcomes.get(Outcome.CANCELLED, 0) + outcomes.get(Outcome.NOT_HELD, 0),
    }


def by_stage(stages: Any) -> dict[str, int]:
    """Before, after, unsaid."""
    return {label_of(Stage, stage): number for stage, number in Counter(stages).items()}


def question_figures(program: Program, year: int) -> list[Figures]:
    """Questions of the year by topic and by outcome; who came to the open clinics."""
    asked = LegalQuestion.objects.filter(program=program, asked_on__gte=date(year, 1, 1), asked_on__lte=last_of(year))
    topics = Counter(asked.values_list("topic__label", flat=True))
    outcomes = Counter(label_of(QuestionOutcome, one) for one in asked.values_list("outcome", flat=True))
    return [
        table(_("Questions par sujet"), topics),
        table(_("Questions par issue"), outcomes),
        table(_("Venues aux permanences ouvertes"), clinic_counts(program, year)),
    ]


def clinic_counts(program: Program, year: int) -> dict[str, int]:
    """How many people of each broad group."""
    rows = ClinicCount.objects.filter(
        clinic__program=program, clinic__held_on__gte=date(year, 1, 1), clinic__held_on__lte=last_of(year)
    )
    found = rows.values("audience").annotate(total=models.Sum("number")).order_by()
    return {label_of(Audience, row["audience"]): row["total"] for row in found}


def last_of(year: int) -> date:
    """New Year’s Eve."""
    return date(year, 12, 31)
