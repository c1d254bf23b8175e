"""Looking into a workbook before anything is unpacked: sizes, ratio, passwords, macros, cells far away."""

import re
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as zlib_error

from django.utils.translation import gettext as _

from core.errors import DomainError

MEGABYTE = 1024 * 1024
MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 1_000, 50 * MEGABYTE, 100
MOST_COLUMNS, MOST_CELLS = 500, 20_000_000
PIECE = 1024 * 1024
CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]{0,200}?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]{0,200}?\br=["'](\d{1,9})["']""")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b")
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
BROKEN = (BadZipFile, zlib_error, NotImplementedError, RuntimeError, OSError, ValueError, EOFError)


def check_workbook(file: IO[bytes]) -> list[str]:
    """Refuse what would not unpack into a modest workbook; what is worth telling about the others."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            check_parts(parts)
            found = set().union(*(scan(archive, part) for part in parts))
    except BROKEN as error:
        raise DomainError(
            _("Ce classeur est abîmé ou coupé\u00a0: ouvrez-le et enregistrez-le de nouveau, ou en CSV.")
        ) from error
    return sorted(found)


def check_parts(parts: list[ZipInfo]) -> None:
    """What the list of the parts says, before reading any."""
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise DomainError(_("Ce classeur est protégé par un mot de passe\u00a0: enlevez-le d’abord."))
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        raise DomainError(
            _("Ce classeur est trop lourd une fois ouvert (%(most)d Mo au plus)\u00a0: enregistrez-le en CSV.")
            % {"most": MOST_UNPACKED // MEGABYTE}
        )
    if "xl/workbook.xml" not in names:
        raise DomainError(_("Ce fichier n’est pas un classeur Excel (.xlsx)\u00a0: enregistrez-le en .xlsx ou en CSV."))
    if any("vbaproject" in name.lower() for name in names):
        raise DomainError(_("Ce classeur contient une macro\u00a0: enregistrez-le en .xlsx simple ou en CSV."))


def scan(archive: ZipFile, part: ZipInfo) -> set[str]:
    """Read a part to its end, as large as it says and no more; refuse entities and cells that lie too far."""
    found: set[str] = set()
    rows = columns = 0
    tail = b""
    with archive.open(part) as file:
        while piece := file.read(PIECE):
            text = tail + piece
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise DomainError(_("Ce classeur n’a pas été écrit par un tableur\u00a0: enregistrez-le en CSV."))
            if part.filename.startswith("xl/worksheets/"):
                for letters, digits in CELL.findall(text):
                    rows, columns = max(rows, int(digits)), max(columns, column_number(letters))
                rows = max([rows, *map(int, ROW.findall(text))])
                if FORMULA.search(text):
                    found.add(_("Les formules sont lues par leur dernier résultat."))
                if MERGED.search(text):
                    found.add(_("La valeur d’une cellule fusionnée vaut pour chacune de ses lignes."))
            tail = text[-256:]
    if columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise DomainError(
            _("Une feuille a des cellules trop loin (ligne %(row)d, colonne %(column)d)\u00a0: enregistrez-la en CSV.")
            % {"row": rows, "column": columns}
        )
    return found


def column_number(letters: bytes) -> int:
    """3 for « C »."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
