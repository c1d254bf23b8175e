"""Stays in prison, measures and their obligations, release dates, what is prepared and asked for around a release."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from beneficiaries.models import (
    CustodyEpisode,
    JusticeMeasure,
    MeasureKind,
    Obligation,
    ObligationKind,
    OutcomeCheckpoint,
    ReadinessItem,
    ReadinessItemKind,
    Release,
    ReleaseDateRevision,
)
from beneficiaries.models.checkpoint import Milestone, due_after
from beneficiaries.models.readiness_kind import Concerns
from beneficiaries.models.states import HELD, JusticeStatus
from reinsertion.load.copy import copy_rows
from reinsertion.load.progress import Progress
from reinsertion.load.staff import Load

Rows = Iterator[tuple[Any, ...]]
Coming = tuple[UUID, UUID, date | None, date | None]  # release, worker, expected on, happened on
LONG_FILE_MEASURES = 8
STAY = [
    "id", "beneficiary_id", "prison_id", "wing", "status", "entered_on", "entered_latest", "exited_on", "exited_latest",
    "exit_kind", "officer_name", "review_on", "created_at", "created_by_id", "updated_at",
]  # fmt: skip
MEASURE = [
    "id", "beneficiary_id", "kind", "court", "starts_on", "ends_on", "officer_name", "officer_phone", "review_on",
    "created_at", "created_by_id", "updated_at",
]  # fmt: skip
OBLIGATION = ["id", "measure_id", "kind", "due_on", "state", "created_at", "created_by_id", "updated_at"]
REVISION = ["id", "beneficiary_id", "value", "previous", "source", "noted_on", "at", "by_id"]
RELEASE = [
    "id", "beneficiary_id", "expected_on", "happened_on", "noted_at", "noted_by_id", "created_at", "created_by_id",
]  # fmt: skip
ITEM = ["id", "release_id", "kind_id", "state", "state_at", "state_by_id", "created_at", "created_by_id"]
CHECKPOINT = ["id", "release_id", "milestone", "due_on", "housed", "source", "recorded_at", "recorded_by_id"]
KINDS = [MeasureKind.PROBATION_SENTENCE, MeasureKind.PAROLE, MeasureKind.ELECTRONIC_HOME_DETENTION]
STATES = ["", "not_started", "in_progress", "ready", "ready"]


def create_situations(load: Load, progress: Progress) -> None:
    """What the status of each person comes from, and what follows from it."""
    measures: list[tuple[UUID, UUID]] = []
    releases: list[Coming] = []
    copy_rows(CustodyEpisode, STAY, stays(load), progress)
    copy_rows(JusticeMeasure, MEASURE, measure_rows(load, measures), progress)
    copy_rows(Obligation, OBLIGATION, obligations(load, measures), progress)
    copy_rows(ReleaseDateRevision, REVISION, revisions(load), progress)
    copy_rows(Release, RELEASE, release_rows(load, releases), progress)
    kinds = ReadinessItemKind.objects.offered().filter(concerns=Concerns.EVERYBODY).for_list()
    copy_rows(ReadinessItem, ITEM, items(load, releases, [kind.pk for kind in kinds]), progress)
    copy_rows(OutcomeCheckpoint, CHECKPOINT, checkpoints(load, releases), progress)


def stays(load: Load) -> Rows:
    """One that goes on for whoever is held, one that is over for whoever came out."""
    for known in load.files:
        held = known.status in HELD
        if not held and known.status != JusticeStatus.RELEASED:
            continue
        left = None if held else known.came_out
        entered = (left or load.today) - timedelta(days=load.dice.randint(60, 1_500))
        yield (
            load.uid(), known.person, known.prison or load.dice.choice(load.prisons), "Bâtiment A", "sentenced",
            entered, entered, left, left, "" if held else "end_of_sentence", "Agent d’essai",
            load.today + timedelta(days=90), load.now, known.worker, load.now,
        )  # fmt: skip


def measure_rows(load: Load, made: list[tuple[UUID, UUID]]) -> Rows:
    """One for whoever is followed outside, several in the long file."""
    for rank, known in enumerate(load.files):
        number = LONG_FILE_MEASURES if rank == 0 else int(known.status == JusticeStatus.COMMUNITY)
        for _ in range(number):
            measure, began = load.uid(), load.today - timedelta(days=load.dice.randint(10, 400))
            made.append((measure, known.worker))
            yield (
                measure, known.person, load.dice.choice(KINDS), "Tribunal d’essai", began,
                began + timedelta(days=900), "Agent d’essai", "+33199000101", load.today + timedelta(days=90), load.now,
                known.worker, load.now,
            )  # fmt: skip


def obligations(load: Load, measures: list[tuple[UUID, UUID]]) -> Rows:
    """Two a measure."""
    for measure, worker in measures:
        for kind, state in [(ObligationKind.APPOINTMENTS, "ongoing"), (ObligationKind.CARE, "to_do")]:
            yield load.uid(), measure, kind, load.today + timedelta(days=30), state, load.now, worker, load.now


def revisions(load: Load) -> Rows:
    """Each known date was moved once, the last two weeks ago or more."""
    for known in load.files:
        if known.release:
            first, then = (load.today - timedelta(days=days) for days in (load.dice.randint(200, 400), 14))
            before = known.release + timedelta(days=30)
            yield load.uid(), known.person, before, None, "Greffe", first, f"{first} 09:00+00", known.worker
            yield load.uid(), known.person, known.release, before, "Greffe", then, f"{then} 09:00+00", known.worker


def release_rows(load: Load, made: list[Coming]) -> Rows:
    """One to come when its date is known, one that happened for whoever came out."""
    for known in load.files:
        if known.release or known.came_out:
            release = load.uid()
            made.append((release, known.worker, known.release, known.came_out))
            noted = (load.now, known.worker) if known.came_out else (None, None)
            yield release, known.person, known.release, known.came_out, *noted, load.now, known.worker


def items(load: Load, releases: list[Coming], kinds: list[UUID]) -> Rows:
    """The association’s list for each release to come."""
    for release, worker, expected, _happened in releases:
        for kind in kinds if expected else []:
            state = load.dice.choice(STATES)
            noted = (load.now, worker) if state else (None, None)
            yield load.uid(), release, kind, state, *noted, load.now, worker


def checkpoints(load: Load, releases: list[Coming]) -> Rows:
    """The six moments after each release; of those past, one in six was forgotten."""
    for release, worker, _expected, happened in releases:
        for milestone in Milestone if happened else []:
            due = due_after(milestone, happened) if happened else load.today
            told = due <= load.today and load.dice.randrange(6)
            noted = ("yes", "person", load.now, worker) if told else ("unknown", "", None, None)
            yield load.uid(), release, milestone, due, *noted
