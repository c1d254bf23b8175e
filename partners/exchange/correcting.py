"""Correcting an import in place: a line, a choice; what depends on it is checked again."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.errors import DomainError
from core.models import AuditAction
from partners.exchange.checking import examine, save_verdicts
from partners.exchange.counting import counts_of
from partners.models import Choice, DirectoryImport, ImportLine, ImportState, LineKind, Verdict

MOST_DEPENDENT = 2_000


@transaction.atomic
def correct_line(job: DirectoryImport, line: ImportLine, data: dict[str, Any], choice: str, *, by: User) -> str:
    """Keep the correction, check the line again, and the services that waited for this structure."""
    job = locked(job)
    line.data, line.choice = data, choice or line.choice
    line.save(update_fields=["data", "choice"])
    again(job, [line])
    if line.kind == LineKind.ORGANIZATION and line.verdict != Verdict.ERROR:
        waiting = job.lines.filter(
            kind=LineKind.SERVICE, verdict=Verdict.ERROR, data__structure_id=line.data.get("id", "")
        )
        again(job, list(waiting.order_by("pk")[:MOST_DEPENDENT]))
    recount(job)
    record(by, AuditAction.CHANGED, job, fields=["lines"])
    if line.verdict == Verdict.ERROR:
        return _("La correction est enregistrée. Il reste à corriger sur cette ligne.")
    return _("La ligne est corrigée.") if not choice else _("Votre choix est enregistré.")


@transaction.atomic
def choose_for_all(job: DirectoryImport, choice: Choice, *, by: User) -> str:
    """The same choice for each line that differs from what was corrected here."""
    job = locked(job)
    job.lines.filter(verdict=Verdict.CONFLICT).update(choice=choice)
    record(by, AuditAction.CHANGED, job, fields=["lines"])
    return _("Votre choix est enregistré pour toutes ces lignes.")


def locked(job: DirectoryImport) -> DirectoryImport:
    """The import, still to be looked at and nobody else’s for now."""
    stored = DirectoryImport.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if stored.state != ImportState.REVIEW:
        raise DomainError(_("Cet import n’attend plus de correction."))
    return stored


def again(job: DirectoryImport, lines: list[ImportLine]) -> None:
    """Check lines of the same nature again."""
    ImportLine.objects.filter(pk__in=[line.pk for line in lines]).update(verdict="", source="", source_id="")
    save_verdicts(examine(job, lines))


def recount(job: DirectoryImport) -> None:
    """Count the lines anew."""
    job.counts = counts_of(job)
    job.save(update_fields=["counts"])
