"""What an import did and did not take, as a table that a spreadsheet opens."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from partners.exchange.columns import LABELS
from partners.exchange.files import inert, taken
from partners.exchange.sniffing import Part
from partners.models import DirectoryImport, ImportLine, Outcome, Verdict


def heading_of(part: Part, field: str) -> str:
    """The column of the file that gives a field, as it is called there, with its letter in a table."""
    if field in part.columns:
        index = part.columns.index(field)
        heading = part.headings[index]
        return f"{heading} ({letters_of(index)})" if part.separator or part.sheet else heading
    return field


def letters_of(index: int) -> str:
    """« C » for 2, « AA » for 26."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def report_lines(job: DirectoryImport) -> Iterator[str]:
    """One line a problem, and one for each record written."""
    parts = [Part(**part) for part in job.parts]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow([_("fichier"), _("ligne"), _("id"), _("colonne"), _("champ"), _("raison"), _("résultat")])
    yield "\ufeff" + taken(buffer)
    lines: Iterator[ImportLine] = job.lines.for_review().iterator(chunk_size=2_000)
    for line in lines:
        part = parts[line.part]
        done = Outcome(line.outcome).label if line.outcome else Verdict(line.verdict).label if line.verdict else ""
        for field, reason, _remark in line.problems or [["", "", False]]:
            cells = [part.title, str(line.number), str(line.data.get("id") or "")[:120], heading_of(part, field)]
            label = str(LABELS.get(field, field))
            writer.writerow([inert(cell) for cell in [*cells, label, reason, str(done)]])
        yield taken(buffer)
