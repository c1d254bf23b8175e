"""What the pages of an import show: progress, lines to look at, what was done."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.pagination import page_of
from partners import history
from partners.exchange.checking import Finding, examine
from partners.exchange.counting import counts_of
from partners.exchange.reporting import heading_of
from partners.exchange.sniffing import Part
from partners.exchange_forms import LineForm
from partners.models import DirectoryImport, ImportLine, ImportState, LineKind, Organization, Service, Verdict

NOT_TOLD = {*history.UNSAID, "organization_id"} - {"source_updated_on", "insee_code", "latitude", "longitude"}
WORDS = {Verdict.ERROR: "refused", Verdict.CONFLICT: "conflicts", Verdict.NEW: "new", Verdict.CHANGED: "changed"}


@dataclass(frozen=True)
class Tab:
    """A kind of lines, with their number."""

    label: str
    url: str
    current: bool
    count: int


@dataclass(frozen=True)
class Difference:
    """A field: what is here, what the file says."""

    label: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class ReviewLine:
    """A line as the page shows it."""

    line: ImportLine
    name: str
    place: str
    problems: list[str]
    remarks: list[str]
    differences: list[Difference]
    form: LineForm | None


def progress_of(job: DirectoryImport) -> dict[str, Any]:
    """How far the work is, in words and in a hundred."""
    words = {
        ImportState.READING: _("Lecture du fichier"),
        ImportState.CHECKING: _("Vérification des lignes"),
        ImportState.WRITING: _("Import dans l’annuaire"),
    }[ImportState(job.state)]
    done, total = number_format(job.done, force_grouping=True), number_format(job.total, force_grouping=True)
    if not job.total:
        said = ngettext("%(done)s ligne lue", "%(done)s lignes lues", job.done) % {"done": done}
    else:
        said = _("%(done)s sur %(total)s") % {"done": done, "total": total}
    percent = min(100, job.done * 100 // job.total) if job.total else None
    quarter = f"{words}\u00a0: {percent // 25 * 25}\u00a0%" if percent is not None else words
    return {"what": words, "said": said, "percent": percent, "quarter": quarter}


def review_of(job: DirectoryImport, shown: str, page: str | None) -> dict[str, Any]:
    """The lines of one kind, those to decide upon first."""
    numbers = {verdict: sum(noun.get(word, 0) for noun in job.counts.values()) for verdict, word in WORDS.items()}
    if shown not in WORDS:
        shown = next((verdict for verdict, number in numbers.items() if number), Verdict.NEW)
    base = reverse("partners:import", args=[job.pk])
    tabs = [Tab(str(label(verdict)), f"{base}?voir={verdict}", verdict == shown, numbers[verdict]) for verdict in WORDS]
    rows = page_of(job.lines.filter(verdict=shown).for_review(), page)
    ready = numbers[Verdict.NEW] + numbers[Verdict.CHANGED] + numbers[Verdict.CONFLICT]
    same = sum(noun.get("unchanged", 0) for noun in job.counts.values())
    return {
        "tabs": tabs,
        "shown": shown,
        "page_obj": rows,
        "lines": review_lines(job, list(rows.object_list)),
        "ready": ready,
        "unchanged": same,
        "remarks": sorted({remark for part in job.parts for remark in part["remarks"]}),
        "is_conflicts": shown == Verdict.CONFLICT,
    }


def label(verdict: str) -> str:
    """The name of a tab."""
    return {
        Verdict.ERROR: _("Erreurs"),
        Verdict.CONFLICT: _("À choisir"),
        Verdict.NEW: _("Nouvelles fiches"),
        Verdict.CHANGED: _("Fiches modifiées"),
    }[Verdict(verdict)]


def review_lines(job: DirectoryImport, lines: list[ImportLine]) -> list[ReviewLine]:
    """Lines with their problems, their differences and their form."""
    findings: dict[int, Finding] = {}
    for kind in LineKind.values:
        for finding in examine(job, [line for line in lines if line.kind == kind]):
            findings[finding.line.pk] = finding
    parts = [Part(**part) for part in job.parts]
    return [review_line(line, parts[line.part], findings[line.pk]) for line in lines]


def review_line(line: ImportLine, part: Part, finding: Finding) -> ReviewLine:
    """One line."""
    place = _("ligne %(number)d") % {"number": line.number}
    said: dict[bool, list[str]] = {True: [], False: []}
    for field, reason, is_remark in line.problems:
        where = _("Colonne « %(column)s »\u00a0: ") % {"column": heading_of(part, field)} if field else ""
        said[bool(is_remark)].append(f"{where}{reason}")
    shown = finding.conflicts or {name: ((finding.stored or {}).get(name), v) for name, v in finding.changes.items()}
    model: type[Service] | type[Organization] = Service if line.kind == LineKind.SERVICE else Organization
    differences = [
        Difference(
            history.label_of(model, name),
            history.words(model, name, history.stored(ours)),
            history.words(model, name, history.stored(theirs)),
        )
        for name, (ours, theirs) in shown.items()
        if finding.stored and name not in NOT_TOLD
    ]
    form = LineForm(line=line) if line.verdict in {Verdict.ERROR, Verdict.CONFLICT} else None
    return ReviewLine(
        line=line,
        name=str(line.data.get("nom") or _("Sans nom"))[:150],
        place=f"{part.title}, {place}",
        problems=said[False],
        remarks=said[True],
        differences=differences,
        form=form if form and form.fields else None,
    )


def report_of(job: DirectoryImport) -> dict[str, Any]:
    """What was done, by nature."""
    counts = job.counts or counts_of(job)
    words = [("created", _("Créées")), ("updated", _("Modifiées")), ("unchanged", _("Inchangées")),
             ("refused", _("Refusées"))]  # fmt: skip
    nouns = {"structures": _("Structures"), "services": _("Services")}
    return {
        "headings": [title for _key, title in words],
        "rows": [(nouns[noun], [(title, count.get(key, 0)) for key, title in words]) for noun, count in counts.items()],
        "refused": sum(count.get("refused", 0) for count in counts.values()),
    }
