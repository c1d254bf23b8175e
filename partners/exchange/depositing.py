"""Beginning an import: files deposited in the browser, then the columns that somebody has confirmed."""

from collections.abc import Sequence
from typing import IO, Any
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.errors import DomainError
from core.fields import clean_line
from core.models import AuditAction
from partners.exchange.columns import JOINED, SKIPPED, guess
from partners.exchange.reading import parts_of
from partners.exchange.running import forget_files, open_part
from partners.exchange.sniffing import JSON, Part, sniff
from partners.models import DirectoryImport
from partners.models.directory_import import import_storage

MOST_FILES = 4


def deposit(files: Sequence[Any], *, by: User) -> DirectoryImport:
    """Keep the files and guess their columns; what cannot be read is refused at once, in words."""
    if len(files) > MOST_FILES:
        raise DomainError(_("%(most)d fichiers au plus à la fois.") % {"most": MOST_FILES})
    found = [looked_into(clean_line(file.name or "")[:100] or "fichier", file) for file in files]
    parts: list[Part] = []
    job = DirectoryImport(name=", ".join(part.name for part in found)[:250], created_by=by)
    try:
        for part, file in zip(found, files, strict=True):
            part.stored = import_storage().save(f"{uuid4()}.bin", File(file))
            parts += [guess(one) for one in parts_of(part, open_part)]
        job.parts = [part.as_json() for part in parts]
        require_a_table(parts)
        with transaction.atomic():
            job.save()
            record(by, AuditAction.CREATED, job)
            if not any(needs_columns(part) for part in parts):
                job.start_reading(by=None, at=timezone.now())
    except BaseException:
        job.parts = [part.as_json() for part in found]
        forget_files(job)
        raise
    return job


def looked_into(name: str, file: IO[bytes]) -> Part:
    """What the file is, from its content."""
    file.seek(0)
    part = sniff(name, file)
    file.seek(0)
    return part


def needs_columns(part: Part) -> bool:
    """A table’s columns are confirmed by somebody; JSON in the words of data·inclusion or HSDS needs nothing."""
    return part.format != JSON or bool(part.columns)


def require_a_table(parts: Sequence[Part]) -> None:
    """Something must look like structures or services."""
    if all(part.kind == SKIPPED and not part.headings for part in parts):
        raise DomainError(_("Aucune ligne de titres n’a été trouvée dans ce fichier."))


def suggested_source(name: str) -> str:
    """« liste-partenaires » for « Liste partenaires.xlsx »: under which name the records are kept."""
    return slugify(name.rpartition(".")[0] or name)[:60] or "fichier"


def confirm_columns(job: DirectoryImport, parts: Sequence[Part], *, by: User | None) -> None:
    """Take the columns as somebody corrected them, and read the lines."""
    for part in parts:
        twice = {name for name in part.columns if name and name not in JOINED and part.columns.count(name) > 1}
        if twice:
            words = _("Deux colonnes de « %(part)s » donnent la même chose\u00a0: n’en gardez qu’une.")
            raise DomainError(words % {"part": part.title})
    if all(part.kind == SKIPPED for part in parts):
        raise DomainError(_("Choisissez au moins une feuille à importer."))
    with transaction.atomic():
        job.parts = [part.as_json() for part in parts]
        job.save(update_fields=["parts"])
        job.start_reading(by=by, at=timezone.now())
