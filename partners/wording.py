"""From what somebody typed to what PostgreSQL searches: stems, codes of topics, corrected spellings."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.utils.functional import cached_property

from partners.models import Domain
from partners.models.folding import fold, radical
from partners.models.topics import (
    AUDIENCE_WORDS,
    CATEGORY_LABELS,
    OTHER_NAMES,
    PASSING_WORDS,
    SEPARATOR,
    SYNONYMS,
    TOPIC_LABELS,
)
from partners.models.vocabulary import edits_allowed, shorter_spellings

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 12
# Words of many topic names that say nothing of what is looked for.
GENERIC_WORDS = """
    accompagnement accompagner acceder acces acquerir ameliorer autre avec beneficier competences confirmer conflits
    connaitre constituer convaincre dans decouvrir definir demarche des developper etre faire financer les letranger
    liees maitriser mesure mettre organiser place points pour prendre preparer projet realiser rechercher repondre ses
    service services sinformer solution son suite suivre sur trouver une utiliser valoriser compte aux
"""
GENERIC = frozenset(GENERIC_WORDS.split())
# The planner does not know what reading every vector costs: it may not, for the rest of the request.
STEMS = """
SELECT typed, lexemes, (SELECT array_agg(folded) FROM partners_word WHERE lexeme = ANY (lexemes)),
    set_config('enable_seqscan', 'off', true)
FROM unnest(%s::text[]) WITH ORDINALITY AS words (typed, place),
    LATERAL (SELECT tsvector_to_array(to_tsvector('french_unaccent', typed)) AS lexemes) AS stemmed
ORDER BY place
"""
# The words of descriptions are not in the vocabulary: a word that some description holds is not a mistake.
CANDIDATES = """
SELECT %s AS typed, folded, word, lexeme, uses FROM partners_word
WHERE deletes && %s::varchar[] AND NOT EXISTS (SELECT FROM partners_service WHERE search_vector @@ %s::tsquery)
"""


class ConstantQuery(SearchQuery):
    """A tsquery sent as a constant, which the planner can estimate."""

    def __init__(self, value: str) -> None:
        super().__init__(value, search_type="raw")
        self.text = value

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> Any:
        """The text and a cast, no function call."""
        return "%s::tsquery", [self.text]


@dataclass
class SearchedWord:
    """One word of the search that counts, the stem that is looked for, the words of the directory that share it."""

    typed: str
    lexeme: str
    kin: list[str]
    corrected: str = ""

    @property
    def known(self) -> bool:
        """Whether the directory uses the word, or another of its family, or a topic goes by it."""
        return bool(self.kin) or radical(self.typed) in CODES or self.is_passing

    @cached_property
    def codes(self) -> list[str]:
        """Topics, categories and domains that the word or its family names."""
        radicals = dict.fromkeys(radical(word) for word in [self.corrected or self.typed, *self.kin])
        return list(dict.fromkeys(code for one in radicals for code in CODES.get(one, [])))

    @property
    def audience(self) -> str:
        """The public that the word names."""
        return AUDIENCES.get(radical(self.corrected or self.typed), "")

    @property
    def is_passing(self) -> bool:
        """Whether the search can do without it when other words say what is looked for."""
        return bool(self.audience) or radical(self.corrected or self.typed) in PASSING

    @property
    def in_names(self) -> str:
        """The stem, in the name of the service or of its organisation."""
        return f"{_quoted(self.lexeme)}:AB"

    @property
    def query(self) -> str:
        """The stem, or one of the codes that the word names; a category stands for all its topics."""
        return _either(self.lexeme, self.codes)

    @property
    def wide_query(self) -> str:
        """The same, and what belongs to the same categories."""
        return _either(self.lexeme, dict.fromkeys(_category(code) for code in self.codes))


@dataclass(frozen=True)
class Wording:
    """What was understood of a search; nothing to look for when words is empty."""

    text: str
    typed: list[str] = field(default_factory=list)
    words: list[SearchedWord] = field(default_factory=list)

    @cached_property
    def asked(self) -> list[SearchedWord]:
        """The words that say what is looked for: all of them when none does."""
        return [word for word in self.words if not word.is_passing] or self.words

    @cached_property
    def anywhere(self) -> ConstantQuery:
        """Every word asked, in the texts or as a topic."""
        return ConstantQuery(" & ".join(word.query for word in self.asked))

    @cached_property
    def in_names(self) -> ConstantQuery:
        """Every word asked, in the names of the service or its organisation."""
        return ConstantQuery(" & ".join(word.in_names for word in self.asked))

    @cached_property
    def nearby(self) -> ConstantQuery:
        """Any of the words asked, or the category of what it names: when nothing holds them all."""
        return ConstantQuery(" | ".join(word.wide_query for word in self.asked))

    @property
    def widens(self) -> bool:
        """Whether looking nearby can find more."""
        return len(self.asked) > 1 or any(word.codes for word in self.asked)

    def topics(self, *, wide: bool) -> list[str]:
        """The topics asked for, or their whole categories, as patterns of LIKE."""
        codes = [code for word in self.asked for code in word.codes if SEPARATOR in code]
        named = dict.fromkeys(_category(code) if wide else code for code in codes)
        return [code + "%" if code.endswith(SEPARATOR) else code for code in named]

    @property
    def audiences(self) -> list[str]:
        """The publics named, to be shown first."""
        return list(dict.fromkeys(word.audience for word in self.words if word.audience))

    @property
    def corrected(self) -> str:
        """The search with its words corrected, or nothing when none was."""
        instead = {word.typed: word.corrected for word in self.words if word.corrected}
        return " ".join(instead.get(typed, typed) for typed in self.typed) if instead else ""


def understand(text: str) -> Wording:
    """Read a search in one query, two when a word is unknown."""
    typed = list(dict.fromkeys(WORD.findall(by_its_name(text.lower()))))[:MOST_WORDS]
    if not typed:
        return Wording(text)
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [typed])
        words = [
            SearchedWord(word, lexeme, kin or [])
            for word, lexemes, kin, _setting in cursor.fetchall()
            for lexeme in lexemes
        ]
    doubtful = [word for word in words if not word.known and edits_allowed(fold(word.typed))]
    if doubtful:
        _correct(doubtful)
    return Wording(text, typed, words)


def by_its_name(text: str) -> str:
    """« pôle emploi » becomes « france travail »: what changed its name, or has several."""
    words = [fold(word) for word in WORD.findall(text)]
    said = f" {' '.join(words)} "
    known = next((name for name in OTHER_NAMES if f" {name} " in said), None)
    return said.replace(f" {known} ", f" {OTHER_NAMES[known]} ") if known else text


def _correct(doubtful: list[SearchedWord]) -> None:
    """Give each doubtful word the closest word of the directory, the most used when several are as close."""
    arms: list[str] = []
    params: list[Any] = []
    for word in doubtful:
        arms.append(CANDIDATES)
        params += [word.typed, sorted(shorter_spellings(fold(word.typed))), _quoted(word.lexeme)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), params)
        found = defaultdict(list)
        for typed, *candidate in cursor.fetchall():
            found[typed].append(candidate)
    for word in doubtful:
        folded = fold(word.typed)
        ranked = sorted(
            (distance, candidate[0] != folded[0], -uses, candidate, written, lexeme)
            for candidate, written, lexeme, uses in found[word.typed]
            if (distance := mistakes(folded, candidate)) <= edits_allowed(folded)
        )
        if ranked:
            *_, word.corrected, word.lexeme = ranked[0]


def mistakes(first: str, second: str) -> int:
    """Letters between two words, a plural or a final e not counting."""
    return min(edit_distance(first, second), edit_distance(radical(first), radical(second)))


def edit_distance(first: str, second: str) -> int:
    """Letters added, dropped, changed, or swapped with their neighbour, to go from one word to the other."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def topic_words() -> Iterator[tuple[str, str]]:
    """The words of topics and synonyms, without and with accents, for the vocabulary."""
    texts: Iterable[str] = [
        *SYNONYMS,
        *AUDIENCE_WORDS,
        *TOPIC_LABELS.values(),
        *CATEGORY_LABELS.values(),
        *map(str, Domain.labels),
    ]
    for text in texts:
        for word in WORD.findall(text.lower()):
            if len(word) > 2 and fold(word) not in GENERIC:
                yield fold(word), word


