"""The directory’s own words, against which the words of a search are corrected.

A word and a misspelling of it share a spelling once a letter or two is dropped from each: the table keeps every such
shorter spelling in an indexed array, so a correction is one index search whatever the size of the vocabulary.
"""

from itertools import combinations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

PREFIX = 9  # letters compared at the start of a word: longer ones would cost rows and correct nothing more


def edits_allowed(folded: str) -> int:
    """How many mistakes a word of this length may hold: none in « RSA », one in « foyer », two in « hébergement »."""
    return 0 if len(folded) < 4 or folded.isdigit() else 1 if len(folded) < 8 else 2


def shorter_spellings(folded: str) -> set[str]:
    """The beginning of the word, and the same less one or two letters."""
    start = folded[:PREFIX]
    sizes = range(len(start) - edits_allowed(folded), len(start) + 1)
    return {"".join(letters) for size in sizes for letters in combinations(start, size)}


class Word(models.Model):
    """A word of the directory: as written, without accents, its stem, how often it is used, its shorter spellings."""

    folded = models.CharField(_("sans accents"), max_length=60, primary_key=True)
    word = models.CharField(_("mot"), max_length=60)
    lexeme = models.CharField(_("radical"), max_length=60)
    uses = models.PositiveIntegerField(_("emplois"))
    deletes = ArrayField(models.CharField(max_length=PREFIX), verbose_name=_("graphies plus courtes"))

    class Meta:
        verbose_name = _("mot de l’annuaire")
        verbose_name_plural = _("mots de l’annuaire")
        indexes = [
            GinIndex(fields=["deletes"], name="word_deletes"),
            models.Index(fields=["lexeme"], name="word_lexeme"),
        ]

    def __str__(self) -> str:
        return self.word
