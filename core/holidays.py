"""French public holidays."""

from datetime import date, timedelta
from functools import cache

FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
EASTER_MONDAY, ASCENSION, WHIT_MONDAY = 1, 39, 50


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    century = year // 100
    golden = year % 19
    moon_shift = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon_shift -= (moon_shift // 28) * (1 - (29 // (moon_shift + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon_shift + 2 - century + century // 4) % 7
    shift = moon_shift - weekday
    month = 3 + (shift + 40) // 44
    return date(year, month, shift + 28 - 31 * (month // 4))


@cache
def holidays(year: int) -> frozenset[date]:
    """The eleven days of article L3133-1 of the Labour code."""
    moving = {easter(year) + timedelta(days=shift) for shift in (EASTER_MONDAY, ASCENSION, WHIT_MONDAY)}
    return frozenset(moving | {date(year, month, day) for month, day in FIXED_HOLIDAYS})


def is_holiday(day: date) -> bool:
    """Whether the day is a public holiday in France."""
    return day in holidays(day.year)
