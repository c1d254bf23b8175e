"""Dates and times as people write them in French: 14/10, 14 oct., 1er mars 2026, hier, 9 h 30."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

Nearest = Literal["past", "future"]
FIRST_YEAR, LAST_YEAR = 1900, 2100

# English names are read too: the screens exist in both languages.
MONTHS = (
    ("janvier", "january"),
    ("fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("decembre", "december"),
)
DAYS_FROM_TODAY = {
    "avant-hier": -2,
    "hier": -1,
    "yesterday": -1,
    "aujourd'hui": 0,
    "today": 0,
    "demain": 1,
    "tomorrow": 1,
    "apres-demain": 2,
}
BETWEEN = r"(?:\s*[/.\-]\s*|\s+)"
YEAR_FIRST = re.compile(rf"(\d{{4}}){BETWEEN}(\d{{1,2}}){BETWEEN}(\d{{1,2}})")
IN_FIGURES = re.compile(rf"(\d{{1,2}}){BETWEEN}(\d{{1,2}})(?:{BETWEEN}(\d{{4}}|\d{{2}}))?")
IN_WORDS = re.compile(r"(\d{1,2})(?:er)?[\s.\-]*([a-z]{3,})\.?[\s.\-]*(\d{4}|\d{2})?")
TIME = re.compile(r"(\d{1,2})\s*(?:(?:h|:|\.|heures?)\s*(\d{2})?)\s*(?:min)?")


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is too short: 31 August + 6 is 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def plain(text: str) -> str:
    """Lower case, without accents, typographic apostrophes or runs of blanks."""
    letters = unicodedata.normalize("NFKD", text.strip().lower().replace("’", "'"))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def parse_french_date(text: str, today: date, *, nearest: Nearest = "past") -> date:
    """Read a date; without a year, the nearest day before (or after) today, today included.

    Raise ValidationError with a message that says what to write.
    """
    words = plain(text)
    if words in DAYS_FROM_TODAY:
        return today + timedelta(days=DAYS_FROM_TODAY[words])
    if match := YEAR_FIRST.fullmatch(words):
        year, month, day = map(int, match.groups())
        return _day_of(year, month, day)
    if match := IN_FIGURES.fullmatch(words):
        day, month = int(match[1]), int(match[2])
    elif match := IN_WORDS.fullmatch(words):
        day, month = int(match[1]), _month_named(match[2])
    else:
        raise _unreadable()
    if match[3]:
        return _day_of(_full_year(match[3], today, nearest), month, day)
    return _nearest_day(month, day, today, nearest)


def parse_french_time(text: str) -> time:
    """Read a time of the 24-hour clock: 9h30, 9 h 30, 9:30, 9h, midi."""
    words = plain(text)
    if words == "midi":
        return time(12)
    match = TIME.fullmatch(words)
    if not match:
        raise ValidationError(_("Écrivez une heure comme 9h30 ou 14:00."), code="invalid")
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > 23 or minute > 59:
        raise ValidationError(_("L’heure va de 0 h 00 à 23 h 59."), code="invalid")
    return time(hour, minute)


def _unreadable() -> ValidationError:
    return ValidationError(_("Écrivez une date comme 14/10/2025, 14/10 ou 14 octobre."), code="invalid")


def _month_named(word: str) -> int:
    """Number of the only month that begins so."""
    found = [number for number, names in enumerate(MONTHS, 1) if any(name.startswith(word) for name in names)]
    if len(found) != 1:
        raise _unreadable()
    return found[0]


def _full_year(figures: str, today: date, nearest: Nearest) -> int:
    """Four figures as they are; two figures in this century unless that is far ahead."""
    year = int(figures)
    if len(figures) == 4:
        return year
    return 2000 + year if 2000 + year <= today.year + (1 if nearest == "past" else 50) else 1900 + year


def _nearest_day(month: int, day: int, today: date, nearest: Nearest) -> date:
    """The day in the year that puts it closest on the wanted side; 29 February may be some years away."""
    _day_of(2024, month, day)
    step = -1 if nearest == "past" else 1
    for year in range(today.year, today.year + 9 * step, step):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found == today or (found < today) == (nearest == "past"):
            return found
    raise ValidationError(_("Ajoutez l’année."), code="invalid")


def _day_of(year: int, month: int, day: int) -> date:
    """The day, when it exists in the years that an association may write."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("L’année va de %(first)d à %(last)d.") % limits, code="invalid")
    try:
        return date(year, month, day)
    except ValueError:
        written = f"{day:02}/{month:02}/{year}"
        raise ValidationError(_("Le %(date)s n’existe pas.") % {"date": written}, code="invalid") from None


class FrenchDateField(forms.DateField):
    """A date typed in words or figures; refuse_future for what has already happened."""

    def __init__(self, *, nearest: Nearest = "past", refuse_future: bool = False, **options: Any) -> None:
        attributes = {"autocomplete": "off", "class": "input-short"}
        options.setdefault("widget", forms.DateInput(format="%d/%m/%Y", attrs=attributes))
        super().__init__(**options)
        self.nearest: Nearest = nearest
        self.refuse_future = refuse_future

    def to_python(self, value: Any) -> date | None:
        """Read what was typed."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = str(value or "").strip()
        return parse_french_date(text, timezone.localdate(), nearest=self.nearest) if text else None

    def validate(self, value: Any) -> None:
        """Refuse an absent date when required, a day to come when the thing has happened."""
        super().validate(value)
        if self.refuse_future and value and value > timezone.localdate():
            raise ValidationError(_("Cette date est à venir : indiquez un jour passé ou aujourd’hui."), code="future")


class FrenchTimeField(forms.TimeField):
    """A time of the 24-hour clock; never an invented 0 h 00."""

    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "off", "class": "input-tiny"}
        options.setdefault("widget", forms.TimeInput(format="%H:%M", attrs=attributes))
        super().__init__(**options)

    def to_python(self, value: Any) -> time | None:
        """Read what was typed."""
        if isinstance(value, time):
            return value
        text = str(value or "").strip()
        return parse_french_time(text) if text else None
