"""The work of an import, a batch at a time: each batch and its progress are one transaction.

Whoever dies amid a batch loses that batch alone; the next worker goes on from what is written.
"""

import json
import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import User
from core.errors import DomainError
from partners.bulk import allow_time, copy_rows, settle
from partners.exchange.checking import Finding, batches_by_kind, examine, save_verdicts
from partners.exchange.columns import SERVICES, SKIPPED, STRUCTURES
from partners.exchange.counting import counts_of
from partners.exchange.reading import Row, rows_of
from partners.exchange.sniffing import JSON, Part
from partners.exchange.writing import write
from partners.models import DirectoryImport, ImportLine, ImportState, LineKind, Service, Verdict
from partners.models.directory_import import import_storage
from partners.vocabulary import refresh_vocabulary

BATCH = 2_000
IMPORT_LOCK = 0x1A7E7  # one batch is written at a time, whoever writes it
logger = logging.getLogger(__name__)


def open_part(part: Part) -> AbstractContextManager[IO[bytes]]:
    """A deposited file, or one of this machine given to the command."""
    if part.path:
        return Path(part.path).open("rb")
    return import_storage().open(part.stored, "rb")


class Worker:
    """Takes the next batch of the oldest import that goes on by itself."""

    def __init__(self) -> None:
        self.readers: dict[UUID, tuple[int, Iterator[tuple[int, Row]]]] = {}

    def step(self, only: UUID | None = None) -> bool:
        """Do one batch; False when nothing waits, or when others are at it."""
        job = None
        try:
            with transaction.atomic():
                waiting = DirectoryImport.objects.running()
                waiting = waiting.filter(pk=only) if only else waiting
                job = waiting.select_for_update(skip_locked=True, of=("self",)).first()
                if job is None:
                    return False
                allow_time("15min")
                {
                    ImportState.READING: self.read,
                    ImportState.CHECKING: self.check,
                    ImportState.WRITING: self.write,
                }[ImportState(job.state)](job)
        except DomainError as error:
            self.give_up(job, str(error))
        except OperationalError:
            raise
        except Exception:
            logger.exception("Un lot d’import n’a pas pu être fait.")
            self.give_up(job, "Une erreur inattendue a arrêté cet import. Ce qui était déjà écrit reste écrit.")
        return True

    def give_up(self, job: DirectoryImport | None, reason: str) -> None:
        """Say why the import stops; its files are of no more use."""
        if job is None:
            return
        self.readers.pop(job.pk, None)
        job.refresh_from_db()
        with transaction.atomic():
            if job.state != ImportState.WRITING:
                job.lines.all().delete()
            job.fail(reason, at=timezone.now())
            transaction.on_commit(lambda: forget_files(job))

    def read(self, job: DirectoryImport) -> None:
        """Keep the next lines of the files."""
        at, rows = self.readers.pop(job.pk, (-1, iter(())))
        if at != job.done:
            rows = all_rows(job)
            for _row in islice(rows, job.done):
                pass
        batch = list(islice(rows, BATCH))
        copy_rows(ImportLine, (line_of(job, part, row) for part, row in batch))
        job.done += len(batch)
        if len(batch) == BATCH:
            job.save(update_fields=["done"])
            self.readers[job.pk] = (job.done, rows)
        else:
            job.start_checking(total=job.done, at=timezone.now())

    def check(self, job: DirectoryImport) -> None:
        """Say of the next lines what they would do."""
        lines = list(job.lines.unchecked()[:BATCH])
        for batch in batches_by_kind(lines):
            save_verdicts(examine(job, batch))
        job.done += len(lines)
        job.save(update_fields=["done"])
        if len(lines) < BATCH:
            job.counts = counts_of(job)
            job.save(update_fields=["counts"])
            job.await_review(at=timezone.now())

    def write(self, job: DirectoryImport) -> None:
        """Write the next lines into the directory."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        lines = list(job.lines.unwritten()[:BATCH])
        findings: list[Finding] = []
        for batch in batches_by_kind(lines):
            findings += examine(job, batch, lock=True)
            write(job, findings[-len(batch) :])
        job.done += len(lines)
        job.save(update_fields=["done"])
        if len(lines) < BATCH:
            self.finish(job)

    def finish(self, job: DirectoryImport) -> None:
        """Make the directory ready for the next search, count what was done, forget what did not change."""
        counts = counts_of(job)
        if any(noun["created"] + noun["updated"] for noun in counts.values()):
            settle(Service, "service_search", "service_domains")
            refresh_vocabulary()
        job.lines.filter(verdict=Verdict.UNCHANGED).delete()
        job.finish(counts=counts, at=timezone.now())
        transaction.on_commit(lambda: forget_files(job))


def start_writing(job: DirectoryImport, *, by: Any) -> None:
    """Somebody has looked: write what can be."""
    job.start_writing(total=job.lines.unwritten().count(), by=by, at=timezone.now())


def drop(job: DirectoryImport, *, by: User) -> None:
    """Give up before anything is written: lines and files are forgotten."""
    with transaction.atomic():
        job.drop(by=by, at=timezone.now())
        job.lines.all().delete()
        transaction.on_commit(lambda: forget_files(job))


def all_rows(job: DirectoryImport) -> Iterator[tuple[int, Row]]:
    """The records of all the files of an import, with the number of the file or sheet.

    Organisations told of inside their services come last, once, and only if no file tells of them by themselves.
    """
    inside: dict[tuple[Any, Any], tuple[int, Row]] = {}
    told: set[tuple[Any, Any]] = set()
    parts = [Part(**part) for part in job.parts]
    for index, part in enumerate(parts):
        if part.kind != SKIPPED:
            for row in rows_of(part, open_part):
                key = (row.data.get("source"), row.data.get("id"))
                if row.is_inside:
                    inside.setdefault(key, (index, row))
                    continue
                if part.format == JSON and not part.headings and "structure_id" not in row.data:
                    told.add(key)
                yield index, row
    yield from (placed for key, placed in inside.items() if key not in told)


def line_of(job: DirectoryImport, index: int, row: Row) -> dict[str, Any]:
    """The columns of a line."""
    kind = job.parts[index]["kind"]
    is_service = kind == SERVICES or (kind != STRUCTURES and "structure_id" in row.data)
    return {
        "directory_import_id": job.pk,
        "part": index,
        "number": row.number,
        "kind": LineKind.SERVICE if is_service else LineKind.ORGANIZATION,
        "data": json.dumps(row.data, ensure_ascii=False),
        "broken": row.problem,
        "problems": "[]",
    }


def forget_files(job: DirectoryImport) -> None:
    """Remove the deposited files from the disk."""
    for stored in {part["stored"] for part in job.parts if part["stored"]}:
        import_storage().delete(stored)
