"""The hours of a course: how many were planned for somebody, how many they were there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.models import Attendance, AttendanceEvent, AttendanceStatus, Enrolment, Session
from programs.models.training.states import CAME, TONES

NOTHING = timedelta()


@dataclass(frozen=True)
class Hours:
    """Planned, done; how many half-days are not noted yet."""

    planned: timedelta = NOTHING
    done: timedelta = NOTHING
    blank: int = 0

    @property
    def words(self) -> str:
        """« 33 h 30 sur 36 h »."""
        return _("%(done)s sur %(planned)s") % {"done": length_words(self.done), "planned": length_words(self.planned)}


@dataclass(frozen=True)
class Half:
    """One half-day of somebody’s course."""

    session: Session
    label: str
    length: timedelta
    noted: Attendance | None

    @property
    def tone(self) -> str:
        """The colour that goes with the words."""
        return TONES[self.noted.status] if self.noted else "neutral"

    @property
    def before(self) -> list[AttendanceEvent]:
        """What was noted before, oldest first."""
        return sorted(self.noted.events.all(), key=lambda event: event.pk)[:-1] if self.noted else []

    @property
    def done(self) -> timedelta:
        """How long the person was there."""
        if not self.noted or self.noted.status not in CAME:
            return NOTHING
        return max(self.length - timedelta(minutes=self.noted.minutes_late or 0), NOTHING)

    @property
    def counts(self) -> bool:
        """Whether the person was awaited."""
        return not self.noted or self.noted.status != AttendanceStatus.NOT_REQUIRED


def course_of(enrolment: Enrolment, until: date) -> list[Half]:
    """The half-days of somebody’s course from their first day to their last, or to a day; in order."""
    sessions = held_between(
        enrolment.program_id, enrolment.started_on or until, min(enrolment.ended_on or until, until)
    )
    rows = Attendance.objects.filter(enrolment=enrolment).prefetch_related("events__by")
    noted = {(row.session_id, row.half): row for row in rows}
    return [
        Half(session, str(part.half and part.half.label), part.length, noted.get((session.pk, part.half)))
        for session in sessions
        for part in session.halves()
    ]


def held_between(program: UUID, first: date, last: date) -> Iterable[Session]:
    """The sessions held on these days, in order."""
    days = Q(starts_at__date__gte=first, starts_at__date__lte=last)
    return Session.objects.held().filter(days, program=program).order_by("starts_at", "pk")


def hours_of(halves: Iterable[Half]) -> Hours:
    """The sum."""
    total: dict[str, timedelta] = defaultdict(timedelta)
    blank = 0
    now = timezone.now()
    for half in halves:
        if half.counts:
            total["planned"] += half.length
            total["done"] += half.done
            blank += not half.noted and half.session.ends_at < now
    return Hours(total["planned"], total["done"], blank)


def length_words(length: timedelta) -> str:
    """« 33 h 30 »."""
    minutes = round(length.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    if rest:
        return _("%(hours)d\u00a0h\u00a0%(minutes)02d") % {"hours": hours, "minutes": rest}
    return _("%(hours)d\u00a0h") % {"hours": hours}
