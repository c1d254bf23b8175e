"""The minutes as a tagged PDF (PDF/UA-1), set by typst in the fonts of the pages."""

import json
from pathlib import Path

import typst

from core.typesetting import fonts, tagged_pdf
from programs.committee.minutes import Minutes

TEMPLATE = Path(__file__).with_name("minutes.typ")


def pdf_of(minutes: Minutes, association: str) -> bytes:
    """One file to print or to send."""
    compiler = typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"minutes": json.dumps({"association": association, **minutes.as_data()})},
    )
    return tagged_pdf(compiler)
