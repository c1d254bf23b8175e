"""Finding a person from what is remembered of them."""

import datetime as dt

import pytest

from beneficiaries.models import Beneficiary
from beneficiaries.search import nearest, search
from tests.factories import BeneficiaryFactory

KARIM, ELODIE, GRAND, JEAN, DOYLE, AMEL = "2025-0143", "2025-0144", "2025-0145", "2025-0146", "2025-0147", "2025-0148"


@pytest.fixture
def people(db, nord):
    """Six people who share letters, one field of each looked for below."""
    rows = [
        (KARIM, "Karim", "Benali", "Kaki", dt.date(1994, 3, 12), "+33199000102"),
        (ELODIE, "Élodie", "Vasseur", "", dt.date(1993, 10, 14), "+33199000203"),
        (GRAND, "", "", "Le Grand", None, ""),
        (JEAN, "Jean-Noël", "d’Almeida", "", dt.date(1965, 1, 1), "+33199009999"),
        (DOYLE, "Karima", "O'Brien", "", None, ""),
        (AMEL, "Amel", "Benkarim", "50%", None, ""),
    ]
    for number, first_name, last_name, nickname, birth_date, phone in rows:
        BeneficiaryFactory(
            file_number=number,
            team=nord,
            first_name=first_name,
            last_name=last_name,
            nickname=nickname,
            birth_date=birth_date,
            birth_year=birth_date.year if birth_date else 1980,
            phone=phone,
        )
    return Beneficiary.objects.all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("benali", [KARIM]),
        ("BENALI karim", [KARIM]),
        ("  karim   benali ", [KARIM]),
        ("kaki", [KARIM]),
        ("karim", [KARIM, DOYLE, AMEL]),
        ("elodie", [ELODIE]),
        ("vasseur élo", [ELODIE]),
        ("le grand", [GRAND]),
        ("jean noel", [JEAN]),
        ("Dalmeida Jean-Noël", []),
        ("d'almeida", [JEAN]),
        ("obrien karima", []),
        ("O’Brien", [DOYLE]),
        ("12/03/1994", [KARIM]),
        ("12.03.94", [KARIM]),
        ("12 mars 1994", [KARIM]),
        ("14 oct", [ELODIE]),
        ("benali 1994", [KARIM]),
        ("01 99 00 01 02", [KARIM]),
        ("+33 1 99 00 01 02", [KARIM]),
        ("0199000102", [KARIM]),
        ("01.99.00.0", [ELODIE, KARIM]),
        ("0143", [KARIM]),
        ("2025-143 ", [KARIM]),
        ("%", [AMEL]),
        ("_", []),
        ("1980", [DOYLE, AMEL, GRAND]),
        ("né le 31/02", []),
    ],
)
def test_a_person_is_found_by_what_is_remembered(people, text, expected):
    found = search(people, text).order_by("search_rank", "last_name", "pk")
    numbers = [person.file_number for person in found]
    assert sorted(numbers) == sorted(expected)
    if text == "karim":
        assert numbers == expected, "whole names first, then beginnings, then the rest"


@pytest.mark.parametrize(("text", "expected"), [("benalli", KARIM), ("dalmeida", JEAN), ("obrien", DOYLE)])
def test_a_wrong_letter_still_points_to_the_nearest_name(people, text, expected):
    assert nearest(people, text)[0].file_number == expected


@pytest.mark.parametrize(
    "text", ["\x00", "a" * 10_000, "🙂", "\u202eمحمد", "' OR 1=1 --", "%%%", "\\", "31/02/2026", "0" * 300]
)
def test_hostile_words_find_nobody_and_break_nothing(people, text):
    assert list(search(people, text).order_by("search_rank", "pk")) in ([], list(people.order_by("pk")))
    assert list(nearest(people, text)) == []
