"""Saving a morning: one follow-up a line, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from beneficiaries.actions import Exchange, LoggedDifferently, log_follow_up
from beneficiaries.models import Beneficiary, FollowUp, InterviewSheet


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
    for line in lines:
        try:
            saved = log_follow_up(by=by, at=at, submission=submission, people=[line.person], exchange=line.exchange)
        except LoggedDifferently as refusal:
            raise LineLoggedDifferently(line.number, refusal.follow_up) from refusal
        if line.sheet:
            line.sheet.use(by=by, at=at, follow_up=saved[0])
        rows += saved
    return rows
