"""Typing opening hours as people say them: a line a weekday, or the notation for what seven lines cannot say."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.freshness.week import DAYS, day_names, day_words, notation_of, typed_ranges, week_of
from partners.hours import is_notation

EXAMPLE = gettext_lazy("9 h – 12 h, 14 h – 17 h")
LINES = [f"hours_{day.lower()}" for day in DAYS]
HOLIDAYS, OTHER = "hours_closed_holidays", "hours_other"
HOURS_FIELDS = [*LINES, HOLIDAYS, OTHER]
HOURS_SECTION = (gettext_lazy("Horaires"), [Div(*LINES, css_class="inline-fields"), HOLIDAYS, OTHER])
CLOSED_HOLIDAYS = "PH off"
LONGEST = 500


class HoursForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose record has opening hours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        noted: str = self.instance.opening_hours
        week = week_of(noted)
        for name, day, label in zip(LINES, DAYS, day_names(), strict=True):
            self.fields[name] = forms.CharField(
                label=label,
                max_length=100,
                required=False,
                initial=day_words(week[day]) if week else "",
                widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": EXAMPLE}),
            )
        self.fields[HOLIDAYS] = forms.BooleanField(
            label=_("Fermé les jours fériés"), required=False, initial=bool(week) and CLOSED_HOLIDAYS in noted
        )
        self.fields[OTHER] = forms.CharField(
            label=_("Autres horaires"),
            max_length=LONGEST - 2,
            required=False,
            initial="" if week else noted,
            help_text=_(
                "À la place des sept jours\u00a0: quelques mots («\u00a0sur rendez-vous\u00a0») ou la notation"
                " d’OpenStreetMap («\u00a0Jul-Aug Mo-Fr 09:00-12:00\u00a0»)."
            ),
        )

    @property
    def changed_fields(self) -> list[str]:
        """The fields of the record that were changed."""
        typed = [name for name in self.changed_data if name in self._meta.fields]  # type: ignore[operator]
        return typed + (["opening_hours"] if {*HOURS_FIELDS} & {*self.changed_data} else [])

    def clean(self) -> dict[str, Any]:
        """The hours of the record, from the lines or from the notation; untouched, they stay as they were."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not {*HOURS_FIELDS} & {*self.changed_data}:
            return cleaned
        other = cleaned.get(OTHER, "").strip()
        week = {day: self._line(name) for name, day in zip(LINES, DAYS, strict=True)}
        if other and any(week.values()):
            self.add_error(OTHER, _("Remplissez les sept jours ou cette ligne, pas les deux."))
        hours = self._noted(other) if other else notation_of(week)
        if hours and not other and cleaned.get(HOLIDAYS):
            hours += f"; {CLOSED_HOLIDAYS}"
        if len(hours) > LONGEST:
            self.add_error(LINES[0], _("Ces horaires sont trop longs pour la fiche."))
        if not self.errors:
            self.instance.opening_hours = hours
        return cleaned

    def _line(self, name: str) -> list[tuple[str, str]]:
        ranges = typed_ranges(self.cleaned_data.get(name, ""))
        if ranges is None:
            message = _("Écrivez les heures ainsi, le matin d’abord\u00a0: %(example)s. Ou «\u00a0fermé\u00a0».")
            self.add_error(name, message % {"example": EXAMPLE})
        return ranges or []

    def _noted(self, other: str) -> str:
        if is_notation(other) or other == self.instance.opening_hours:
            return other
        if not any(character.isdigit() for character in other) and '"' not in other:
            return f'"{other}"'
        self.add_error(OTHER, _("Cette notation ne se lit pas. Écrivez par exemple\u00a0: Mo-Fr 09:00-12:00."))
        return ""
