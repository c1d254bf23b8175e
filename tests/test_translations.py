"""French is the source; the catalogs are complete, current and compiled."""

import io
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils.translation import ngettext, override
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ["core", "accounts", "partners", "beneficiaries", "programs", "referrals", "casework", "reinsertion"]
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@cache
def catalog(language: str) -> Catalog:
    """The catalog of a language, as written."""
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def strings() -> Iterator[tuple[str | None, str | tuple[str, str], str]]:
    """Each string to translate in our code and templates: context, text or (singular, plural), where."""
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield from found_in(path.read_text(), path)
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]:
        code = templatize(path.read_text(), origin=str(path))
        yield from found_in("\n".join(line.strip() for line in code.splitlines()), path)


def found_in(code: str, path: Path) -> Iterator[tuple[str | None, str | tuple[str, str], str]]:
    """Strings in one Python source, or in a template made to look like one."""
    for line, text, _comments, context in extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS):
        if text:
            yield context, text, f"{path.relative_to(ROOT)}:{line}"


def identity(text: str | tuple[str, str]) -> str:
    """The key under which a catalog keeps the text."""
    return text if isinstance(text, str) else text[0]


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
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = read_mo(file)
    written = {(m.context, identity(m.id)): m.string for m in catalog(language) if m.id and not m.fuzzy}
    assert {(m.context, identity(m.id)): m.string for m in compiled if m.id} == written


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
