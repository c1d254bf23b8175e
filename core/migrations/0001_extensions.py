"""Extensions, the French sort key and the French search configuration."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

FRENCH_SORT = """
CREATE OR REPLACE FUNCTION french_sort(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN public.unaccent('public.unaccent'::regdictionary, lower($1));
"""
FRENCH_SEARCH = """
CREATE TEXT SEARCH CONFIGURATION french_unaccent (COPY = french);
ALTER TEXT SEARCH CONFIGURATION french_unaccent
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(FRENCH_SORT, "DROP FUNCTION french_sort(text)"),
        migrations.RunSQL(FRENCH_SEARCH, "DROP TEXT SEARCH CONFIGURATION french_unaccent"),
    ]
