"""Public holidays, and days of release that find closed doors."""

from datetime import date

import pytest

from casework.calendar import closing_words
from core.holidays import easter, holidays, is_holiday


@pytest.mark.parametrize(
    "sunday",
    ["1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24", "2025-04-20", "2026-04-05", "2038-04-25"],
)
def test_easter_falls_where_the_almanac_says(sunday):
    day = date.fromisoformat(sunday)
    assert easter(day.year) == day


def test_a_year_has_its_eleven_holidays():
    days = ["01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"]
    assert sorted(holidays(2026)) == [date.fromisoformat(f"2026-{day}") for day in days]
    assert not is_holiday(date(2026, 4, 5))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-10-17", "vendredi"),
        ("2025-10-18", "samedi"),
        ("2025-10-19", "dimanche"),
        ("2025-11-11", "jour férié"),
        ("2025-11-10", "veille de jour férié"),
        ("2026-12-31", "veille de jour férié"),
        ("2025-10-15", ""),
    ],
)
def test_closed_doors_are_said_in_words(day, words):
    said = closing_words(date.fromisoformat(day))
    assert said.startswith(words) and bool(said) == bool(words)
