"""The sheet as a tagged PDF (PDF/UA-1), set by typst in the fonts of the pages; kept nowhere."""

import json
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from casework.passport.sheet import Sheet
from core.errors import DomainError
from core.typesetting import fonts, tagged_pdf

TEMPLATE = Path(__file__).with_name("passport.typ")
MOST_PAGES = 2


def pdf_of(sheet: Sheet) -> bytes:
    """The file; refused beyond two pages, since nobody carries three."""
    compiler = typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(sheet.as_data())},
    )
    pages = json.loads(compiler.query("<pages>", field="value", one=True))
    if pages > MOST_PAGES:
        words = _("Cela fait %(pages)d pages : deux au plus. Retirez des lignes, ou choisissez 14 points.")
        raise DomainError(words % {"pages": pages})
    return tagged_pdf(compiler)