def _quoted(lexeme: str) -> str:
    """A lexeme inside a tsquery, whatever characters it holds."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _either(lexeme: str, codes: Iterable[str]) -> str:
    """The stem or any of the codes, in a tsquery."""
    named = [f"{_quoted(code)}:*" if code.endswith(SEPARATOR) else _quoted(code) for code in codes]
    return f"({' | '.join([_quoted(lexeme), *named])})"


def _category(code: str) -> str:
    """The category of a topic, so written that it stands for all its topics; a domain stays what it is."""
    category, separator, _topic = code.partition(SEPARATOR)
    return category + separator


def _codes_by_radical() -> dict[str, list[str]]:
    """Which codes each word names: synonyms, names of topics, of categories and of domains."""
    named = [(text, codes) for text, codes in SYNONYMS.items()]
    named += [(label, [code]) for code, label in TOPIC_LABELS.items()]
    named += [(label, [code + SEPARATOR]) for code, label in CATEGORY_LABELS.items()]
    named += [(f"{value} {label}", [f"d:{value}"]) for value, label in Domain.choices]
    found: dict[str, list[str]] = defaultdict(list)
    for text, codes in named:
        for word in WORD.findall(text):
            if len(word) > 1 and fold(word) not in GENERIC:
                found[radical(word)] += [code for code in codes if code not in found[radical(word)]]
    return dict(found)


CODES = _codes_by_radical()
AUDIENCES = {radical(word): audience.value for words, audience in AUDIENCE_WORDS.items() for word in words.split()}
PASSING = frozenset(radical(word) for word in PASSING_WORDS.split())
