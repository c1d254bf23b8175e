"""What whoever runs a program has to note about its sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from programs.models import Program, Session
from programs.models.session import sees_to

SHOWN = 5


@dataclass(frozen=True)
class Presence:
    """The sessions to note, latest first, and how many they are."""

    to_record: list[Session]
    count: int


def presence_of(user: User, program: Program, now: datetime) -> Presence | None:
    """For whoever runs the program; nothing for others."""
    if not sees_to(user, program):
        return None
    rows: Any = program.sessions.to_record(now)
    found = list(rows)
    return Presence(found[:SHOWN], len(found))
