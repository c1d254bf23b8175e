"""Plans, documents, children and sheets of each file; the long file has many of each."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from beneficiaries.models import (
    Child,
    Document,
    DocumentKind,
    Goal,
    InformationSheet,
    Need,
    PlanReview,
    Step,
)
from beneficiaries.models.plan_item import layer_for
from beneficiaries.need_catalogue import CATALOGUE
from reinsertion.load.copy import copy_rows
from reinsertion.load.progress import Progress
from reinsertion.load.staff import Load

Rows = Iterator[tuple[Any, ...]]
NEEDS, STEPS_PER_GOAL, DOCUMENTS = 3, 2, 2
STRIDE = 11  # shares no divisor with the number of common needs: none comes twice in a file
LONG_FILE_NEEDS, LONG_FILE_DOCUMENTS = 24, 60
COMMON = [(domain, common) for domain, needs in CATALOGUE.items() for common in needs if not common.is_violence]
SAMPLES = [
    DocumentKind.IDENTITY_CARD, DocumentKind.HEALTH_COVER, DocumentKind.MAILING_ADDRESS, DocumentKind.COURT_DOCUMENT,
]  # fmt: skip
NEED = ["id", "beneficiary_id", "domain", "layer", "title", "code", "status", "created_at", "created_by_id"]
GOAL = [
    "id", "beneficiary_id", "domain", "layer", "title", "target_on", "status", "submission", "created_at",
    "created_by_id",
]  # fmt: skip
STEP = [
    "id", "beneficiary_id", "goal_id", "domain", "layer", "title", "assignee_id", "due_on", "status", "created_at",
    "created_by_id",
]  # fmt: skip
REVIEW = [
    "id", "beneficiary_id", "held_on", "what_changed", "next_on", "submission", "created_at", "created_by_id",
]  # fmt: skip
DOCUMENT = [
    "id", "beneficiary_id", "submission", "kind", "layer", "title", "expires_on", "file", "format", "size", "sha256",
    "uploaded_at", "uploaded_by_id", "updated_at",
]  # fmt: skip
CHILD = ["id", "beneficiary_id", "first_name", "birth_date", "home", "created_at", "created_by_id"]
SHEET = ["id", "beneficiary_id", "given_on", "version", "given_by_id", "created_at", "created_by_id"]


def create_plans(load: Load, progress: Progress) -> None:
    """Needs, goals and steps, reviews, documents, children, sheets."""
    needs: list[tuple[Any, ...]] = []
    goals: list[tuple[Any, ...]] = []
    copy_rows(Need, NEED, need_rows(load, needs), progress)
    copy_rows(Goal, GOAL, goal_rows(load, needs, goals), progress)
    links = ((goal, need) for need, goal in zip(needs[::2], goals, strict=True))
    copy_rows(Goal.needs.through, ["goal_id", "need_id"], ((goal[0], need[0]) for goal, need in links), progress)
    copy_rows(Step, STEP, step_rows(load, goals), progress)
    copy_rows(PlanReview, REVIEW, review_rows(load), progress)
    copy_rows(Document, DOCUMENT, document_rows(load), progress)
    copy_rows(Child, CHILD, child_rows(load), progress)
    copy_rows(InformationSheet, SHEET, sheet_rows(load), progress)


def need_rows(load: Load, made: list[tuple[Any, ...]]) -> Rows:
    """Some of the common needs, a third of them met."""
    for rank, known in enumerate(load.files):
        for number in range(NEEDS if rank else LONG_FILE_NEEDS):
            domain, common = COMMON[(rank + number * STRIDE) % len(COMMON)]
            need = load.uid()
            made.append((need, known, domain, common))
            status = ["identified", "in_progress", "met"][number % 3]
            yield (
                need, known.person, domain, layer_for(domain), common.title, common.code, status, load.now, known.worker
            )  # fmt: skip


def goal_rows(load: Load, needs: list[tuple[Any, ...]], made: list[tuple[Any, ...]]) -> Rows:
    """One for every other need."""
    for rank, (_need, known, domain, common) in enumerate(needs[::2]):
        goal = load.uid()
        made.append((goal, known, domain))
        yield (
            goal, known.person, domain, layer_for(domain), common.result or common.title,
            load.today + timedelta(days=rank % 200), "active" if rank % 4 else "reached", load.uid(), load.now,
            known.worker,
        )  # fmt: skip


def step_rows(load: Load, goals: list[tuple[Any, ...]]) -> Rows:
    """Two a goal, the first done."""
    for rank, (goal, known, domain) in enumerate(goals):
        for number in range(STEPS_PER_GOAL):
            due = load.today + timedelta(days=(rank * 3 + number) % 120 - 5)
            yield (
                load.uid(), known.person, goal, domain, layer_for(domain), f"Démarche {number + 1}", known.worker, due,
                "to_do" if number else "done", load.now, known.worker,
            )  # fmt: skip


def review_rows(load: Load) -> Rows:
    """One a person, the next planned within three months."""
    for rank, known in enumerate(load.files):
        held, following = load.today - timedelta(days=rank % 60 + 1), load.today + timedelta(days=rank % 90)
        yield load.uid(), known.person, held, "Point fait ensemble.", following, load.uid(), load.now, known.worker


def document_rows(load: Load) -> Rows:
    """Lines without their files: only the pages are measured."""
    for rank, known in enumerate(load.files):
        for number in range(DOCUMENTS if rank else LONG_FILE_DOCUMENTS):
            kind = SAMPLES[(rank + number) % len(SAMPLES)]
            pk = load.uid()
            yield (
                pk, known.person, load.uid(), kind, "ordinary", kind.label,
                load.today + timedelta(days=(rank * 7 + number) % 700 + 20), f"essai/{pk}", "pdf", 120_000,
                f"{pk.int:064x}", load.now, known.worker, load.now,
            )  # fmt: skip


def child_rows(load: Load) -> Rows:
    """A child in every third family."""
    for rank, known in enumerate(load.files):
        if rank % 3 == 0:
            born = load.today - timedelta(days=load.dice.randint(500, 6_000))
            yield load.uid(), known.person, "Prénom", born, "other_parent", load.now, known.worker


def sheet_rows(load: Load) -> Rows:
    """Given to four people in five."""
    for rank, known in enumerate(load.files):
        if rank % 5:
            given = load.today - timedelta(days=rank % 300)
            yield load.uid(), known.person, given, "1", known.worker, load.now, known.worker
