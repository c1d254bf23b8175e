"""Understanding a deposited file by its content: format, encoding, separator, sheets; refused in words otherwise.

The name of a file is only compared with what was found.
"""

import codecs
import csv
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from core.errors import DomainError
from partners.exchange.archive import check_workbook

PIECE = 1_000_000
HEAD = 65_536
TABLE, WORKBOOK, JSON = "csv", "xlsx", "json"
ENDINGS = {"json", "jsonl", "ndjson", "csv", "tsv", "txt", "xlsx"}
SEPARATORS = ";,\t|"
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass
class Part:
    """A file, or a sheet of a workbook: how to read it, and what each of its columns is for."""

    name: str
    stored: str = ""
    path: str = ""
    format: str = JSON
    sheet: str = ""
    encoding: str = "utf-8"
    separator: str = ""
    heading_line: int = 1
    headings: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    kind: str = ""
    source: str = ""
    remarks: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """To be kept with the import."""
        return asdict(self)

    @property
    def title(self) -> str:
        """« structures.csv », « classeur.xlsx, feuille Services »."""
        return _("%(file)s, feuille %(sheet)s") % {"file": self.name, "sheet": self.sheet} if self.sheet else self.name


def sniff(name: str, file: IO[bytes]) -> Part:
    """What a file is; a workbook is looked into before it is unpacked."""
    ending = name.rpartition(".")[2].strip().lower()
    if ending not in ENDINGS:
        raise DomainError(
            _("Choisissez un fichier JSON, CSV ou Excel (.xlsx)\u00a0: « %(name)s » n’en est pas un.") % {"name": name}
        )
    head = file.read(HEAD)
    file.seek(0)
    if not head.strip(b" \t\r\n\x00"):
        raise DomainError(_("« %(name)s » est vide.") % {"name": name})
    if head.startswith(ZIP):
        remarks = check_workbook(file)
        file.seek(0)
        return named(Part(name, format=WORKBOOK, remarks=remarks), ending)
    if head.startswith(OLD_OFFICE):
        raise DomainError(
            _("« %(name)s » est un ancien classeur (.xls) ou un classeur protégé par un mot de passe\u00a0: ")
            % {"name": name}
            + _("enregistrez-le en .xlsx sans mot de passe, ou en CSV.")
        )
    part = Part(name)
    part.encoding, remark = encoding_of(name, file)
    if remark:
        part.remarks.append(remark)
    text = head.decode(part.encoding, errors="ignore").lstrip()
    if text[:1] in "[{":
        return named(part, ending)
    if "json" in ending:
        raise DomainError(_("« %(name)s » n’est pas du JSON, malgré son nom.") % {"name": name})
    part.format, part.separator = TABLE, separator_of(name, text)
    return named(part, ending)


def named(part: Part, ending: str) -> Part:
    """Tell when the name says otherwise than the content."""
    usual = {TABLE: {"csv", "tsv", "txt"}, WORKBOOK: {"xlsx"}, JSON: {"json", "jsonl", "ndjson", "txt"}}
    words = {TABLE: "CSV", WORKBOOK: "Excel (.xlsx)", JSON: "JSON"}
    if ending not in usual[part.format]:
        part.remarks.append(
            _("Le nom finit par .%(ending)s, mais le contenu est du %(format)s\u00a0: il est lu comme tel.")
            % {"ending": ending, "format": words[part.format]}
        )
    return part


def encoding_of(name: str, file: IO[bytes]) -> tuple[str, str]:
    """The encoding in which the whole file can be read, and what to tell about it."""
    head = file.read(HEAD)
    file.seek(0)
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            if not readable(file, encoding):
                raise not_text(name)
            return encoding, _("Lu en UTF-16.") if encoding == "utf-16" else ""
    if b"\x00" in head:
        encoding = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        if head.count(0) < len(head) // 4 or not readable(file, encoding):
            raise not_text(name)
        return encoding, _("Lu en UTF-16.")
    if readable(file, "utf-8"):
        return "utf-8", ""
    if not readable(file, "cp1252"):
        raise not_text(name)
    return "cp1252", _("Lu en Windows-1252 (l’encodage d’Excel)\u00a0: vérifiez les accents.")


def readable(file: IO[bytes], encoding: str) -> bool:
    """Whether the file is text in this encoding, to its end."""
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while piece := file.read(PIECE):
            text = decoder.decode(piece)
            if encoding == "cp1252" and any(sign in text for sign in "\x00\x01\x02\x03\x04\x05"):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def not_text(name: str) -> DomainError:
    """Neither a workbook nor text."""
    return DomainError(
        _("« %(name)s » n’est ni un classeur .xlsx, ni un texte lisible (UTF-8, UTF-16 ou Windows-1252).")
        % {"name": name}
    )


def separator_of(name: str, text: str) -> str:
    """The separator that cuts the first lines into the most columns, the same number each."""
    lines = text.splitlines()[:20]
    best, most = "", 1
    for separator in SEPARATORS:
        counts = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        width = counts[0] if counts else 1
        if width > most:
            best, most = separator, width
    if not best:
        raise DomainError(
            _("« %(name)s » n’a qu’une colonne\u00a0: séparez-les par des points-virgules, virgules ou tabulations.")
            % {"name": name}
        )
    return best
