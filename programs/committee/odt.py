"""The minutes as a text document that a secretary can go on with."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.odt import TextDocument
from programs.committee.minutes import Minutes, Table


def odt_of(minutes: Minutes, association: str) -> bytes:
    """The file."""
    document = TextDocument(minutes.title, footer=f"{minutes.plan} – {minutes.title}")
    document.paragraph(association, "Strong")
    document.paragraph(minutes.plan, "Muted")
    document.heading(minutes.title)
    document.paragraph(minutes.draft, "Strong")
    document.facts(minutes.facts)
    document.heading(_("Présences"), 2)
    document.facts((label, "\n".join(names)) for label, names in minutes.attendance)
    if minutes.items:
        document.heading(_("Ordre du jour"), 2)
        document.numbers(item.title for item in minutes.items)
        write_items(document, minutes)
    if minutes.decisions.rows:
        document.heading(_("Relevé de décisions"), 2)
        write_table(document, minutes.decisions, [90, 45, 35])
    document.heading(_("Tableau de bord"), 2)
    document.paragraph(minutes.as_of, "Muted")
    write_table(document, minutes.budget, [60, 35, 25, 25, 25])
    if minutes.indicators.rows:
        others = len(minutes.indicators.headings) - 1
        write_table(document, minutes.indicators, [70, *[100 / others] * others])
    document.paragraph(minutes.closing)
    document.paragraph(_("Pour le comité, la présidence"), "Muted")
    document.paragraph(minutes.signature)
    return document.content()


def write_items(document: TextDocument, minutes: Minutes) -> None:
    """What was said and decided on each point."""
    document.heading(_("Échanges et décisions"), 2)
    for number, item in enumerate(minutes.items, 1):
        document.heading(f"{number}. {item.title}", 3)
        document.paragraph(item.notes)
        if item.decisions:
            document.paragraph(ngettext("Décision", "Décisions", len(item.decisions)), "Strong")
            document.bullets(item.decisions)
        document.paragraph(item.outcome and f"{item.outcome}.", "Muted")


def write_table(document: TextDocument, table: Table, widths: list[float]) -> None:
    """A table as the minutes give it."""
    document.table(table.headings, table.rows, widths, table.texts)
