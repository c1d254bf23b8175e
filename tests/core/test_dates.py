"""Dates and times are read as people write them, and refused with a message that helps."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.dates import FrenchDateField, FrenchTimeField, parse_french_date

TODAY = date(2026, 1, 20)
OCTOBER_14 = date(2025, 10, 14)


@pytest.mark.parametrize(
    "text",
    [
        "14/10/2025",
        "14/10/25",
        "14/10",
        "14.10.25",
        "14.10.2025",
        "14-10-2025",
        "14 10 2025",
        "2025-10-14",
        "14 oct",
        "14 oct.",
        "14 OCT. 25",
        "14 octobre",
        "14 octobre 2025",
        "  14\u00a0Octobre\u00a02025 ",
        "14octobre2025",
        "14 october 2025",
        "١٤/١٠/٢٠٢٥",
        "14/10/2025",
    ],
)
def test_the_same_day_is_read_however_it_is_written(text: str) -> None:
    assert parse_french_date(text, TODAY) == OCTOBER_14


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1er mars", date(2025, 3, 1)),
        ("2 févr.", date(2025, 2, 2)),
        ("2 FÉVRIER 2024", date(2024, 2, 2)),
        ("15 août", date(2025, 8, 15)),
        ("15 aout", date(2025, 8, 15)),
        ("3 déc. 1987", date(1987, 12, 3)),
        ("aujourd’hui", TODAY),
        ("Aujourd'hui", TODAY),
        ("HIER", date(2026, 1, 19)),
        ("avant-hier", date(2026, 1, 18)),
        ("demain", date(2026, 1, 21)),
        ("après-demain", date(2026, 1, 22)),
        ("20/01", TODAY),
        ("21/01", date(2025, 1, 21)),
        ("29/02", date(2024, 2, 29)),
        ("14/10/85", date(1985, 10, 14)),
    ],
)
def test_without_a_year_the_most_recent_day_is_meant(text: str, expected: date) -> None:
    assert parse_french_date(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20/01", TODAY),
        ("19/01", date(2027, 1, 19)),
        ("1er mars", date(2026, 3, 1)),
        ("29 fév.", date(2028, 2, 29)),
        ("03/04/40", date(2040, 4, 3)),
    ],
)
def test_a_date_to_come_without_a_year_is_the_next_one(text: str, expected: date) -> None:
    assert parse_french_date(text, TODAY, nearest="future") == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/02/2026", "31/02/2026 n’existe pas"),
        ("31/02", "n’existe pas"),
        ("29/02/2025", "n’existe pas"),
        ("00/00/0000", "de 1900 à 2100"),
        ("01/13/2026", "n’existe pas"),
        ("14/10/0001", "de 1900 à 2100"),
        ("9999-10-14", "de 1900 à 2100"),
        ("14 jui", "14 octobre"),
        ("14 brumaire", "14 octobre"),
        ("14/10/", "14 octobre"),
        ("14/10/202", "14 octobre"),
        ("20251014", "14 octobre"),
        ("14/10\x00", "14 octobre"),
        ("\u202e14/10", "14 octobre"),
        ("🗓️", "14 octobre"),
        ("1" * 10_000, "14 octobre"),
        ("14 " + "o" * 25_000, "14 octobre"),
    ],
)
def test_what_is_not_a_date_is_refused_with_a_reason(text: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        parse_french_date(text, TODAY)
    assert words in refusal.value.message


def test_a_field_shows_a_date_as_it_can_be_typed_again() -> None:
    field = FrenchDateField(required=False)
    assert field.clean(field.widget.format_value(OCTOBER_14)) == OCTOBER_14
    assert not field.has_changed(OCTOBER_14, "14/10/2025")
    assert field.clean(" \u00a0") is None


def test_a_day_to_come_is_refused_for_what_has_happened() -> None:
    field = FrenchDateField(refuse_future=True)
    assert field.clean("aujourd’hui") == timezone.localdate()
    with pytest.raises(ValidationError, match="à venir"):
        field.clean("demain")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9h30", time(9, 30)),
        ("9 h 30", time(9, 30)),
        ("9\u00a0H\u00a030", time(9, 30)),
        ("9:30", time(9, 30)),
        ("09.30", time(9, 30)),
        ("09h", time(9)),
        ("9 heures", time(9)),
        ("٩:٣٠", time(9, 30)),
        ("0h00", time(0)),
        ("midi", time(12)),
    ],
)
def test_times_are_read_however_they_are_written(text: str, expected: time) -> None:
    assert FrenchTimeField().clean(text) == expected


@pytest.mark.parametrize("text", ["24h00", "9h60", "9", "9h5", "neuf heures", "9:30 pm", "\x00", "9" * 5000])
def test_what_is_not_a_time_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        FrenchTimeField().clean(text)


def test_no_time_stays_no_time() -> None:
    assert FrenchTimeField(required=False).clean("") is None
