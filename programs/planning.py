"""Planning the sessions of a course: which days, which of them are holidays, in a room that is free."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.holidays import is_holiday
from core.models import AuditAction
from core.templatetags.french import date_words, time_words
from programs.models import Program, Session
from programs.models.session import FIRST, LAST

MOST = 260
LONGEST = timedelta(days=2 * 366)


@dataclass(frozen=True)
class Days:
    """The days on which to meet, and those left out because nothing is open."""

    kept: list[date]
    holidays: list[date]


@dataclass(frozen=True)
class Planned:
    """What came of it: written, left aside because two people would meet, days off."""

    added: list[Session]
    aside: list[Session]
    holidays: list[date]


def meeting_days(
    first: date, weekdays: Collection[int] = (), until: date | None = None, number: int | None = None
) -> Days:
    """The first day alone, or each of these weekdays from it on, until a day or so many times, without holidays."""
    if not until and not number:
        return Days([first], [])
    wanted = set(weekdays) or {first.weekday()}
    kept: list[date] = []
    holidays: list[date] = []
    last, most = min(until or date.max, first + LONGEST), min(number or MOST, MOST)
    day = first
    while day <= last and len(kept) < most:
        if day.weekday() in wanted:
            (holidays if is_holiday(day) else kept).append(day)
        day += timedelta(days=1)
    return Days(kept, holidays)


def moment(day: date, hour: time) -> datetime:
    """A day and an hour of our clock; refused in the night when the clock jumps over it."""
    wall = datetime.combine(day, hour)
    found = timezone.make_aware(wall)
    if timezone.localtime(found.astimezone(UTC)).replace(tzinfo=None) != wall:
        words = _("Le %(day)s, la pendule saute cette heure : choisissez-en une autre que %(hour)s.")
        raise DomainError(words % {"day": date_words(day), "hour": time_words(hour)})
    return found


@transaction.atomic
def plan_sessions(
    program: Program, days: Days, *, by: User, starts: time, ends: time, trainers: Iterable[Any] = (), **facts: Any
) -> Planned:
    """Write one session a day; those that would bring together two people kept apart are left aside."""
    if not days.kept:
        raise DomainError(_("Aucun jour ouvert entre ces dates : vérifiez les jours et la fin."))
    sessions = [
        Session(program=program, starts_at=moment(day, starts), ends_at=moment(day, ends), **facts) for day in days.kept
    ]
    require_order(sessions[0])
    require_free_room(sessions)
    added, aside = Session.objects.plan(sessions, trainers)
    if added:
        audit.record(by, AuditAction.CHANGED, program, fields=["sessions"])
    return Planned(added, aside, days.holidays)


def move_session(session: Session, *, by: User, day: date, starts: time, ends: time, **facts: Any) -> None:
    """Hold it on another day, at another hour or in another room, when that is free."""
    trainers = facts.pop("trainers")
    when = {"starts_at": moment(day, starts), "ends_at": moment(day, ends)}
    moved = Session(pk=session.pk, program=session.program, **when, **facts)
    require_order(moved)
    require_free_room([moved])
    with transaction.atomic():
        session.move(by=by, **when, **facts)
        session.trainers.set(trainers)


def require_order(session: Session) -> None:
    """Refuse an end before the start, a break out of the session, a year that cannot be."""
    if not FIRST <= session.starts_at < LAST:
        raise DomainError(_("L’année va de 2000 à 2099."))
    if session.ends_at <= session.starts_at:
        raise DomainError(_("La fin vient après le début."))
    starts, ends = timezone.localtime(session.starts_at).time(), timezone.localtime(session.ends_at).time()
    if session.break_from and session.break_until and not starts < session.break_from < session.break_until < ends:
        raise DomainError(_("La pause se tient entre le début et la fin de la séance."))


def require_free_room(sessions: Sequence[Session]) -> None:
    """Refuse a room where another program meets at that hour, at the same site."""
    first = sessions[0]
    if not first.room or not first.program.site_id:
        return
    others = Session.objects.held().filter(program__site=first.program.site_id, room__iexact=first.room)
    others = others.filter(
        starts_at__lt=max(session.ends_at for session in sessions),
        ends_at__gt=min(session.starts_at for session in sessions),
    ).exclude(pk__in=[session.pk for session in sessions])
    for other in others.exclude(program=first.program).select_related("program").order_by("starts_at", "pk"):
        if any(one.starts_at < other.ends_at and one.ends_at > other.starts_at for one in sessions):
            words = _("La salle %(room)s est prise le %(day)s, de %(start)s à %(end)s (%(program)s).")
            hours = {"start": time_words(other.starts_at), "end": time_words(other.ends_at)}
            told = {"room": other.room, "day": date_words(other.starts_at), "program": other.program.name}
            raise DomainError(words % {**told, **hours})
