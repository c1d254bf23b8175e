"""French is the source; the catalogs are complete, current and compiled."""

import re
import string

import pytest
from babel.messages.mofile import read_mo
from django.utils.translation import ngettext, override

from tests.catalogs import FOLDER, catalog, identity, strings


def plain(words: str | tuple[str, ...] | list[str]) -> list[str]:
    """Words of a message as a list, one a form."""
    return [words] if isinstance(words, str) else list(words)


def test_there_is_something_to_translate():
    assert len(list(strings())) > 200


def test_each_string_has_its_english():
    english = catalog("en")
    missing = []
    for context, text, where in strings():
        message = english.get(identity(text), context)
        if (
            message is None
            or message.fuzzy
            or not all(message.string if isinstance(message.string, tuple) else [message.string])
        ):
            missing.append(f"{where}: {identity(text)!r}")
    assert missing == []


def test_each_plural_is_in_the_french_catalog_so_that_zero_is_singular():
    french = catalog("fr")
    missing = [
        f"{where}: {text[0]!r}"
        for _c, text, where in strings()
        if not isinstance(text, str) and identity(text) not in french
    ]
    assert missing == []
    assert french.plural_expr == "(n > 1)"


def test_nothing_stands_in_the_english_catalog_that_the_code_no_longer_says():
    said = {(context, identity(text)) for context, text, _where in strings()}
    stale = [m.id for m in catalog("en") if m.id and (m.context, identity(m.id)) not in said]
    assert stale == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_compiled_catalog_is_the_written_one(language):
    with (FOLDER / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = read_mo(file)
    written = {(m.context, identity(m.id)): plain(m.string) for m in catalog(language) if m.id and not m.fuzzy}
    # Babel gives the context of a compiled message as bytes.
    found = {(m.context.decode() if m.context else None, identity(m.id)): plain(m.string) for m in compiled if m.id}
    assert found == written


def test_translations_keep_the_placeholders():
    named = re.compile(r"%\((\w+)\)[sd]|%[sd]|{(\w*)}")
    broken = []
    for message in catalog("en"):
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        others = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and {*map(str, named.findall(texts[-1]))} != {*map(str, named.findall(others[-1]))}:
            broken.append(message.id)
    assert broken == []


def test_french_is_typeset():
    """Curly apostrophe, no-break spaces that the font has, one character for the ellipsis."""
    faults = []
    for _context, text, where in strings():
        for part in [text] if isinstance(text, str) else text:
            plain = re.sub(r"https?://\S+|%\(\w+\)[sd]|{\w*}|\d{1,2}:\d\d", "", part)
            if re.search(
                r"\w'\w|\.\.\.|«(?!\u00a0)|(?<!\u00a0)»|(?<=[\w)»%]) ?[;?!](?=\s|$)|\w ?:(?=\s|$)|\u202f", plain
            ):
                faults.append(f"{where}: {part!r}")
    assert faults == []


def test_zero_is_singular_in_french_and_plural_in_english():
    with override("fr"):
        assert ngettext("%(count)d personne", "%(count)d personnes", 0) == "%(count)d personne"
    with override("en"):
        assert ngettext("%(count)d personne", "%(count)d personnes", 0) == "%(count)d people"


def test_the_fonts_have_each_letter_of_the_interface():
    """No arrow, tick or narrow space that the face would draw as a box."""
    allowed = set(string.printable) | set("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ’‘“”«»–—…·°€²\u00a0")
    strange = {c for _context, text, _where in strings() for c in identity(text) if c not in allowed}
    assert strange == set()
