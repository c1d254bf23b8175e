"""The packet on paper: a tagged page set by typst, then the documents themselves, in the order of their numbers."""

import json
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pikepdf
import typst
from django.utils.translation import gettext as _
from PIL import Image

from beneficiaries.models import Document, DocumentFormat
from casework.packet.content import Packet
from core.errors import DomainError
from core.typesetting import fonts, tagged_pdf

TEMPLATE = Path(__file__).with_name("packet.typ")
MOST_BYTES = 60 * 1024 * 1024
DOTS_AN_INCH = 150
TOLD = ("recipient", "name", "born", "association", "printed", "agreement")


def pdf_of(packet: Packet) -> bytes:
    """One file to print or to hand over."""
    if sum(document.size for document in packet.annexes) > MOST_BYTES:
        raise DomainError(_("Ces documents pèsent trop lourd ensemble : faites deux dossiers de justificatifs."))
    cover = cover_of(packet)
    if not packet.annexes:
        return cover
    written = BytesIO()
    with pikepdf.open(BytesIO(cover)) as whole:
        for document in packet.annexes:
            with pikepdf.open(BytesIO(pages_of(document))) as annex:
                whole.pages.extend(annex.pages)
        with whole.open_metadata() as told:
            # the annexes are not tagged: the file no longer claims to be accessible throughout
            told.pop("pdfuaid:part", None)
        whole.save(written)
    return written.getvalue()


def cover_of(packet: Packet) -> bytes:
    """The list of what is handed over."""
    data = {
        **{
            name: getattr(packet, name) for name in ("recipient", "name", "born", "association", "printed", "agreement")
        },
        "parts": [asdict(part) for part in packet.parts],
    }
    compiler = typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"packet": json.dumps(data)},
    )
    return tagged_pdf(compiler)


def pages_of(document: Document) -> bytes:
    """A document as pages; a picture fills one."""
    try:
        with document.file.open("rb") as kept:
            content = bytes(kept.read())
    except FileNotFoundError:
        words = _("Le fichier de « %(title)s » manque sur le serveur : prévenez l’administration technique.")
        raise DomainError(words % {"title": document.title}) from None
    if document.format == DocumentFormat.PDF:
        return content
    written = BytesIO()
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        picture.convert("RGB").save(written, format="PDF", resolution=max(DOTS_AN_INCH, picture.width / 7.5))
    return written.getvalue()
