"""The minutes in words: what the page, the PDF and the ODT say alike, in French, the language of the committee."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import euros
from core.templatetags.french import date_words, time_words
from programs.committee.content import MONEY, content_of, total
from programs.models import CommitteeMeeting
from programs.models.action_plan import ActionStatus, ItemOutcome, PlanPhase, Presence


@dataclass(frozen=True)
class Item:
    """A point of the agenda as it was treated."""

    title: str
    notes: str
    outcome: str
    decisions: list[str]


@dataclass(frozen=True)
class Table:
    """Rows under their headings; the columns of figures are those after the texts, total is the last row."""

    headings: list[str]
    rows: list[list[str]]
    texts: int
    total: bool = False


@dataclass(frozen=True)
class Minutes:
    """A document of one meeting."""

    title: str
    plan: str
    draft: str
    facts: list[tuple[str, str]]
    attendance: list[tuple[str, list[str]]]
    items: list[Item]
    decisions: Table
    budget: Table
    indicators: Table
    as_of: str
    signature: str
    closing: str

    def as_data(self) -> dict[str, Any]:
        """Plain data, for the typesetter."""
        return asdict(self)


def minutes_of(meeting: CommitteeMeeting) -> Minutes:
    """The minutes of a meeting, frozen or still open."""
    content = content_of(meeting)
    figures = content["figures"]
    return Minutes(
        title=_("Compte rendu du comité du %(day)s") % {"day": _day(content["on"])},
        plan=content["plan"],
        draft="" if meeting.frozen else _("Projet : le comité n’est pas clos."),
        facts=list(_facts(content)),
        attendance=list(_attendance(content["members"])),
        items=[_item(row) for row in content["items"]],
        decisions=_decisions(content),
        budget=_budget(content),
        indicators=_indicators(content),
        as_of=_("Chiffres au %(day)s.") % {"day": _day(figures["as_of"])},
        signature=content["chair"],
        closing=_closing(content),
    )


def figure(value: str) -> str:
    """« 34 », « 34,5 »: a figure without useless zeros."""
    if not value:
        return "–"
    text = f"{Decimal(value):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def share(part: Decimal, whole: Decimal) -> str:
    """« 51 % »; nothing of nothing says nothing."""
    return f"{part * 100 / whole:.0f}\u00a0%" if whole else "–"


def _day(iso: str) -> str:
    return date_words(date.fromisoformat(iso))


def _facts(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """When, where, who chaired, in which phase."""
    when = _day(content["on"])
    if content["at_time"]:
        when = _("%(day)s à %(time)s") % {"day": when, "time": time_words(time.fromisoformat(content["at_time"]))}
    yield _("Date"), when
    if content["place"]:
        yield _("Lieu"), content["place"]
    yield _("Présidence"), content["chair"]
    yield _("Phase du plan"), str(PlanPhase(content["phase"]).label)
    if content["next"]:
        coming = [_day(content["next"]["on"]), content["next"]["place"]]
        yield _("Prochain comité"), ", ".join(part for part in coming if part)


def _attendance(members: list[dict[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Who came and who did not, those present first."""
    headings = {
        Presence.PRESENT: _("Présents"),
        Presence.REPRESENTED: _("Représentés"),
        Presence.EXCUSED: _("Excusés"),
        Presence.ABSENT: _("Absents"),
        Presence.UNKNOWN: _("Attendus"),
    }
    for presence, heading in headings.items():
        names = [
            _("%(name)s, par %(by)s") % member if member["by"] else member["name"]
            for member in members
            if member["presence"] == presence
        ]
        if names:
            yield heading, names


def _item(row: dict[str, Any]) -> Item:
    outcome = _("Reporté au prochain comité") if row["outcome"] == ItemOutcome.POSTPONED else ""
    return Item(row["title"], row["notes"], outcome, [_decision(decision) for decision in row["decisions"]])


def _decision(row: dict[str, str]) -> str:
    words = _("%(text)s – %(lead)s, pour le %(day)s")
    return words % {"text": row["text"], "lead": row["lead"], "day": _day(row["due_on"])}


def _decisions(content: dict[str, Any]) -> Table:
    rows = [row for item in content["items"] for row in item["decisions"]] + content["decisions"]
    headings = [_("Décision"), _("Qui"), _("Pour le")]
    return Table(headings, [[row["text"], row["lead"], _day(row["due_on"])] for row in rows], texts=3)


def _budget(content: dict[str, Any]) -> Table:
    actions = content["figures"]["actions"]
    rows = [
        [f"{row['code']} {row['title']}", _state(row), *(euros(Decimal(row[name])) for name in MONEY)]
        for row in actions
    ]
    sums = [total(content, name) for name in MONEY]
    rows.append([_("Total"), _("dépensé\u00a0: %(share)s") % {"share": share(sums[2], sums[0])}, *map(euros, sums)])
    return Table([_("Action"), _("État"), _("Prévu"), _("Engagé"), _("Dépensé")], rows, texts=2, total=True)


def _state(row: dict[str, Any]) -> str:
    """« En cours, en retard, budget dépassé »."""
    words = [str(ActionStatus(row["status"]).label)]
    if row["late"]:
        words.append(_("en retard"))
    if Decimal(row["spent"]) > Decimal(row["planned"]):
        words.append(_("budget dépassé"))
    return ", ".join(words)


def _indicators(content: dict[str, Any]) -> Table:
    before = content["before"]
    headings = [_("Indicateur"), _("Au départ"), _("Visé"), _("Dernière valeur")]
    if before:
        headings.insert(3, _("Comité du %(day)s") % {"day": _day(before["on"])})
    rows = []
    for row in content["figures"]["actions"]:
        if not row["indicator"]:
            continue
        label = _("%(code)s %(indicator)s") % row + (f" ({row['unit']})" if row["unit"] else "")
        value = figure(row["value"])
        if row["value_on"]:
            value = _("%(value)s au %(day)s") % {"value": value, "day": _day(row["value_on"])}
        cells = [label, figure(row["baseline"]), figure(row["target"]), value]
        if before:
            cells.insert(3, figure(before["values"].get(row["id"], "")))
        rows.append(cells)
    return Table(headings, rows, texts=1)


def _closing(content: dict[str, Any]) -> str:
    """How it ended: how many decisions, and by whom the minutes were closed."""
    taken = sum(len(item["decisions"]) for item in content["items"]) + len(content["decisions"])
    words = ngettext("%(count)d décision prise.", "%(count)d décisions prises.", taken) % {"count": taken}
    if "closed_by" in content:
        closed = {"day": _day(content["closed_at"][:10]), "by": content["closed_by"]}
        words += " " + _("Compte rendu arrêté le %(day)s par %(by)s.") % closed
    return words
