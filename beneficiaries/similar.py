"""Files that may already be this person’s: names that look alike whatever their order, birth, telephone.

Nothing is merged here: a person compares and decides.
"""

from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import Beneficiary, DistinctPeople
from beneficiaries.models.beneficiary import as_key
from core.dates import plain

NAME_AT_LEAST, LIKELY, ALMOST_CERTAIN = 0.45, 0.62, 0.95
CANDIDATES, SHOWN, PAIRS_READ = 40, 5, 500


@dataclass(frozen=True)
class Described:
    """What is known of the person about to be added."""

    first_name: str = ""
    last_name: str = ""
    nickname: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    phone: str = ""

    @property
    def year(self) -> int | None:
        """Year of birth, from the date or alone."""
        return self.birth_date.year if self.birth_date else self.birth_year


@dataclass(frozen=True)
class Match:
    """A file that may be the same person’s, how likely, and in words why."""

    person: Beneficiary
    score: float
    reasons: list[str] = field(default_factory=list)

    @property
    def is_almost_certain(self) -> bool:
        """Alike by name and by birth or telephone."""
        return self.score >= ALMOST_CERTAIN and len(self.reasons) > 1


def find_similar(described: Described, *, reader: User | None = None) -> list[Match]:
    """The likeliest files, best first, whoever may open them, but those that the reader is kept from.

    The view says which to name.
    """
    people = Beneficiary.objects.filter(merged_into__isnull=True)
    return _likely(described, people.exclude(pk__in=people.kept_from(reader)) if reader else people)


def find_duplicates(person: Beneficiary, among: QuerySet[Beneficiary]) -> list[Match]:
    """The files among those given that may be the same person’s, but those known to be somebody else’s."""
    apart = DistinctPeople.objects.filter(Q(first=person.pk) | Q(second=person.pk)).values_list("first_id", "second_id")
    known = {pk for pair in apart for pk in pair} | {person.pk}
    return _likely(describe(person), among.exclude(pk__in=known))


def describe(person: Beneficiary) -> Described:
    """What a file says that can be compared."""
    return Described(
        person.first_name,
        person.last_name,
        person.nickname,
        person.birth_date,
        person.birth_year,
        str(person.phone or ""),
    )


def likely_pairs(people: QuerySet[Beneficiary]) -> list[tuple[Beneficiary, Match]]:
    """Pairs of files among those given that may be one person’s: same birth date, telephone or name, and alike enough.

    Only what an index finds is compared; a name typed differently, with nothing else in common, is found from its file.
    """
    columns = "pk", "file_number", "first_name", "last_name", "nickname", "birth_date", "birth_year", "phone", "team"
    apart = set(DistinctPeople.objects.values_list("first_id", "second_id"))
    pairs: dict[tuple[UUID, UUID], tuple[Beneficiary, Match]] = {}
    for key, filled in (("birth_date", Q(birth_date__isnull=False)), ("phone", ~Q(phone="")), ("sort_key", Q())):
        shared = people.filter(filled).order_by().values(key).annotate(files=Count("pk")).filter(files__gt=1)
        rows = people.filter(**{f"{key}__in": shared.values(key)[:PAIRS_READ]}).only(*columns, "sort_key")
        groups: dict[object, list[Beneficiary]] = {}
        for person in rows.select_related("team").order_by("pk"):
            groups.setdefault(getattr(person, key), []).append(person)
        for one, other in (pair for group in groups.values() for pair in combinations(group, 2)):
            match = _compare(describe(one), other)
            if match.score >= LIKELY and (one.pk, other.pk) not in apart:
                pairs[one.pk, other.pk] = (one, match)
    return sorted(pairs.values(), key=lambda pair: (-pair[1].score, pair[0].file_number, pair[1].person.file_number))


def _likely(described: Described, among: QuerySet[Beneficiary]) -> list[Match]:
    people = _candidates(described, among)
    matches = [match for person in people if (match := _compare(described, person)).score >= LIKELY]
    return sorted(matches, key=lambda match: (-match.score, match.person.file_number))[:SHOWN]


