"""The catalogs of translations, read and renewed without gettext.

python -m tests.catalogs takes new strings in, drops those that nothing says any more, and compiles. Then fill the empty
translations of locale/en/LC_MESSAGES/django.po, and run it again.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "locale"
HEADER = "# Réinsertion: French is the source language."
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


def catalog(language: str) -> Catalog:
    """The catalog of a language, as written."""
    with (FOLDER / language / "LC_MESSAGES" / "django.po").open("rb") as file:
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


def renew(language: str, *, plurals_only: bool) -> int:
    """Write the catalog of a language for the strings of today; return how many still wait for their words."""
    old = catalog(language) if (FOLDER / language).exists() else Catalog(locale=language)
    new = Catalog(locale=language, header_comment=HEADER, fuzzy=False, charset="utf-8")
    for context, text, _where in strings():
        if plurals_only and isinstance(text, str):
            continue
        known = old.get(identity(text), context)
        words = text if plurals_only else known.string if known else ""
        new.add(text, words, context=context)
    waiting = sum(1 for m in new if m.id and not all(m.string if isinstance(m.string, tuple) else [m.string]))
    folder = FOLDER / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    write(new, folder / "django.po")
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, new)
    return waiting


def write(new: Catalog, path: Path) -> None:
    """Write the catalog without what changes from one day or machine to the next."""
    buffer = io.BytesIO()
    write_po(buffer, new, sort_output=True, width=110)
    useless = (
        "Project-Id",
        "Report-Msgid",
        "POT-Creation",
        "PO-Revision",
        "Last-Translator",
        "Language-Team",
        "Generated",
    )
    lines = [line for line in buffer.getvalue().decode().splitlines() if not line.strip('"').startswith(useless)]
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    os.environ.update(REINSERTION_MODE="test", DJANGO_SETTINGS_MODULE="reinsertion.settings")
    django.setup()
    renew("fr", plurals_only=True)
    print(f"{renew('en', plurals_only=False)} textes à traduire dans locale/en/LC_MESSAGES/django.po")
