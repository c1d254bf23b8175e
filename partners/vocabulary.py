"""Collecting the directory’s own words: those of names, communes, topics and synonyms."""

from django.db import connection, transaction

from partners.bulk import allow_time, copy_rows, settle
from partners.models import Word
from partners.models.vocabulary import shorter_spellings
from partners.wording import topic_words

COLLECT = """
SELECT french_sort(word) AS folded, (array_agg(word ORDER BY nentry DESC, word))[1], sum(nentry)::int
FROM ts_stat($$
    SELECT to_tsvector('simple', translate(name || ' ' || city, '’', ' ')) FROM partners_service WHERE is_active
    UNION ALL
    SELECT to_tsvector('simple', translate(name, '’', ' ')) FROM partners_organization WHERE is_active $$)
WHERE word ~ '^[[:alpha:]]+$' AND length(word) BETWEEN 3 AND 40
GROUP BY folded
"""
STEMS = "SELECT word, tsvector_to_array(to_tsvector('french_unaccent', word)) FROM unnest(%s::text[]) AS word"


@transaction.atomic
def refresh_vocabulary() -> int:
    """Collect the words again, after an import; say how many there are."""
    allow_time("10min")
    with connection.cursor() as cursor:
        cursor.execute(COLLECT)
        found = {folded: (word, uses) for folded, word, uses in cursor.fetchall()}
        for folded, word in topic_words():
            found.setdefault(folded, (word, 1))
        cursor.execute(STEMS, [list(found)])
        stems = {folded: lexemes[0] for folded, lexemes in cursor.fetchall() if lexemes}
    Word.objects.all().delete()
    copy_rows(
        Word,
        (
            {
                "folded": folded,
                "word": found[folded][0],
                "lexeme": lexeme,
                "uses": found[folded][1],
                "deletes": sorted(shorter_spellings(folded)),
            }
            for folded, lexeme in stems.items()
        ),
    )
    settle(Word, "word_deletes")
    return len(stems)
