"""Finding a person from what is remembered: pieces of names, a birth date, a telephone, a file number."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.exceptions import ValidationError
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from beneficiaries.models.beneficiary import BeneficiaryQuerySet, as_key, words_of
from core.dates import parse_french_date
from core.fields import clean_line

SEARCH_LENGTH, WORDS_AT_MOST, CLOSE_ENOUGH = 200, 8, 0.45

FILE_NUMBER = re.compile(r"(?<!\d)(\d{4})\s*-\s*(\d{3,6})(?!\d)")
PHONE = re.compile(r"(?<!\w)(?:\+|00)?\d(?:[\s.\-]*\d){8,13}(?!\d)")
DATE = re.compile(
    r"(?<!\w)(?:\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2}"
    r"|\d{1,2}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*(?P<year1>\d{4}|\d{2}))?"
    r"|\d{1,2} \d{1,2} (?P<year2>\d{4}|\d{2})"
    r"|\d{1,2}(?:er)?[ \-][^\W\d]{3,}\.?(?:[ \-](?P<year3>\d{4}|\d{2}))?)(?!\w)",
    re.IGNORECASE,
)
FIGURES = re.compile(r"\+?[\d\s.\-/]*\d[\d\s.\-/]*")
BETWEEN_WORDS = re.compile(r"[\s,;\-'’()]+")


@dataclass
class Clues:
    """What a search text says: conditions that must all hold, and the words looked for in the names."""

    conditions: list[Q] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def read_clues(text: str) -> Clues:
    """Take file numbers, telephones and dates out of the text; the rest are words of names."""
    clues, rest = Clues(), clean_line(text)[:SEARCH_LENGTH]
    for pattern, condition in ((FILE_NUMBER, _number), (PHONE, _phone), (DATE, _birth)):
        for match in pattern.finditer(rest):
            if found := condition(match):
                clues.conditions.append(found)
                rest = rest.replace(match[0], " ", 1)
    if not clues.conditions and FIGURES.fullmatch(rest):
        clues.conditions.append(_figures("".join(filter(str.isdecimal, rest))))
        return clues
    for word in [word for word in BETWEEN_WORDS.split(rest) if word][:WORDS_AT_MOST]:
        if len(word) == 4 and word.isdecimal():
            clues.conditions.append(_figures(word))
        else:
            clues.words.append(word)
    return clues


def search(people: BeneficiaryQuerySet, text: str) -> BeneficiaryQuerySet:
    """The people whom every clue fits, annotated with search_rank: whole words first, then beginnings of names."""
    clues = read_clues(text)
    rank: Combinable = Value(0, output_field=IntegerField())
    for word in clues.words:
        people = people.filter(name_key__contains=as_key(Value(word)))
        rank += _rank(word)
    return people.filter(*clues.conditions).annotate(search_rank=rank)


def called_exactly(people: BeneficiaryQuerySet, text: str) -> BeneficiaryQuerySet:
    """The people of this file number, or of this first and last name, every word of them whole."""
    if number := FILE_NUMBER.fullmatch(text.strip()):
        return people.filter(_number(number))
    names = text.split()[:WORDS_AT_MOST]
    if len(names) < 2:
        return people.none()
    for name in names:
        people = people.filter(name_key__contains=as_key(words_of(Value(name))))
    return people


def nearest(people: BeneficiaryQuerySet, text: str, count: int = 5) -> BeneficiaryQuerySet:
    """The people whose names look most like the text, for when nothing fits it: a letter may be wrong."""
    key = " ".join(read_clues(text).words)
    closeness = TrigramWordSimilarity(as_key(Value(key)), "name_key")  # type: ignore[arg-type]
    near = people.annotate(closeness=closeness).filter(closeness__gte=CLOSE_ENOUGH)
    return near.order_by("-closeness", "pk")[:count] if key else people.none()


def _rank(word: str) -> Case:
    """0 when a name is the word, 1 when it begins so, 2 when it only contains it."""
    return Case(
        When(name_key__contains=as_key(words_of(Value(word))), then=Value(0)),
        When(name_key__contains=as_key(Value(f" {word}")), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _number(match: re.Match[str]) -> Q:
    return Q(file_number=f"{match[1]}-{int(match[2]):04}")


def _phone(match: re.Match[str]) -> Q:
    return Q(phone__contains=national_digits(match[0]))


def _birth(match: re.Match[str]) -> Q | None:
    """Born that day; that day of any year when none is given; that year when only the year was noted."""
    try:
        day = parse_french_date(match[0], timezone.localdate())
    except ValidationError:
        return None
    if any(match.groupdict().values()) or match[0][:4].isdecimal():
        return Q(birth_date=day) | Q(birth_date__isnull=True, birth_year=day.year)
    return Q(birth_date__day=day.day, birth_date__month=day.month)


def _figures(digits: str) -> Q:
    """A year of birth, or a piece of a file number or of a telephone number."""
    year = int(digits) if len(digits) == 4 else 0
    born = Q(birth_date__range=(date(year, 1, 1), date(year, 12, 31))) | Q(birth_year=year) if year >= 1900 else Q()
    return born | Q(file_number__contains=digits) | Q(phone__contains=national_digits(digits))


def national_digits(text: str) -> str:
    """Figures of a French number, whole or in part, without the prefix that is written in several ways: 639980102."""
    digits = "".join(filter(str.isdecimal, text))
    for prefix in ("0033", "33"):
        if len(digits) - len(prefix) in (9, 10):
            digits = digits.removeprefix(prefix)
    return digits.removeprefix("0")
