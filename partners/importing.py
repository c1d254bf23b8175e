"""Importing files of this machine at once: the same steps as in the browser, with the columns as they are guessed."""

from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from partners.exchange.columns import SERVICES, STRUCTURES, guess
from partners.exchange.depositing import suggested_source
from partners.exchange.reading import parts_of
from partners.exchange.running import Worker, open_part, start_writing
from partners.exchange.sniffing import Part, sniff
from partners.models import DirectoryImport, ImportState


def import_files(paths: Sequence[Path]) -> DirectoryImport:
    """Read, check and write files of this machine at once, with the columns as they are guessed."""
    parts: list[Part] = []
    for path in paths:
        parts += parts_at(path)
    for part in parts:
        if part.kind in {STRUCTURES, SERVICES} and "source" not in part.columns:
            part.source = suggested_source(part.name)
    job = DirectoryImport(name=", ".join(path.name for path in paths)[:250], parts=[one.as_json() for one in parts])
    job.save()
    job.start_reading(by=None, at=timezone.now())
    worker = Worker()
    while job.is_running or job.state == ImportState.REVIEW:
        if job.state == ImportState.REVIEW:
            start_writing(job, by=None)
        worker.step(only=job.pk)
        job.refresh_from_db()
    if job.state == ImportState.FAILED:
        raise DomainError(job.failure)
    return job


def parts_at(path: Path) -> list[Part]:
    """The parts of a file of this machine."""
    try:
        if not path.is_file():
            raise DomainError(_("%(path)s n’est pas un fichier.") % {"path": path})
        with path.open("rb") as file:
            part = sniff(path.name, file)
    except OSError as error:
        raise DomainError(
            _("%(path)s ne peut pas être lu\u00a0: %(reason)s.") % {"path": path, "reason": error.strerror}
        ) from error
    part.path = str(path.resolve())
    return [guess(one) for one in parts_of(part, open_part)]
