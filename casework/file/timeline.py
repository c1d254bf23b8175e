"""A page of the timeline: each follow-up with what its reader may do, and what stands beside it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from accounts.roles import Role
from beneficiaries.models import ConfidentialNote, Document, FollowUp, Opened
from beneficiaries.models.layer import read_in
from core.sql import IsOneOf
from core.written import THESE
from partners.models.folding import fold


def authors(file: Opened) -> dict[UUID, tuple[str, int]]:
    """Who wrote the follow-ups that the reader reads, in the order of names, and how many each."""
    # sorted here: in the query, the key of each follow-up’s author would be computed before they are grouped
    named = sorted(read_in(file, authors_asked), key=lambda line: (fold(line[1]), fold(line[2])))
    return {author: (f"{first} {last}", number) for author, first, last, number in named}


def authors_asked(file: Opened) -> QuerySet[Any, Any]:
    """The authors, each with how many."""
    seen = FollowUp.objects.visible_in(file).values_list("author_id", "author__first_name", "author__last_name")
    return seen.annotate(number=Count("pk")).order_by("author_id")


def for_reader(file: Opened, rows: Iterable[FollowUp]) -> list[FollowUp]:
    """Each follow-up with may_edit, note_for_reader (and its reader_names) and documents_for_reader."""
    page: list[Any] = list(rows)
    ids = [row.pk for row in page]
    notes = {note.follow_up_id: note for note in read_in(file, notes_asked, ids)}
    documents = defaultdict(list)
    for document in read_in(file, documents_asked, ids):
        documents[document.follow_up_id].append(document)
    for row in page:
        row.may_edit = row.author_id == file.reader.pk or file.reader.has_role(Role.COORDINATOR)
        row.note_for_reader, row.documents_for_reader = notes.get(row.pk), documents[row.pk]
    return page


def notes_asked(file: Opened) -> QuerySet[ConfidentialNote]:
    """The notes beside these follow-ups that name the reader."""
    return ConfidentialNote.objects.visible_in(file).with_reader_names().filter(IsOneOf("follow_up_id", THESE))


def documents_asked(file: Opened) -> QuerySet[Document]:
    """The documents attached to these follow-ups that the reader may read."""
    return Document.objects.visible_in(file).for_list().filter(IsOneOf("follow_up_id", THESE))
