"""The fixed phrases of the passport, in its four languages: the small catalogue words.json, proofread by a person."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.dateformat import format as format_date

from core.templatetags.french import time_words

FRENCH = "fr"
RIGHT_TO_LEFT = {"ar"}


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Each phrase by its key, then by language."""
    found: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("words.json").read_text())
    return found


@dataclass(frozen=True)
class Both:
    """A phrase in French, and in the reader’s other language when there is one."""

    fr: str
    other: str = ""


def phrase(key: str, language: str, **values: Both) -> Both:
    """A fixed phrase in both languages, with values that differ by language."""
    words = catalogue()[key]
    french = words[FRENCH].format(**{name: value.fr for name, value in values.items()})
    if not language:
        return Both(french)
    return Both(french, words[language].format(**{name: value.other for name, value in values.items()}))


def day_of(day: date, language: str) -> Both:
    """« vendredi 17 octobre 2025 »: the weekday and the year always told."""
    return Both(in_language(day, FRENCH), in_language(day, language) if language else "")


def in_language(day: date, language: str) -> str:
    """The day in one language; the names are those that Django knows."""
    with translation.override(language):
        number = "1er" if language == FRENCH and day.day == 1 else str(day.day)
        return f"{format_date(day, 'l')} {number} {format_date(day, 'F')} {day.year}"


def moment_of(moment: datetime, language: str) -> Both:
    """« vendredi 17 octobre 2025, 14 h 00 »."""
    local = timezone.localtime(moment)
    hour: Any = local.strftime("%H:%M")
    with translation.override(FRENCH):
        french = time_words(local)
    words = phrase("moment", language, day=day_of(local.date(), language), time=Both(french, hour))
    return Both(words.fr[:1].upper() + words.fr[1:], words.other[:1].upper() + words.other[1:])
