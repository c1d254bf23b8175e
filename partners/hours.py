"""Opening hours: read as OpenStreetMap writes them, said in words, compared with a moment."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from opening_hours import OpeningHours, ParserError, State, UnknownCountryError  # type: ignore[attr-defined]

from partners.hours_wording import DAYS, clock_words, say, weekday

AHEAD = timedelta(days=60)
A_DAY = timedelta(days=1)
# A note alone opens nothing: « "sur rendez-vous" » says that one has to ask.
NOTE_ALONE = re.compile(r'(^|;|\|\||,)\s*("[^"]*")\s*(?=$|;|\|\||,)')
DAYS_ALONE = re.compile(r"\d\d?:\d\d|24/7|off|closed|unknown|\"")
Interval = tuple[datetime, datetime, State, str]


@lru_cache(maxsize=5_000)
def read(text: str, country: str = "FR") -> OpeningHours | None:
    """The hours, or None when nobody could say when that is: not the notation, or days without hours."""
    if not text.strip() or not DAYS_ALONE.search(text):
        return None
    notation = NOTE_ALONE.sub(r"\1 unknown \2", text)
    try:
        return OpeningHours(notation, country=country)
    except UnknownCountryError:
        return OpeningHours(notation)
    except ParserError:
        return None


def is_notation(text: str) -> bool:
    """Whether the text is hours that can be read."""
    return read(text) is not None


def in_words(text: str) -> str:
    """« Du lundi au vendredi 9 h – 12 h 30 » for « Mo-Fr 09:00-12:30 »; anything else stays as it was written."""
    return _in_words(text, get_language())


@lru_cache(maxsize=5_000)
def _in_words(text: str, language: str | None) -> str:
    hours = read(text)
    return (say(str(hours)) if hours else "") or text


def is_open(text: str, at: datetime, country: str = "FR") -> bool | None:
    """Whether it is open at that moment, public holidays counted; None when the hours do not say."""
    hours = read(text, country)
    if hours is None:
        return None
    state, _note = hours.state(_local(at))
    return {State.OPEN: True, State.CLOSED: False}.get(state)


def next_opening(text: str, at: datetime, country: str = "FR") -> datetime | None:
    """The next moment of opening, in local time without its zone, within two months."""
    return next((start for start, _end in _openings(text, at, country) if start > _local(at)), None)


def _openings(text: str, at: datetime, country: str) -> Iterator[tuple[datetime, datetime]]:
    """From the current opening on, without notes, two that touch making one."""
    hours, start = read(text, country), _local(at)
    opened: tuple[datetime, datetime] | None = None
    for begin, end, state, _note in hours.intervals(start, start + AHEAD) if hours else ():
        if state != State.OPEN:
            continue
        if opened and opened[1] == begin:
            opened = opened[0], end
            continue
        if opened:
            yield opened
        opened = begin, end
    if opened:
        yield opened


def _local(at: datetime) -> datetime:
    return timezone.localtime(at).replace(tzinfo=None) if timezone.is_aware(at) else at


def now_words(text: str, at: datetime, country: str = "FR") -> str:
    """« Ouvert jusqu’à 17 h », « Fermé, ouvre demain à 9 h », or nothing when the hours do not say."""
    opened, now = is_open(text, at, country), _local(at)
    if opened is None:
        return ""
    if opened:
        _start, end = next(_openings(text, at, country))
        if end - now > A_DAY:
            return _("Ouvert en ce moment")
        return _("Ouvert jusqu’à %(time)s") % {"time": _clock(end)}
    start = next_opening(text, at, country)
    if start is None:
        return _("Fermé en ce moment")
    if start.date() == now.date():
        return _("Fermé, ouvre à %(time)s") % {"time": _clock(start)}
    return _("Fermé, ouvre %(day)s à %(time)s") % {"day": _day_words(start.date(), now.date()), "time": _clock(start)}


def _clock(at: datetime) -> str:
    return clock_words(f"{at:%H:%M}")


def _day_words(day: date, today: date) -> str:
    if day == today + A_DAY:
        return _("demain")
    if day < today + 7 * A_DAY:
        return weekday(DAYS[day.weekday()])
    return _("le %(day)s") % {"day": date_format(day, "MONTH_DAY_FORMAT")}
