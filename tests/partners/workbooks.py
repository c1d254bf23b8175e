"""Small invented workbooks, written part by part so that each may hold what no spreadsheet would write."""

import io
import zipfile
from html import escape
from typing import Any

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def letter(column: int) -> str:
    """« A » for 0."""
    return chr(65 + column)


def sheet_xml(rows: list[list[Any]], merged: str = "", far: str = "") -> str:
    """A sheet; a value starting with = is a formula whose last result follows a bar."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = ""
        for column, value in enumerate(row):
            place = f'r="{letter(column)}{number}"'
            if isinstance(value, int | float):
                cells += f"<c {place}><v>{value}</v></c>"
            elif value.startswith("="):
                formula, _bar, result = value[1:].partition("|")
                cells += f'<c {place} t="str"><f>{escape(formula)}</f><v>{escape(result)}</v></c>'
            elif value:
                cells += f'<c {place} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        lines.append(f'<row r="{number}">{cells}</row>')
    lines.append(f'<row r="1048576"><c r="{far}"><v>1</v></c></row>' if far else "")
    spans = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return f'<worksheet xmlns="{NAMESPACE}"><sheetData>{"".join(lines)}</sheetData>{spans}</worksheet>'


def workbook(sheets: dict[str, str], extra: dict[str, bytes] | None = None) -> bytes:
    """The bytes of a workbook made of these sheets."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}" xmlns:r="{OFFICE}"/>' for i, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{NAMESPACE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{TYPES}/relationships">{links}</Relationships>',
        **{f"xl/worksheets/sheet{i}.xml": text for i, text in enumerate(sheets.values(), 1)},
        **(extra or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()
