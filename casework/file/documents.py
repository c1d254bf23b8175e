"""The documents of a file and what they prove, as far as the reader may read."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from beneficiaries.models import Document, Obligation, ObligationState, Opened, Proof
from beneficiaries.models.document import DocumentQuerySet
from beneficiaries.models.layer import read_in

REMOVED_SHOWN = 10


@dataclass(frozen=True)
class Line:
    """A document with the words of its end."""

    document: Document
    end: str
    tone: str


@dataclass(frozen=True)
class Proven:
    """An obligation with its proofs."""

    obligation: Obligation
    proofs: list[Proof]


def lines_of(documents: Any, day: date) -> list[Line]:
    """The rows of a page."""
    return [Line(document, document.end_words(day), document.end_tone(day)) for document in documents]


def obligations_of(file: Opened) -> list[Proven]:
    """Those that are open first, each with what proves it; two queries whatever there is."""
    obligations = read_in(file, obligations_asked)
    if not obligations:
        return []
    found = {
        key: list(rows) for key, rows in groupby(read_in(file, proofs_asked), key=lambda proof: proof.obligation_id)
    }
    return [Proven(obligation, found.get(obligation.pk, [])) for obligation in obligations]


def obligations_asked(file: Opened) -> QuerySet[Obligation]:
    """Every obligation of the file."""
    closed = Case(When(state__in=[ObligationState.MET, ObligationState.LIFTED], then=1), default=Value(0))
    rows = Obligation.objects.visible_in(file).select_related("measure")
    return rows.annotate(closed=closed).order_by("closed", "created_at", "pk")


def proofs_asked(file: Opened) -> QuerySet[Proof]:
    """Every proof, obligation by obligation."""
    return Proof.objects.visible_in(file).for_list()


def removed_of(file: Opened) -> list[Document]:
    """The last erased, those that were replaced apart."""
    return read_in(file, removed_asked)


def removed_asked(file: Opened) -> QuerySet[Document]:
    """Documents whose file was erased and that nothing replaces."""
    return Document.objects.visible_in(file).filter(replacement__isnull=True).removed()[:REMOVED_SHOWN]


def narrowed(rows: DocumentQuerySet, kind: str, end: str, day: date) -> DocumentQuerySet:
    """The rows that the filters ask for."""
    if kind:
        rows = rows.filter(kind=kind)
    if end == "bientot":
        rows = rows.to_renew(day)
    elif end == "passee":
        rows = rows.filter(expires_on__lt=day)
    return rows