def _candidates(described: Described, among: QuerySet[Beneficiary]) -> list[Beneficiary]:
    """Those who share a telephone, a birth date, or a good part of a name."""
    alike = Q(pk__in=[])
    closeness = []
    for text in _names(described):
        key = as_key(Value(text))
        alike |= Q(name_key__trigram_similar=key) | Q(name_key__trigram_word_similar=key)
        closeness += [TrigramSimilarity("name_key", key), TrigramWordSimilarity(key, "name_key")]  # type: ignore[arg-type]
    if described.birth_date:
        alike |= Q(birth_date=described.birth_date)
    if described.phone:
        alike |= Q(phone=described.phone)
    order = Greatest(*closeness, Value(0.0)) if closeness else Value(0.0)
    people = among.filter(alike).select_related("team", "lead_worker")
    sure_first = F("same_phone").desc(), F("closeness").desc(), "pk"
    people = people.annotate(closeness=order, same_phone=Q(phone=described.phone) & ~Q(phone=""))
    return list(people.order_by(*sure_first)[:CANDIDATES])


def _names(described: Described) -> list[str]:
    full = f"{described.first_name} {described.last_name}".strip()
    return [text for text in (full, described.nickname) if text]


def _compare(described: Described, person: Beneficiary) -> Match:
    """Name from 0 to 1, raised or lowered by what else agrees or differs."""
    score, reasons = _name_score(described, person), []
    if score >= 0.6:
        reasons.append(_("nom proche"))
    birth, words = _birth_score(described, person) if score >= NAME_AT_LEAST else (0.0, "")
    score += birth
    if words:
        reasons.append(words)
    if described.phone and person.phone == described.phone:
        score += 0.45
        reasons.append(_("même téléphone"))
    return Match(person, score, reasons)


def _name_score(described: Described, person: Beneficiary) -> float:
    """The best likeness of any name with any name, first and last in either order."""
    theirs = [f"{person.first_name} {person.last_name}".strip(), person.nickname]
    return max(
        (_likeness(mine, other) for mine in _names(described) for other in theirs if other),
        default=0.0,
    )


def _likeness(one: str, other: str) -> float:
    """Likeness of two names: word by word in the best order, or all letters run together."""
    words, others = _words(one), _words(other)
    joined = _ratio("".join(sorted(words)), "".join(sorted(others)))
    if not words or not others:
        return 0.0
    few, many = sorted((words, others), key=len)
    paired = [max(_ratio(word, candidate) for candidate in many) for word in few]
    extra = len(many) - len(few)
    return max(joined, sum(paired) / len(paired) - 0.12 * extra - (0.15 if len(few) == 1 and extra else 0))


def _words(text: str) -> list[str]:
    """Words without accents, hyphens or apostrophes, mute letters evened out."""
    letters = plain(text).replace("'", "")
    for written, heard in (("ph", "f"), ("ou", "u"), ("h", ""), ("y", "i"), ("q", "k"), ("c", "k"), ("z", "s")):
        letters = letters.replace(written, heard)
    return letters.replace("-", " ").split()


def _ratio(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _birth_score(described: Described, person: Beneficiary) -> tuple[float, str]:
    """The same day weighs most; a swapped day and month or the same year count; far years speak against."""
    mine, theirs = described.birth_date, person.birth_date
    if mine and mine == theirs:
        return 0.35, _("même date de naissance")
    if mine and theirs and (mine.day, mine.month, mine.year) == (theirs.month, theirs.day, theirs.year):
        return 0.25, _("jour et mois de naissance inversés")
    years = described.year, person.year_of_birth
    if years[0] is None or years[1] is None:
        return 0.0, ""
    gap = abs(years[0] - years[1])
    if gap == 0:
        return 0.15, _("même année de naissance")
    return (0.0, "") if gap <= 1 else (-0.2, "")
