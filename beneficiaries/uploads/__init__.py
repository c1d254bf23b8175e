"""What comes in as a document: recognised by its content, emptied of what acts or tells too much, or refused in words.

read_upload is the only way in. The name that the file had decides nothing but the title offered.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from beneficiaries.models import DocumentFormat
from beneficiaries.uploads import images, office, pdf
from beneficiaries.uploads.refusal import UploadRefused
from beneficiaries.uploads.virus import require_healthy
from core.fields import clean_line

__all__ = ["MEGABYTE", "ReadUpload", "UploadRefused", "read_upload", "title_from"]

MEGABYTE = 1024 * 1024
ENDINGS: dict[str, DocumentFormat] = {
    "pdf": DocumentFormat.PDF,
    "jpg": DocumentFormat.JPEG,
    "jpeg": DocumentFormat.JPEG,
    "png": DocumentFormat.PNG,
    "docx": DocumentFormat.DOCX,
    "odt": DocumentFormat.ODT,
}
CLEANERS: dict[DocumentFormat, Callable[[bytes], bytes]] = {
    DocumentFormat.PDF: pdf.cleaned,
    DocumentFormat.JPEG: images.cleaned,
    DocumentFormat.PNG: images.cleaned,
    DocumentFormat.DOCX: office.cleaned_docx,
    DocumentFormat.ODT: office.cleaned_odt,
}


class Uploaded(Protocol):
    """A file as a form receives it."""

    name: str | None
    size: int | None
    file: IO[bytes] | None

    def read(self) -> bytes:
        """All of it."""


@dataclass(frozen=True)
class ReadUpload:
    """What may be kept: the cleaned content, and the fingerprint of what was received."""

    format: DocumentFormat
    content: bytes
    sha256: str


def read_upload(upload: Uploaded) -> ReadUpload:
    """Check and clean a file; UploadRefused says why not."""
    size, most = upload.size or 0, settings.UPLOAD_MAX_BYTES
    if size > most:
        words = {"size": f"{size / MEGABYTE:.1f}".replace(".", ","), "most": most // MEGABYTE}
        raise UploadRefused(_("Ce fichier pèse %(size)s Mo : %(most)d Mo au plus.") % words)
    if not size:
        raise UploadRefused(_("Ce fichier est vide."))
    named = ENDINGS.get(ending_of(upload.name or ""))
    if named is None:
        raise UploadRefused(_("Choisissez un fichier PDF, JPEG, PNG, Word (.docx) ou LibreOffice (.odt)."))
    content = upload.read()
    found = format_of(content)
    if found != named:
        words = {"named": named.label}
        raise UploadRefused(_("Ce fichier n’est pas un %(named)s lisible, malgré son nom.") % words)
    require_healthy(content)
    return ReadUpload(found, CLEANERS[found](content), hashlib.sha256(content).hexdigest())


def ending_of(name: str) -> str:
    """« pdf » for « Carte.recto.PDF »."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def format_of(content: bytes) -> DocumentFormat | None:
    """What the content itself says that it is."""
    if content.startswith(b"%PDF-"):
        return DocumentFormat.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return DocumentFormat.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return DocumentFormat.PNG
    if content.startswith(b"PK\x03\x04"):
        return office.format_of(content)
    return None


def title_from(name: str) -> str:
    """A title out of the name of a file: « Carte d’identité » for « ../Carte d’identité.pdf »."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return clean_line(last.rpartition(".")[0].replace("_", " ") or last)[:120].strip()
