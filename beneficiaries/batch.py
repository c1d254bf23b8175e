"""Saving a morning: one follow-up a line, all of them or none; taking it back while nobody has built upon it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.actions import Exchange, LoggedDifferently, log_follow_up
from beneficiaries.models import (
    Appointment,
    Beneficiary,
    ConfidentialNote,
    Draft,
    FollowUp,
    FollowUpMode,
    InterviewSheet,
)
from core import audit
from core.errors import DomainError
from core.models import AuditAction

UNDO_MINUTES = 10


@dataclass(frozen=True, kw_only=True)
class Line:
    """What happened with one person of the morning; number is the place of the line on the page."""

    number: int
    person: Beneficiary
    exchange: Exchange
    sheet: InterviewSheet | None = None


class LineLoggedDifferently(LoggedDifferently):
    """The same line was saved before with another content: nothing of the morning is written."""

    def __init__(self, number: int, follow_up: FollowUp) -> None:
        super().__init__(follow_up)
        self.number = number


@transaction.atomic
def log_batch(*, by: User, at: datetime, submission: UUID, lines: Sequence[Line]) -> list[FollowUp]:
    """Write one follow-up a line; the same morning sent again answers with the rows of the first sending."""
    rows: list[FollowUp] = []
    planned = visits_planned(by, [line.person for line in lines])
    for line in lines:
        try:
            saved = log_follow_up(
                by=by,
                at=at,
                submission=submission,
                people=[line.person],
                exchange=line.exchange,
                written_up=planned.get((line.person.pk, line.exchange.happened_on)),
            )
        except LoggedDifferently as refusal:
            raise LineLoggedDifferently(line.number, refusal.follow_up) from refusal
        if line.sheet:
            line.sheet.use(by=by, at=at, follow_up=saved[0])
        rows += saved
    return rows


def may_undo(rows: Sequence[FollowUp], at: datetime) -> bool:
    """Whether what was just saved still stands as it was saved."""
    oldest = at - timedelta(minutes=UNDO_MINUTES)
    return bool(rows) and all(row.created_at > oldest and row.version == 1 and not row.collective_id for row in rows)


@transaction.atomic
def undo_batch(*, by: User, at: datetime, submission: UUID) -> Draft:
    """Take one’s own rows back within ten minutes; what they said becomes the draft of the page again."""
    mine = FollowUp.objects.filter(submission=submission, author=by)
    rows = list(mine.select_for_update(of=("self",)).select_related("beneficiary").order_by("created_at", "pk"))
    if not may_undo(rows, at) or ConfidentialNote.objects.filter(follow_up__in=rows).exists():
        raise DomainError(_("Cette saisie ne peut plus être annulée : modifiez chaque suivi."))
    sheets = {sheet.follow_up_id: sheet.code for sheet in InterviewSheet.objects.filter(follow_up__in=rows)}
    payload = _as_typed(rows, sheets)
    InterviewSheet.objects.filter(follow_up__in=rows).update(used_at=None, follow_up=None)
    for appointment in Appointment.objects.filter(follow_up__in=rows).order_by("pk"):
        appointment.untell(by=by)
        appointment.take_back(by=by, at=at)
    for row in rows:
        audit.record(by, AuditAction.DELETED, row, person_id=row.beneficiary_id)
    try:
        mine.delete()
    except models.ProtectedError:
        raise DomainError(_("Cette saisie ne peut plus être annulée : modifiez chaque suivi.")) from None
    for row in rows:
        row.recount_last_contact()
    return Draft.objects.create(pk=submission, owner=by, form=Draft.BATCH, payload=payload)


def _as_typed(rows: Sequence[FollowUp], sheets: dict[UUID | None, str]) -> dict[str, list[str]]:
    """The page that makes these rows."""
    modes = [row.mode for row in rows if row.mode != FollowUpMode.NO_SHOW]
    typed: dict[str, list[str]] = {
        "when": ["other"],
        "other_date": [f"{rows[0].happened_on:%d/%m/%Y}"],
        "mode": modes[:1],
        "place": [rows[0].place],
    }
    for index, row in enumerate(rows):
        person = row.beneficiary
        line = {
            "who": [f"{person.display_name} ({person.file_number})"],
            "person": [str(person.pk)],
            "sheet": [sheets.get(row.pk, "")],
            "topics": list(row.topics),
            "note": [row.summary],
            "absent": ["on"] if row.mode == FollowUpMode.NO_SHOW else [],
            "duration": [str(row.duration_minutes or "")],
        }
        typed |= {f"l{index}-{name}": values for name, values in line.items() if any(values)}
    return typed


def visits_planned(by: User, people: Sequence[Beneficiary]) -> dict[tuple[UUID, date], Appointment]:
    """The appointments of days of visits that the morning may tell of, by person and day."""
    rows = Appointment.objects.visible_to(by).open().filter(worker=by, visit_day__isnull=False, beneficiary__in=people)
    return {(row.beneficiary_id, timezone.localdate(row.starts_at)): row for row in rows.order_by("-starts_at", "pk")}
