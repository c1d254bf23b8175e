"""Reads a PDF on its input, writes it clean on its output; run alone, since a hostile PDF may take it down.

Gone: scripts, launched programs, forms that send, attached files, sounds and films, title and author, what each
picture tells of its place. Kept: pages, links, outlines, the text of forms.
"""

import resource
import sys
from io import BytesIO
from typing import Any

import pikepdf

from beneficiaries.cleaning.jpeg import without_tales

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 30
UNREADABLE, LOCKED = 2, 3
# Entries of any dictionary that run something, carry a file, or tell about the maker.
DROPPED = (
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/XFA", "/EmbeddedFiles", "/AF", "/Metadata", "/PieceInfo",
    "/RichMediaContent", "/Collection", "/Perms",
)  # fmt: skip
ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/GoToR", "/Movie"}
HARMLESS_ACTIONS = {"/GoTo", "/URI", "/Named"}
DROPPED_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


def main() -> int:
    """Answer 0, or why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        clean = without_what_acts(sys.stdin.buffer.read())
    except pikepdf.PasswordError:
        return LOCKED
    except (pikepdf.PdfError, MemoryError, ValueError, TypeError, KeyError, RuntimeError, RecursionError):
        return UNREADABLE
    sys.stdout.buffer.write(clean)
    return 0


def without_what_acts(content: bytes) -> bytes:
    """The document written again."""
    with pikepdf.open(BytesIO(content)) as document:
        if not len(document.pages):
            raise ValueError("no page")
        for thing in document.objects:
            disarm(thing)
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        written = BytesIO()
        document.save(written, encryption=False, deterministic_id=True, fix_metadata_version=False)
        return written.getvalue()


def disarm(thing: Any, depth: int = 0) -> None:
    """Take out of a thing, and of the things written inside it, what acts or tells."""
    if depth > 50:
        raise ValueError("too deep")
    if isinstance(thing, pikepdf.Array):
        for part in list(thing):
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                disarm(part, depth + 1)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for name in DROPPED:
            if name in thing:
                del thing[name]
        drop_acts(thing)
        if isinstance(thing, pikepdf.Stream):
            quieten(thing)
        for part in list(thing.values()):
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                disarm(part, depth + 1)


def drop_acts(thing: Any) -> None:
    """Actions but the harmless ones become nothing; annotations that carry a file or play are emptied."""
    if str(thing.get("/Subtype", "")) in DROPPED_ANNOTATIONS and "/Rect" in thing:
        for name in list(thing.keys()):
            if name not in ("/Type", "/Rect", "/P"):
                del thing[name]
        thing["/Subtype"] = pikepdf.Name("/Square")
    kind = thing.get("/S")
    if "/Next" in thing and isinstance(kind, pikepdf.Name):
        del thing["/Next"]
    if is_action(thing) and str(kind) not in HARMLESS_ACTIONS:
        for name in list(thing.keys()):
            del thing[name]
    if "/EF" in thing:
        del thing["/EF"]


def is_action(thing: Any) -> bool:
    """An action says so, or has the name of one."""
    kind = thing.get("/S")
    return str(thing.get("/Type", "")) == "/Action" or (isinstance(kind, pikepdf.Name) and str(kind) in ACTS)


def quieten(stream: Any) -> None:
    """A photograph inside a page no longer tells where and with what it was taken."""
    if str(stream.get("/Filter", "")) == "/DCTDecode":
        raw = stream.read_raw_bytes()
        quiet = without_tales(raw)
        if len(quiet) != len(raw):
            stream.write(quiet, filter=pikepdf.Name.DCTDecode, decode_parms=stream.get("/DecodeParms"))


if __name__ == "__main__":
    sys.exit(main())
