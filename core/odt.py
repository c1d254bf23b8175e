"""A text document (ODT) with headings, paragraphs, lists and tables: what minutes need, and nothing else.

OpenDocument 1.3 is a zip of four XML files; writing them takes less than any library asks for.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree as ET

MIME = "application/vnd.oasis.opendocument.text"
SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"
    for name, path in {
        "office": "office", "style": "style", "text": "text", "table": "table", "meta": "meta",
        "fo": "xsl-fo-compatible", "manifest": "manifest",
    }.items()
} | {"dc": "http://purl.org/dc/elements/1.1/"}  # fmt: skip
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FONT, INK, MUTED = "Atkinson Hyperlegible, Liberation Sans, Arial, sans-serif", "#1d5c5a", "#4a5553"
ALWAYS = (1980, 1, 1, 0, 0, 0)  # the same content gives the same file


def tag(name: str) -> str:
    """« text:p » as the parser wants it."""
    space, _sep, local = name.partition(":")
    return f"{{{SPACES[space]}}}{local}"


def node(parent: ET.Element | None, name: str, text: str = "", **given: str) -> ET.Element:
    """An element; the attribute style_name stands for style:name."""
    attributes = {tag(key.replace("__", "-").replace("_", ":", 1)): value for key, value in given.items()}
    made = ET.Element(tag(name), attributes) if parent is None else ET.SubElement(parent, tag(name), attributes)
    made.text = NOT_XML.sub(" ", text) or None
    return made


class TextDocument:
    """The document as it is written, from top to bottom."""

    def __init__(self, title: str, *, language: str = "fr", country: str = "FR", footer: str = "") -> None:
        for name, address in SPACES.items():
            ET.register_namespace(name, address)
        self.title, self.language, self.country, self.footer = title, language, country, footer
        self.root = node(None, "office:document-content", office_version="1.3")
        self.styles = node(self.root, "office:automatic-styles")
        self.text = node(node(self.root, "office:body"), "office:text")
        self.tables = 0

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of the outline."""
        node(self.text, "text:h", text, text_style__name=f"Heading_{level}", text_outline__level=str(level))

    def paragraph(self, text: str, style: str = "Body") -> None:
        """One paragraph for each line that says something."""
        for line in text.splitlines():
            if line.strip():
                node(self.text, "text:p", line, text_style__name=style)

    def bullets(self, lines: Iterable[str]) -> None:
        """A list."""
        self._list(lines, "Bullets")

    def numbers(self, lines: Iterable[str]) -> None:
        """A numbered list."""
        self._list(lines, "Numbers")

    def table(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], texts: int
    ) -> None:
        """A table whose headings are said again on each page; figures, after the texts, stand at the end of cells."""
        self.tables += 1
        name = f"Table{self.tables}"
        grid = node(self.text, "table:table", table_name=name)
        for rank, width in enumerate(widths):
            style = node(self.styles, "style:style", style_name=f"{name}.{rank}", style_family="table-column")
            node(style, "style:table-column-properties", style_column__width=f"{width}mm")
            node(grid, "table:table-column", table_style__name=f"{name}.{rank}")
        head = node(grid, "table:table-header-rows") if any(headings) else None
        if head is not None:
            self._row(head, headings, texts, "Head")
        for row in rows:
            self._row(grid, row, texts, "Cell")
        node(self.text, "text:p", text_style__name="Body")

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Labels and what they say, a line each."""
        self.table([], [list(pair) for pair in pairs], [45, 125], 2)

    def _list(self, lines: Iterable[str], style: str) -> None:
        whole = node(self.text, "text:list", text_style__name=style)
        for line in lines:
            node(node(whole, "text:list-item"), "text:p", line, text_style__name="Item")

    def _row(self, grid: ET.Element, cells: Sequence[str], texts: int, style: str) -> None:
        row = node(grid, "table:table-row")
        for rank, cell in enumerate(cells):
            place = node(row, "table:table-cell", table_style__name="Ruled", office_value__type="string")
            for line in cell.splitlines() or [""]:
                node(place, "text:p", line, text_style__name=style if rank < texts else f"{style}_end")

    def content(self) -> bytes:
        """The file."""
        cell = node(self.styles, "style:style", style_name="Ruled", style_family="table-cell")
        node(cell, "style:table-cell-properties", fo_border__bottom="0.5pt solid #8a9694", fo_padding="1mm")
        parts = {"content.xml": self.root, "styles.xml": self._styles(), "meta.xml": self._meta()}
        manifest = node(None, "manifest:manifest", manifest_version="1.3")
        for path, kind in [("/", MIME), *((name, "text/xml") for name in parts)]:
            node(manifest, "manifest:file-entry", manifest_full__path=path, manifest_media__type=kind)
        parts["META-INF/manifest.xml"] = manifest
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(zipfile.ZipInfo("mimetype", ALWAYS), MIME)  # first, and not compressed
            for name, root in parts.items():
                entry = zipfile.ZipInfo(name, ALWAYS)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, ET.tostring(root, encoding="utf-8", xml_declaration=True))
        return file.getvalue()

    def _meta(self) -> ET.Element:
        root = node(None, "office:document-meta", office_version="1.3")
        meta = node(root, "office:meta")
        node(meta, "dc:title", self.title)
        node(meta, "dc:language", f"{self.language}-{self.country}")
        return root

    def _styles(self) -> ET.Element:
        root = node(None, "office:document-styles", office_version="1.3")
        styles = node(root, "office:styles")
        default = node(styles, "style:default-style", style_family="paragraph")
        words = {"fo_language": self.language, "fo_country": self.country}
        node(default, "style:text-properties", fo_font__family=FONT, fo_font__size="10.5pt", **words)
        for name, (size, weight, colour, above, below, start) in PARAGRAPHS.items():
            given: dict[str, Any] = {"style_class": "text"} if name in OUTLINE else {}
            one = node(styles, "style:style", style_name=name, style_family="paragraph", **given)
            keep = {"fo_keep__with__next": "always"} if given else {}
            node(
                one, "style:paragraph-properties", fo_margin__top=above, fo_margin__bottom=below, fo_text__align=start,
                **keep,
            )  # fmt: skip
            node(one, "style:text-properties", fo_font__size=size, fo_font__weight=weight, fo_color=colour)
        for name in ("Bullets", "Numbers"):
            listed = node(styles, "text:list-style", style_name=name)
            if name == "Bullets":
                level = node(listed, "text:list-level-style-bullet", text_level="1", text_bullet__char="•")
            else:
                level = node(listed, "text:list-level-style-number", text_level="1", style_num__format="1",
                             style_num__suffix=".")  # fmt: skip
            node(level, "style:list-level-properties", text_space__before="5mm", text_min__label__width="6mm")
        self._page(root)
        return root

    def _page(self, root: ET.Element) -> None:
        """A4, with the title and the number of the page at its foot."""
        layout = node(node(root, "office:automatic-styles"), "style:page-layout", style_name="A4")
        node(
            layout, "style:page-layout-properties", fo_page__width="210mm", fo_page__height="297mm", fo_margin="20mm",
            style_print__orientation="portrait",
        )  # fmt: skip
        node(node(layout, "style:footer-style"), "style:header-footer-properties", fo_min__height="8mm")
        master = node(
            node(root, "office:master-styles"),
            "style:master-page",
            style_name="Standard",
            style_page__layout__name="A4",
        )
        line = node(node(master, "style:footer"), "text:p", f"{self.footer} – ", text_style__name="Small")
        number = node(line, "text:page-number", "1")
        number.tail = " / "
        node(line, "text:page-count", "1")


OUTLINE = {"Heading_1", "Heading_2", "Heading_3"}
BODY = ("10.5pt", "normal", "#000000", "0mm", "2mm", "start")
PARAGRAPHS = {
    "Standard": BODY,
    "Body": BODY,
    "Strong": ("10.5pt", "bold", "#000000", "1mm", "1mm", "start"),
    "Item": ("10.5pt", "normal", "#000000", "0mm", "1mm", "start"),
    "Muted": ("10.5pt", "normal", MUTED, "0mm", "2mm", "start"),
    "Small": ("9pt", "normal", MUTED, "0mm", "0mm", "start"),
    "Cell": ("10pt", "normal", "#000000", "0mm", "0mm", "start"),
    "Cell_end": ("10pt", "normal", "#000000", "0mm", "0mm", "end"),
    "Head": ("9pt", "bold", MUTED, "0mm", "0mm", "start"),
    "Head_end": ("9pt", "bold", MUTED, "0mm", "0mm", "end"),
    "Heading_1": ("18pt", "bold", INK, "2mm", "3mm", "start"),
    "Heading_2": ("13pt", "bold", INK, "6mm", "3mm", "start"),
    "Heading_3": ("11pt", "bold", INK, "4mm", "2mm", "start"),
}
