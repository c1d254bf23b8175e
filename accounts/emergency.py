"""The files opened in an emergency during this session, so that each page says it without asking the database.

This opens a role’s door and shows a banner; whether a file is really open is asked of its own records each time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

KEY = "emergencies"


@dataclass(frozen=True)
class Opening:
    """One file opened: which access, which file, until when."""

    access: str
    person: str
    number: str
    ends_at: datetime

    @property
    def minutes_left(self) -> int:
        """Whole minutes before it closes by itself, one at least."""
        return max(int((self.ends_at - timezone.now()).total_seconds()) // 60, 1)


def openings(request: Any) -> list[Opening]:
    """Those still running."""
    noted = [(*item[:3], datetime.fromisoformat(item[3])) for item in request.session.get(KEY, [])]
    return [Opening(*item) for item in noted if item[3] > timezone.now()]


def remember_opening(request: Any, access: UUID, person: UUID, number: str, ends_at: datetime) -> None:
    """Note a file just opened."""
    others = [item for item in request.session.get(KEY, []) if item[0] != str(access)]
    request.session[KEY] = [*others, [str(access), str(person), number, ends_at.isoformat()]]


def forget_opening(request: Any, access: UUID) -> None:
    """Drop a file closed before its time."""
    request.session[KEY] = [item for item in request.session.get(KEY, []) if item[0] != str(access)]
