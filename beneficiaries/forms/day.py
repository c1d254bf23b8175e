"""The day of what is noted: chips for today and yesterday, a field for any other, never guessed."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beneficiaries.forms.exchange import OTHER
from core.dates import FrenchDateField
from core.templatetags.french import day_words

DRAFT_DAYS = 8
TODAY, YESTERDAY = "today", "yesterday"


class DayForm(forms.Form):
    """« Aujourd’hui », « Hier » or another date; clean_day leaves the day in other_date."""

    when = forms.ChoiceField(
        label=_("Quand ?"), widget=forms.RadioSelect, error_messages={"required": _("Indiquez le jour.")}
    )
    other_date = FrenchDateField(
        label=_("Autre date"),
        required=False,
        refuse_future=True,
        help_text=_("Par exemple 14/10 ou 14 octobre 2025."),
    )
    asked_on = forms.DateField(required=False, input_formats=["%Y-%m-%d"], widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        days: Any = self.fields["when"]
        days.choices = self._days()

    @cached_property
    def opened_on(self) -> date:
        """The day on which « aujourd’hui » was shown: a form left open overnight still means that day."""
        try:
            day = date.fromisoformat(str(self["asked_on"].value()))
        except ValueError:
            return timezone.localdate()
        return day if timedelta(0) <= timezone.localdate() - day <= timedelta(days=DRAFT_DAYS) else timezone.localdate()

    def _days(self) -> list[tuple[str, str]]:
        today, yesterday = self.opened_on, self.opened_on - timedelta(days=1)
        if today == timezone.localdate():
            names = gettext("Aujourd’hui"), gettext("Hier")
            hinted: list[str] = [
                format_html('{} <span class="choice-hint">{}</span>', name, day_words(day))
                for name, day in zip(names, (today, yesterday), strict=True)
            ]
        else:
            hinted = [day_words(today).capitalize(), day_words(yesterday).capitalize()]
        return [(TODAY, hinted[0]), (YESTERDAY, hinted[1]), (OTHER, gettext("Autre date"))]

    def clean_day(self, data: dict[str, Any]) -> None:
        """Put the day of the chip chosen in other_date, or ask for it."""
        when = data.get("when")
        if when == OTHER and "other_date" in data and not data["other_date"]:
            self.add_error("other_date", _("Indiquez la date."))
        elif when in (TODAY, YESTERDAY):
            data["other_date"] = self.opened_on - timedelta(days=when == YESTERDAY)
            self.errors.pop("other_date", None)


def day_initial(day: date) -> dict[str, Any]:
    """The chip of a day already known; nothing for a day to come."""
    ago = (timezone.localdate() - day).days
    if ago in (0, 1):
        return {"when": (TODAY, YESTERDAY)[ago]}
    return {"when": OTHER, "other_date": day} if ago > 0 else {}
