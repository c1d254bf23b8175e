"""What stands on the sheet: the same rows for the screen and for the paper."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from casework.passport.words import RIGHT_TO_LEFT, Both, day_of, moment_of, phrase

FIELDS = ("what", "where", "phone", "how", "bring")
PAPERS = ("paper_release", "paper_identity", "paper_cover", "paper_bank", "paper_address", "paper_photos")
URGENT = ("urgent_15", "urgent_17", "urgent_112", "urgent_114", "urgent_115", "urgent_3114")
SECTIONS = ("meetings", "sleep", "papers", "helper")


@dataclass(frozen=True)
class Row:
    """One idea, one line: a phrase in both languages, or a text beside its label; box: a square to tick by hand."""

    words: Both
    text: str = ""
    strong: bool = False
    box: bool = False


@dataclass(frozen=True)
class Section:
    """A titled part of the sheet; each group of rows stays together."""

    title: Both
    groups: list[list[Row]]


@dataclass(frozen=True)
class Meeting:
    """An appointment as it is told on the sheet."""

    moment: datetime
    told: dict[str, str]


@dataclass(frozen=True)
class Choices:
    """What the composer chose."""

    name: str
    day: date
    language: str = ""
    size: int = 14
    discreet: bool = False
    association: str = ""
    order: Sequence[str] = SECTIONS
    meetings: Sequence[Meeting] = ()
    roofs: Sequence[dict[str, str]] = ()
    papers: Sequence[str] = ()
    helper: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The whole sheet."""

    language: str
    direction: str
    size: int
    title: Both
    name: str
    association: str
    printed: Both
    sections: list[Section]

    def as_data(self) -> dict[str, Any]:
        """As plain data, for the typesetter."""
        return asdict(self)


def sheet_of(choices: Choices) -> Sheet:
    """Lay the choices out; the discreet version names neither the association nor the release."""
    language = choices.language
    makers = {"meetings": meetings, "sleep": roofs, "papers": papers, "helper": helper}
    sections = [Section(phrase(name, language), list(makers[name](choices))) for name in choices.order]
    urgent = [[Row(phrase(key, language))] for key in URGENT]
    return Sheet(
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        size=choices.size,
        title=phrase("title_discreet" if choices.discreet else "title", language),
        name=choices.name,
        association="" if choices.discreet else choices.association,
        printed=phrase("printed", language, day=day_of(choices.day, language)),
        sections=[section for section in sections if section.groups] + [Section(phrase("emergency", language), urgent)],
    )


def labelled(told: dict[str, str], language: str, names: Sequence[str] = FIELDS) -> list[Row]:
    """Each text that was written, beside its label."""
    return [Row(phrase(name, language), text=told[name]) for name in names if told.get(name)]


def meetings(choices: Choices) -> Iterator[list[Row]]:
    """In order: the day and hour, then what, where, how."""
    for meeting in sorted(choices.meetings, key=lambda meeting: meeting.moment):
        moment = Row(moment_of(meeting.moment, choices.language), strong=True)
        yield [moment, *labelled(meeting.told, choices.language)]
    if not choices.meetings:
        yield [Row(phrase("no_meeting", choices.language))]


def roofs(choices: Choices) -> Iterator[list[Row]]:
    """Where to sleep, and whom to call otherwise."""
    for roof in choices.roofs:
        rows = labelled(roof, choices.language, ("name", *FIELDS[1:]))
        if not roof.get("where"):
            rows.append(Row(phrase("address_told", choices.language)))
        yield rows
    yield [Row(phrase("no_roof", choices.language), strong=not choices.roofs)]


def papers(choices: Choices) -> Iterator[list[Row]]:
    """To tick by hand; the discreet version does not name the release."""
    for paper in choices.papers:
        if not (choices.discreet and paper == "paper_release"):
            yield [Row(phrase(paper, choices.language), box=True)]


def helper(choices: Choices) -> Iterator[list[Row]]:
    """Whom to call, and when."""
    if rows := labelled(choices.helper, choices.language, ("name", "phone", "hours")):
        yield rows
