"""What whoever runs a program has to note about its sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from programs.models import AbsenceRun, Enrolment, Program, Session
from programs.models.session import sees_to

SHOWN = 5


@dataclass(frozen=True)
class Presence:
    """The sessions to note, latest first, how many they are; the people who missed three in a row."""

    to_record: list[Session]
    count: int
    absences: list[AbsenceRun]

    @property
    def named(self) -> list[tuple[Enrolment, UUID]]:
        """Those whose names are read under the roster, for the journal."""
        return [(run.enrolment, run.enrolment.beneficiary_id) for run in self.absences]


def presence_of(user: User, program: Program, now: datetime) -> Presence | None:
    """For whoever runs the program; nothing for others."""
    if not sees_to(user, program):
        return None
    rows: Any = program.sessions.to_record(now)
    runs = AbsenceRun.objects.visible_to(user).going_on().filter(enrolment__program=program)
    absences = list(runs.select_related("enrolment__beneficiary", "since").order_by("since__starts_at", "pk"))
    return Presence(list(rows[:SHOWN]), rows.count(), absences)
