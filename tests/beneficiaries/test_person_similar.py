"""Recognising somebody who already has a file."""

import datetime as dt

import pytest

from beneficiaries.similar import Described, find_similar
from tests.factories import BeneficiaryFactory

D = dt.date
# (first, last, nickname, birth, phone) as filed, then as typed months later by somebody else.
PAIRS = [
    (("Karim", "Benali", "", D(1994, 3, 12), ""), ("Karim", "Ben Ali", "", 1994, "")),
    (("Nadia", "Rahmani", "", 1987, ""), ("Rahmani", "Nadia", "", None, "")),
    (("Élodie", "Vasseur", "", D(1993, 10, 14), ""), ("Elodie", "Vaseur", "", D(1993, 10, 14), "")),
    (("Mohamed", "Haddad", "", 1988, ""), ("Mohammed", "Hadad", "", 1988, "")),
    (("Jean-Noël", "Kouassi", "", D(1965, 1, 1), ""), ("Jean Noel", "Kouassi", "", None, "")),
    (("", "", "Le Grand", None, ""), ("", "", "le grand", None, "")),
    (("Sofia", "Lopez", "", D(2001, 5, 5), ""), ("Sophia", "Lopes", "", 2001, "")),
    (("Nour", "Ferhat", "", 1990, ""), ("Nour", "Ferhat-Dubois", "", 1990, "")),
    (("Inès", "Bakari", "", D(1979, 7, 2), "+33199000611"), ("Inès", "Dumont", "", D(1979, 7, 2), "+33199000611")),
    (("Awa", "Diallo", "", 1997, ""), ("Hawa", "Dialo", "", 1997, "")),
    (("Tarek", "", "", None, "+33199000612"), ("Tarek", "Aziz", "", 1998, "+33199000612")),
    (("Jeanne", "d’Almeida", "", 1972, ""), ("Jeanne", "Dalmeida", "", 1972, "")),
    (("Moussa", "Sow", "", D(1981, 12, 3), ""), ("Moussa", "So", "", D(1981, 3, 12), "")),
    (("Marc", "Thierry", "", 1973, ""), ("Thierry", "Marc", "", 1972, "")),
    (("Kévin", "Lefèvre", "", None, "+33199000613"), ("Quévin", "Lefebvre", "", None, "+33199000613")),
]


def described(row):
    """A row of the table as the form describes it."""
    first_name, last_name, nickname, birth, phone = row
    when = {"birth_date": birth} if isinstance(birth, D) else {"birth_year": birth}
    return {"first_name": first_name, "last_name": last_name, "nickname": nickname, "phone": phone, **when}


@pytest.fixture
def files(db, nord):
    """The fifteen files, among others who share a first name, a last name or a birth date."""
    filed = [BeneficiaryFactory(team=nord, **({"birth_year": None} | described(row))) for row, _typed in PAIRS]
    crowd = [("Karim", "Moreau"), ("Sofia", "Haddad"), ("Jean", "Petit"), ("Nadia", "Benali"), ("Moussa", "Traoré")]
    for first_name, last_name in crowd:
        BeneficiaryFactory(team=nord, first_name=first_name, last_name=last_name, birth_date=D(1960, 6, 6))
    return filed


def test_fourteen_near_duplicates_in_fifteen_are_recognised_first(files):
    recognised = [
        filed.pk == (matches[0].person.pk if (matches := find_similar(Described(**described(typed)))) else None)
        for filed, (_row, typed) in zip(files, PAIRS, strict=True)
    ]
    missed = [typed for found, (_row, typed) in zip(recognised, PAIRS, strict=True) if not found]
    assert len(missed) <= 1, missed


@pytest.mark.parametrize(
    "stranger",
    [
        ("Chantal", "Mercier", "", 1994, ""),
        ("Karim", "Fontaine", "", 1971, ""),
        ("Lucas", "Benali", "", 2003, ""),
        ("Jean", "Durand", "", 1965, ""),
        ("", "", "Le Blond", None, ""),
        ("Victor", "Hennion", "", D(1993, 10, 14), ""),
    ],
)
def test_a_stranger_who_shares_a_name_or_a_year_is_not_taken_for_somebody_else(files, stranger):
    assert find_similar(Described(**described(stranger))) == []


def test_a_match_says_why(files):
    match = find_similar(Described(first_name="Inès", last_name="Dumont", phone="+33199000611"))[0]
    assert "même téléphone" in match.reasons


@pytest.mark.parametrize("text", ["\x00", "a" * 10_000, "🙂", "\u202eمحمد", "%%%", "'"])
def test_hostile_names_are_like_nobody(files, text):
    assert find_similar(Described(first_name=text.replace("\x00", ""), last_name=text.replace("\x00", ""))) == []
