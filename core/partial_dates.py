"""Dates known in part: a day, a month, a year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import FIRST_YEAR, LAST_YEAR, MONTHS, parse_french_date, plain
from core.templatetags.french import date_words

YEAR = re.compile(r"\d{4}")
MONTH_IN_FIGURES = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
MONTH_IN_WORDS = re.compile(r"([a-z]{3,})\.?\s+(\d{4})")


@dataclass(frozen=True)
class PartialDate:
    """Some day between two, both included: the same day twice, a whole month or a whole year."""

    first: date
    last: date

    def __str__(self) -> str:
        return partial_words(self.first, self.last)


def partial_words(first: date | None, last: date | None) -> str:
    """« 14 mars 2024 », « mars 2024 », « 2024 », or nothing."""
    if not first or not last:
        return ""
    if first == last:
        return date_words(first)
    return str(first.year) if first.month != last.month else f"{format_date(first, 'F')} {first.year}"


def whole_year(year: int) -> PartialDate:
    """From 1 January to 31 December."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("L’année va de %(first)d à %(last)d.") % limits, code="invalid")
    return PartialDate(date(year, 1, 1), date(year, 12, 31))


def whole_month(year: int, month: int) -> PartialDate:
    """From the first to the last day."""
    whole_year(year)
    if not 1 <= month <= 12:
        raise ValidationError(_("Le mois va de 1 à 12."), code="invalid")
    return PartialDate(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def parse_partial_date(text: str, today: date) -> PartialDate:
    """Read « 2024 », « 03/2024 », « mars 2024 » or a whole date, without a year the nearest one in the past."""
    words = plain(text)
    if YEAR.fullmatch(words):
        return whole_year(int(words))
    if match := MONTH_IN_FIGURES.fullmatch(words):
        return whole_month(int(match[2]), int(match[1]))
    if match := MONTH_IN_WORDS.fullmatch(words):
        named = [number for number, names in enumerate(MONTHS, 1) if any(n.startswith(match[1]) for n in names)]
        if len(named) == 1:
            return whole_month(int(match[2]), named[0])
    day = parse_french_date(text, today, nearest="past")
    return PartialDate(day, day)


class PartialDateField(forms.CharField):
    """A date that may be a month or a year; never in the future when it tells what has happened."""

    def __init__(self, *, refuse_future: bool = True, **options: Any) -> None:
        attributes = {"autocomplete": "off", "class": "input-short"}
        options.setdefault("widget", forms.TextInput(attrs=attributes))
        options.setdefault("max_length", 40)
        options.setdefault("help_text", gettext_lazy("Un jour, un mois ou une année : 14/10/2025, mars 2024, 2023."))
        super().__init__(**options)
        self.refuse_future = refuse_future

    def clean(self, value: Any) -> PartialDate | None:
        """What was typed, as the days between which it falls."""
        text = super().clean(value)
        if not text:
            return None
        read = parse_partial_date(text, timezone.localdate())
        if self.refuse_future and read.first > timezone.localdate():
            raise ValidationError(_("Cette date est à venir : indiquez un jour passé ou aujourd’hui."), code="future")
        return read

    def prepare_value(self, value: Any) -> Any:
        """A date shown as it may be typed again."""
        if not isinstance(value, PartialDate):
            return value
        if value.first == value.last:
            return value.first.strftime("%d/%m/%Y")
        return str(value.first.year) if value.first.month != value.last.month else value.first.strftime("%m/%Y")
