"""The half-days of a session: what is signed and counted apart."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from programs.models.training.states import Half

if TYPE_CHECKING:
    from programs.models.session import Session

NOON = time(13)
LONGEST_HALF = timedelta(hours=4)


@dataclass(frozen=True)
class Part:
    """A half-day of a session, or all of a short one."""

    half: Half
    starts_at: datetime
    ends_at: datetime

    @property
    def length(self) -> timedelta:
        """How long it really lasts, whatever the clock does that night."""
        return self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)


def halves_of(session: "Session") -> list[Part]:
    """Two half-days on both sides of the break, or of 1 p.m. when the session is longer than a half-day; else one."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    stops, resumes = (
        timezone.make_aware(datetime.combine(starts.date(), hour or NOON))
        for hour in (session.break_from, session.break_until)
    )
    long = session.ends_at - session.starts_at > LONGEST_HALF and starts < stops < ends
    if session.break_from is None and not long:
        return [Part(Half.WHOLE, session.starts_at, session.ends_at)]
    return [Part(Half.MORNING, session.starts_at, stops), Part(Half.AFTERNOON, resumes, session.ends_at)]
