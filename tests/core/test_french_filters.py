"""Dates, hours and names said in words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from core.templatetags import french

TODAY = date(2025, 10, 14)
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def _a_tuesday_in_french(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)
    with translation.override("fr"):
        yield


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 10, 17), "vendredi 17 octobre"),
        (date(2025, 8, 1), "vendredi 1er août"),
        (date(2026, 1, 2), "vendredi 2 janvier 2026"),
        (None, ""),
    ],
)
def test_a_day_is_said_with_its_weekday_and_another_year(day: date | None, words: str) -> None:
    assert french.day_words(day) == words


def test_a_moment_is_said_on_the_day_of_the_reader() -> None:
    late = datetime(2025, 10, 16, 23, 30, tzinfo=UTC)
    assert french.day_words(late) == "vendredi 17 octobre"
    assert french.time_words(late) == f"1{NBSP}h{NBSP}30"


def test_a_short_day_keeps_to_its_line() -> None:
    assert french.day_short(date(2025, 10, 17)) == f"17{NBSP}oct."
    assert french.day_short(date(2024, 7, 1)) == f"1er{NBSP}juil.{NBSP}2024"
    assert french.weekday_short(date(2025, 10, 17)) == f"ven. 17{NBSP}oct."
    assert french.date_words(date(2025, 10, 1)) == "1er octobre 2025"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (14, "aujourd’hui"),
        (15, "demain"),
        (13, "hier"),
        (17, f"dans 3{NBSP}jours"),
        (12, f"il y a 2{NBSP}jours"),
    ],
)
def test_days_left_are_said_in_words(day: int, words: str) -> None:
    assert french.days_left(date(2025, 10, day)) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 10, 14), "aujourd’hui"),
        (date(2025, 10, 1), f"il y a 13{NBSP}jours"),
        (date(2025, 9, 23), f"il y a 3{NBSP}semaines"),
        (date(2025, 6, 14), f"il y a 4{NBSP}mois"),
        (date(2022, 10, 1), f"il y a 3{NBSP}ans"),
    ],
)
def test_the_past_is_told_in_the_unit_people_use(day: date, words: str) -> None:
    assert french.ago_words(day) == words


def test_hours_are_written_the_french_way() -> None:
    assert french.time_words(time(9, 5)) == f"9{NBSP}h{NBSP}05"
    assert french.time_words(time(0, 0)) == f"0{NBSP}h{NBSP}00"
    assert french.time_words(None) == ""


def test_days_between_never_go_below_zero() -> None:
    assert french.days_between(date(2025, 9, 26)) == 18
    assert french.days_between(date(2025, 10, 20)) == 0


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Inès Moreau", "IM"), ("Jean-Noël K.", "JK"), ("Mina", "M"), ("« Le Grand »", "LG"), ("", "")],
)
def test_initials_take_the_first_and_last_words(name: str, letters: str) -> None:
    assert french.initials(name) == letters


def test_age_is_told_today() -> None:
    assert french.age_today(SimpleNamespace(age_on=lambda day: day.year - 1994)) == 31
