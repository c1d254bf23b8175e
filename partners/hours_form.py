"""Typing opening hours as people say them: a line a weekday, turned into the notation of OpenStreetMap and back."""

import re
from itertools import groupby, pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.hours import is_notation, read
from partners.hours_wording import DAYS, weekday

SPAN = re.compile(r"(\d{1,2})\s*[h:.]\s*(\d{2})?\s*(?:-|–|—|à|a|/)\s*(\d{1,2})\s*[h:.]\s*(\d{2})?", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:,|;|/|\bet\b|\bpuis\b|\+)?\s*", re.IGNORECASE)
CLOSED = {"", "ferme", "fermé", "-", "–"}
EXAMPLE = gettext_lazy("9h-12h, 14h-17h")
WEEKLY = re.compile(r"(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su)[A-Za-z,-]*) (?P<times>[\d:,-]+|closed)")
HOURS = "opening_hours"
LINES = [f"hours_{day.lower()}" for day in DAYS]
HOLIDAYS = "hours_closed_holidays"
OTHER = "hours_other"
HOURS_FIELDS = [*LINES, HOLIDAYS, OTHER]


def spans_of(text: str) -> list[str]:
    """« 9h-12h et 14h30 à 17h » as [« 09:00-12:00 », « 14:30-17:00 »]; a text that is not hours is refused."""
    text = text.strip()
    if text.lower() in CLOSED:
        return []
    spans, place = [], 0
    for found in SPAN.finditer(text):
        between = BETWEEN.match(text, place)
        if not between or between.end() != found.start():
            break
        spans.append(_span(*(int(part or 0) for part in found.groups())))
        place = found.end()
    if not spans or text[place:].strip(" ."):
        raise forms.ValidationError(_("Écrivez les heures ainsi\u00a0: %(example)s.") % {"example": EXAMPLE})
    if any(later[:5] < earlier[6:] for earlier, later in pairwise(spans)):
        raise forms.ValidationError(_("Les heures se suivent\u00a0: celles du matin d’abord, sans se recouvrir."))
    return spans


def _span(hour: int, minute: int, to_hour: int, to_minute: int) -> str:
    if hour > 23 or to_hour > 24 or max(minute, to_minute) > 59 or (to_hour == 24 and to_minute):
        raise forms.ValidationError(_("Une heure va de 0 h à 24 h, ses minutes de 00 à 59."))
    if (hour, minute) == (to_hour, to_minute):
        raise forms.ValidationError(_("L’heure de fermeture est celle de l’ouverture."))
    return f"{hour:02}:{minute:02}-{to_hour:02}:{to_minute:02}"


def notation_of(lines: list[list[str]], closed_holidays: bool) -> str:
    """The hours of the seven days: « Mo-Fr 09:00-12:00,14:00-17:00; PH off »."""
    rules = []
    for times, days in groupby(zip(DAYS, lines, strict=True), key=lambda day: ",".join(day[1])):
        if times:
            names = [name for name, _spans in days]
            rules.append(f"{names[0]}-{names[-1]} {times}" if len(names) > 1 else f"{names[0]} {times}")
    if not rules:
        return ""
    return "; ".join([*rules, "PH off"] if closed_holidays else rules)


def lines_of(notation: str) -> dict[str, Any]:
    """What the form shows of hours already noted: the seven lines when they can be told so, else the notation."""
    hours = read(notation)
    if hours is None:
        return {OTHER: notation}
    lines, closed_holidays = dict.fromkeys(DAYS, ""), False
    for rule in str(hours).split("; "):
        if rule == "PH closed":
            closed_holidays = True
            continue
        found = WEEKLY.fullmatch(rule)
        if not found:
            return {OTHER: notation}
        for day in _days(found["days"]):
            lines[day] = "" if found["times"] == "closed" else _as_typed(found["times"])
    return {**dict(zip(LINES, lines.values(), strict=True)), HOLIDAYS: closed_holidays}


def _days(selector: str) -> list[str]:
    days = []
    for part in selector.split(","):
        first, _dash, last = part.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        days += [DAYS[place % 7] for place in range(start, (end if end >= start else end + 7) + 1)]
    return days


def _as_typed(times: str) -> str:
    return re.sub(r"0?(\d{1,2}):(\d\d)", lambda at: f"{at[1]}h{at[2].replace('00', '')}", times).replace(",", ", ")


class HoursForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose record has opening hours: seven lines, public holidays, or the notation for what they cannot say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noted = lines_of(self.instance.opening_hours) if self.instance.opening_hours else {}
        for name, day in zip(LINES, DAYS, strict=True):
            field = forms.CharField(label=weekday(day).capitalize(), max_length=100, required=False)
            field.widget.attrs |= {"autocomplete": "off", "placeholder": str(EXAMPLE)}
            self.fields[name] = field
        self.fields[HOLIDAYS] = forms.BooleanField(label=_("Fermé les jours fériés"), required=False)
        self.fields[OTHER] = forms.CharField(
            label=_("Autres horaires"),
            max_length=500,
            required=False,
            help_text=_(
                "À la place des sept jours\u00a0: quelques mots («\u00a0sur rendez-vous\u00a0») ou la notation"
                " d’OpenStreetMap («\u00a0Jul-Aug Mo-Fr 09:00-12:00\u00a0»)."
            ),
        )
        for name, value in noted.items():
            self.initial.setdefault(name, value)

    def clean(self) -> dict[str, Any]:
        """The hours of the record, from the lines or from the notation."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        other, lines = cleaned.get(OTHER, "").strip(), [self._line(name) for name in LINES]
        if other and any(lines):
            self.add_error(OTHER, _("Remplissez les sept jours ou cette ligne, pas les deux."))
        if not self.errors:
            self.instance.opening_hours = self._noted(other) if other else notation_of(lines, cleaned[HOLIDAYS])
        return cleaned

    def _line(self, name: str) -> list[str]:
        try:
            return spans_of(self.cleaned_data.get(name, ""))
        except forms.ValidationError as error:
            self.add_error(name, error)
            return []

    def _noted(self, other: str) -> str:
        if is_notation(other) or other == self.instance.opening_hours:
            return other
        if not any(character.isdigit() for character in other) and '"' not in other:
            return f'"{other}"'
        self.add_error(OTHER, _("Cette notation ne se lit pas. Écrivez par exemple\u00a0: Mo-Fr 09:00-12:00."))
        return other
