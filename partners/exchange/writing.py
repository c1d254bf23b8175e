"""Writing checked lines into the directory: insert what is new, update what differs, keep what was corrected here."""

from typing import Any
from uuid import uuid4

from django.db import connection, models
from django.utils import timezone

from partners import history
from partners.bulk import copy_rows
from partners.exchange.checking import Finding, Values, plain, save_lines
from partners.models import (
    CardChange,
    ChangeOrigin,
    Choice,
    DirectoryImport,
    LineKind,
    Organization,
    Outcome,
    Service,
    Verdict,
)


def write(job: DirectoryImport, findings: list[Finding]) -> None:
    """Write findings of the same nature, their history, and what became of each."""
    if not findings:
        return
    model = Service if findings[0].line.kind == LineKind.SERVICE else Organization
    now = timezone.now()
    new: list[Values] = []
    changed: list[tuple[Any, Values]] = []
    for finding in findings:
        finding.line.outcome = outcome_of(finding)
        if finding.line.outcome == Outcome.CREATED:
            new.append({"id": uuid4(), **finding.values, "created_at": now, "updated_at": now})
        elif finding.line.outcome == Outcome.UPDATED and finding.stored:
            changed.append((finding.stored["pk"], {**finding.changes, "updated_at": now}))
        settle_conflicts(finding, model)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('partners.importing', 'on', true)")
    copy_rows(model, new)
    update(model, changed)
    note_history(job, findings)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('partners.importing', '', true)")
    for finding in findings:
        finding.line.verdict = finding.verdict
        finding.line.problems = [one.as_json() for one in finding.problems]
    save_lines([finding.line for finding in findings])


def note_history(job: DirectoryImport, findings: list[Finding]) -> None:
    """Each field that changes, before and after, in the history of its card."""
    CardChange.objects.bulk_create(
        (
            CardChange(
                organization_id=finding.stored["organization_id" if "organization_id" in finding.stored else "pk"],
                service_id=finding.stored["pk"] if finding.line.kind == LineKind.SERVICE else None,
                field=name,
                before=history.stored(finding.stored[name]),
                after=history.stored(value),
                by_id=job.created_by_id,
                origin=ChangeOrigin.IMPORT,
            )
            for finding in findings
            if finding.stored and finding.line.outcome == Outcome.UPDATED
            for name, value in finding.changes.items()
            if name not in history.UNSAID and name != "organization_id"
        ),
        batch_size=1_000,
    )


def outcome_of(finding: Finding) -> Outcome:
    """What becomes of a line."""
    if finding.verdict == Verdict.ERROR:
        return Outcome.REFUSED
    if finding.stored is None:
        return Outcome.CREATED
    return Outcome.UPDATED if finding.changes else Outcome.UNCHANGED


def settle_conflicts(finding: Finding, model: type[models.Model]) -> None:
    """What was chosen is not asked again: ours stays against this value of the source, or theirs is taken for good."""
    if not (finding.conflicts and finding.line.choice and finding.stored):
        return
    corrected = dict(finding.stored["corrected"])
    for name, (_ours, theirs) in finding.conflicts.items():
        if finding.line.choice == Choice.THEIRS:
            corrected.pop(name, None)
        else:
            corrected[name] = plain(theirs)
    model._default_manager.filter(pk=finding.stored["pk"]).update(corrected=corrected)


def update(model: type[Any], changed: list[tuple[Any, Values]]) -> None:
    """Rows that change the same fields together, in one statement."""
    by_fields: dict[tuple[str, ...], list[Any]] = {}
    for pk, values in changed:
        by_fields.setdefault(tuple(sorted(values)), []).append(model(pk=pk, **values))
    for fields, rows in by_fields.items():
        names = [model._meta.get_field(name).name for name in fields]
        model.objects.bulk_update(rows, names, batch_size=500)
