"""The figures of the referrals set out in tables of words, each number with the address of its list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.choices import label_of
from core.links import link_to
from partners.models import DeclineReason
from referrals.figures import Line
from referrals.groupings import OTHERS
from referrals.measures import AFTER_YES, MEASURES, PARTS
from referrals.small_numbers import Number, is_small

Words = str | Promise
ANSWERS, AFTER = ("envoyees", *PARTS), ("acceptees", *AFTER_YES)
SHARE = _("Part acceptée")
DELAYS: tuple[tuple[str, str, Words, Words], ...] = (
    ("delai_reponse", "repondues", _("Première réponse : médiane"), _("Première réponse : 9 sur 10")),
    ("delai_accueil", "recues", _("Accueil : médiane"), _("Accueil : 9 sur 10")),
)
SHARE_DEFINED = _(
    "Les acceptées, sur cent acceptées, refusées ou sans suite. Ce qui attend encore et ce qui est retiré n’y est pas."
)
DELAYS_DEFINED = (
    (
        _("Première réponse"),
        _("Temps entre l’envoi et la première réponse du partenaire, quelle qu’elle soit, pour les répondues."),
    ),
    (_("Accueil"), _("Temps entre l’envoi et le jour où la personne a été reçue, pour les reçues.")),
    (_("Médiane"), _("La moitié des demandes a attendu moins longtemps, l’autre moitié plus longtemps.")),
    (_("9 sur 10"), _("Neuf demandes sur dix ont attendu moins longtemps.")),
)
REASONS_DEFINED = ((_("Raisons"), _("La raison donnée par le partenaire, une par refus, la plus fréquente d’abord.")),)


@dataclass(frozen=True)
class Cell:
    """Words under a heading, with the list behind them when there is one to open."""

    head: Words
    words: str
    url: str = ""
    parts: list["Cell"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words alone, as a spreadsheet takes them."""
        return ", ".join(
            f"{part.head}\u00a0: {part.words}" if part.words else str(part.head) for part in self.parts
        ) or (self.words)


@dataclass(frozen=True)
class Row:
    """The cells of one group; url shows the figures of this group alone."""

    label: str
    url: str
    cells: list[Cell]
    whole: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its heading, what its columns mean, its rows."""

    slug: str
    title: Words
    rows: list[Row]
    definitions: list[tuple[Words, Words]]


class Setting:
    """How lines become tables: what narrows the figures goes into each address; opens says whether lists open."""

    def __init__(self, by: str, narrowing: dict[str, str], *, opens: bool, shared: bool) -> None:
        self.by, self.narrowing, self.opens, self.shared = by, narrowing, opens, shared

    def tables(self, total: Line, lines: Iterable[Line]) -> list[Table]:
        """Answers, delays, what came after a yes, reasons for a no."""
        every = [total, *lines]
        defined: dict[str, tuple[Words, Words]] = {slug: (one.label, one.definition) for slug, one in MEASURES.items()}
        return [
            self.table("reponses", _("Réponses"), every, self.answers,
                       [*(defined[slug] for slug in ANSWERS), (SHARE, SHARE_DEFINED)]),
            self.table("delais", _("Délais"), every, self.delays,
                       [defined["repondues"], defined["recues"], *DELAYS_DEFINED]),
            self.table("accueil", _("Après l’acceptation"), every, self.outcomes, [defined[slug] for slug in AFTER]),
            self.table("raisons", _("Raisons de refus"), every, self.reasons, [defined["refusees"], *REASONS_DEFINED]),
        ]  # fmt: skip

    def table(
        self, slug: str, title: Words, lines: Iterable[Line], cells: Any, definitions: list[tuple[Words, Words]]
    ) -> Table:
        """One table; the first row is that of all."""
        rows = [
            Row(line.label or _now("Ensemble"), self.group_url(line), cells(line), whole=not line.key) for line in lines
        ]
        return Table(slug, title, rows, definitions)

    def answers(self, line: Line) -> list[Cell]:
        """What the partners said."""
        return [*(self.number(line, slug) for slug in ANSWERS), Cell(SHARE, line.acceptance)]

    def delays(self, line: Line) -> list[Cell]:
        """How soon."""
        cells = []
        for name, slug, median, most in DELAYS:
            cells += [
                self.number(line, slug),
                Cell(median, line.delay_words(name, 0, slug)),
                Cell(most, line.delay_words(name, 1, slug)),
            ]
        return cells

    def outcomes(self, line: Line) -> list[Cell]:
        """What came of a yes."""
        return [self.number(line, slug) for slug in AFTER]

    def reasons(self, line: Line) -> list[Cell]:
        """Why not; shared, the frequent reasons without their numbers."""
        parts = [
            Cell(label_of(DeclineReason, code), "" if self.shared else number.words,
                 self.list_url(line, number, etat="refusees", raison=code))
            for code, number in line.reasons.items()
            if not self.shared or not is_small(number.count)
        ]  # fmt: skip
        return [self.number(line, "refusees"), Cell(_("Raisons"), "" if parts else "–", parts=parts)]

    def number(self, line: Line, slug: str) -> Cell:
        """A count with its list."""
        number = line.numbers[slug]
        return Cell(MEASURES[slug].label, number.words, self.list_url(line, number, etat=slug))

    def list_url(self, line: Line, number: Number, **asked: str) -> str:
        """The list of what is counted, unless the number is hidden, or nothing."""
        if not self.opens or number.hidden or not number.count or line.key == OTHERS:
            return ""
        if self.shared and "raison" in asked:
            return ""
        return f"{link_to('referrals:list')}?{urlencode({**self.narrowing, **self.group(line), **asked})}"

    def group_url(self, line: Line) -> str:
        """The figures of one group alone: month by month, or by partner for a period."""
        if line.key in {"", OTHERS} or not self.opens:
            return ""
        asked = {**self.narrowing, **self.group(line), "par": "structure" if line.days else "mois"}
        return f"{link_to('referrals:figures')}?{urlencode(asked)}"

    def group(self, line: Line) -> dict[str, str]:
        """What narrows a list to the line; a period stays within the days asked for."""
        if not line.days:
            return {self.by: line.key} if line.key else {}
        return {"du": f"{line.days[0]:%d/%m/%Y}", "au": f"{line.days[1]:%d/%m/%Y}"}
