"""The directory’s own words, against which the words of a search are corrected.

A word and a misspelling of it share a spelling once a letter or two is dropped from each: the table keeps every such
shorter spelling in an indexed array, so a correction is one index search whatever the size of the vocabulary.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

PREFIX = 9  # letters compared at the start of a word: longer ones would cost rows and correct nothing more
BATCH = 5_000
COLLECT = """
SELECT french_sort(word) AS folded, (array_agg(word ORDER BY nentry DESC, word))[1], sum(nentry)::int
FROM ts_stat($$
    SELECT to_tsvector('simple', name || ' ' || city) FROM partners_service WHERE is_active
    UNION ALL SELECT to_tsvector('simple', name) FROM partners_organization WHERE is_active $$)
WHERE word ~ '^[[:alpha:]]+$' AND length(word) BETWEEN 3 AND 40
GROUP BY folded
"""
STEM = """
SELECT word, tsvector_to_array(to_tsvector('french_unaccent', word)) FROM unnest(%s::text[]) AS word
"""


def edits_allowed(folded: str) -> int:
    """How many mistakes a word of this length may hold: none in « RSA », one in « foyer », two in « hébergement »."""
    return 0 if len(folded) < 4 or folded.isdigit() else 1 if len(folded) < 8 else 2


def shorter_spellings(folded: str) -> set[str]:
    """The beginning of the word, and the same less one or two letters."""
    start = folded[:PREFIX]
    sizes = range(len(start) - edits_allowed(folded), len(start) + 1)
    return {"".join(letters) for size in sizes for letters in combinations(start, size)}


class WordQuerySet(models.QuerySet["Word"]):
    """Reading and rebuilding the vocabulary."""

    def near(self, folded: str) -> "WordQuerySet":
        """Words that a few mistakes may separate from this one."""
        return self.filter(deletes__overlap=sorted(shorter_spellings(folded)))

    def refresh(self, extra: Iterable[tuple[str, str]] = ()) -> int:
        """Collect the words of the names again, with the extra ones; say how many there are."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', '10min', true)")
            cursor.execute(COLLECT)
            found = {folded: (word, uses) for folded, word, uses in cursor.fetchall()}
            for folded, word in extra:
                found.setdefault(folded, (word, 1))
            cursor.execute(STEM, [list(found)])
            stems = {folded: lexemes[0] for folded, lexemes in cursor.fetchall() if lexemes}
            self.all().delete()
            self.bulk_create(self._rows(found, stems), batch_size=BATCH)
        return len(stems)

    def _rows(self, found: dict[str, tuple[str, int]], stems: dict[str, str]) -> Iterator["Word"]:
        for folded, lexeme in stems.items():
            word, uses = found[folded]
            deletes = sorted(shorter_spellings(folded))
            yield self.model(folded=folded, word=word, lexeme=lexeme, uses=uses, deletes=deletes)


class Word(models.Model):
    """A word of the directory: as written, without accents, its stem, how often it is used, its shorter spellings."""

    folded = models.CharField(_("sans accents"), max_length=60, primary_key=True)
    word = models.CharField(_("mot"), max_length=60)
    lexeme = models.CharField(_("radical"), max_length=60)
    uses = models.PositiveIntegerField(_("emplois"))
    deletes = ArrayField(models.CharField(max_length=PREFIX), verbose_name=_("graphies plus courtes"))

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("mot de l’annuaire")
        verbose_name_plural = _("mots de l’annuaire")
        indexes = [
            GinIndex(fields=["deletes"], name="word_deletes"),
            models.Index(fields=["lexeme"], name="word_lexeme"),
        ]

    def __str__(self) -> str:
        return self.word
