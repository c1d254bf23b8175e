"""The report as a tagged PDF, set by typst in the fonts of the pages; kept nowhere."""

import json
from pathlib import Path

import typst

from casework.end_report.sheet import ReportSheet
from core.typesetting import fonts, tagged_pdf

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf_of(sheet: ReportSheet) -> bytes:
    """One file to print or to hand over."""
    compiler = typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(sheet.as_data())},
    )
    return tagged_pdf(compiler)
