"""Word and LibreOffice texts: their parts are listed before anything is unpacked, then written again."""

import re
import stat
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as zlib_error

from django.utils.translation import gettext as _

from beneficiaries.cleaning.jpeg import without_tales
from beneficiaries.models import DocumentFormat
from beneficiaries.uploads.refusal import UploadRefused
from beneficiaries.uploads.virus import refuse_the_test

MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 1_000, 50 * 1024 * 1024, 100
LONGEST_NAME = 200
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
DOCX_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PACKAGE = b"http://schemas.openxmlformats.org/"
XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What says who wrote the text, with what, for whom: the parts stay, since others name them; their content does not.
BLANK: dict[str, bytes] = {
    "docProps/core.xml": XML + b'<cp:coreProperties xmlns:cp="' + PACKAGE + b'package/2006/metadata/core-properties"/>',
    "docProps/app.xml": XML + b'<Properties xmlns="' + PACKAGE + b'officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": XML + b'<Properties xmlns="' + PACKAGE + b'officeDocument/2006/custom-properties"/>',
    "meta.xml": XML
    + b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3">'
    + b"<office:meta/></office:document-meta>",
}
ACTING = re.compile(
    r"vbaproject|vbadata|activex|^basic/|^scripts/|/embeddings/(?!.*\.(xlsx|docx|pptx)$)"
    r"|\.(exe|dll|bat|cmd|vbs|js|ps1|scr|com|msi|jar|lnk)$",
    re.IGNORECASE,
)
AUTHORS = re.compile(rb'\b(w:author|w:initials|w15:author|w15:userId)="[^"]*"')
PICTURE = re.compile(r"\.jpe?g$", re.IGNORECASE)
RELATION = re.compile(rb"<Relationship\b[^>]*>")
TARGET = re.compile(rb'\bTarget="[^"]*"')


def format_of(content: bytes) -> DocumentFormat | None:
    """Word or LibreOffice text, when the parts that make one are there; never macro-enabled."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist()) if len(archive.infolist()) <= MOST_ENTRIES else set()
            if {"mimetype", "content.xml", "META-INF/manifest.xml"} <= names:
                return DocumentFormat.ODT if small(archive, "mimetype").strip() == ODT_TYPE else None
            if {"[Content_Types].xml", "word/document.xml", "_rels/.rels"} <= names:
                types = small(archive, "[Content_Types].xml")
                return DocumentFormat.DOCX if DOCX_TYPE in types else None
    except (BadZipFile, zlib_error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return None
    return None


def small(archive: ZipFile, name: str) -> bytes:
    """The beginning of a part."""
    with archive.open(name) as part:
        return part.read(200_000)


def cleaned_docx(content: bytes) -> bytes:
    """A Word text without macros, authors, template paths or outside pictures."""
    return cleaned(content, DocumentFormat.DOCX)


def cleaned_odt(content: bytes) -> bytes:
    """A LibreOffice text without macros, authors or preview."""
    return cleaned(content, DocumentFormat.ODT)


def cleaned(content: bytes, kind: DocumentFormat) -> bytes:
    """The parts written again one by one, in their order, without dates."""
    written = BytesIO()
    try:
        with ZipFile(BytesIO(content)) as archive, ZipFile(written, "w", ZIP_DEFLATED) as clean:
            parts = archive.infolist()
            require_modest(parts)
            for part in parts:
                if not part.is_dir():
                    name = part.filename
                    packing = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                    clean.writestr(ZipInfo(name), part_of(name, archive.read(part), kind), compress_type=packing)
    except (BadZipFile, zlib_error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        raise unreadable() from None
    return written.getvalue()


def require_modest(parts: list[ZipInfo]) -> None:
    """Refuse, on the list alone, what would not unpack into a text."""
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        raise UploadRefused(_("Ce fichier est trop lourd une fois ouvert : enregistrez-le en PDF."))
    names = [part.filename for part in parts]
    if len(set(names)) != len(names) or any(strange(part) for part in parts):
        raise unreadable()
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    if any(ACTING.search(name) for name in names):
        raise UploadRefused(_("Ce fichier contient une macro ou un programme : enregistrez-le en PDF."))


def strange(part: ZipInfo) -> bool:
    """A part that points elsewhere: a link, a path that climbs, a name that no word processor writes."""
    name = part.filename
    climbs = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
    return climbs or len(name) > LONGEST_NAME or stat.S_ISLNK(part.external_attr >> 16)


def part_of(name: str, data: bytes, kind: DocumentFormat) -> bytes:
    """What is kept of a part."""
    refuse_the_test(data)
    if name in BLANK:
        return BLANK[name]
    if name.startswith(("Thumbnails/", "docProps/")):
        return b""
    if name == "META-INF/manifest.xml" and b"encryption-data" in data:
        raise locked()
    if name == "META-INF/documentsignatures.xml":
        return XML + b'<document-signatures xmlns="urn:oasis:names:tc:opendocument:xmlns:digitalsignature:1.0"/>'
    if PICTURE.search(name):
        return without_tales(data)
    if not name.endswith((".xml", ".rels")):
        return data
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise unreadable()
    if kind == DocumentFormat.DOCX and name.endswith(".rels"):
        return RELATION.sub(lambda found: at_home(found[0]), data)
    return AUTHORS.sub(rb'\1=""', data)


def at_home(relation: bytes) -> bytes:
    """A template, a picture or an object fetched from elsewhere is not; a link that the reader clicks is."""
    if b'TargetMode="External"' not in relation or b"/hyperlink" in relation:
        return relation
    return TARGET.sub(b'Target="about:blank"', relation)


def unreadable() -> UploadRefused:
    """The refusal of a damaged or unusual file."""
    return UploadRefused(_("Ce fichier ne se lit pas : enregistrez-le de nouveau, ou en PDF."))


def locked() -> UploadRefused:
    """The refusal of a file under a password."""
    return UploadRefused(_("Ce fichier est protégé par un mot de passe : enlevez-le d’abord."))
