"""Fields that several forms about people share."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import ContactChannel
from core.dates import parse_french_date
from core.fields import clean_line

FIRST_YEAR = 1900


@dataclass(frozen=True)
class Birth:
    """What is known of a birth: the day, or the year alone."""

    day: date | None = None
    year: int | None = None

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}" if self.day else str(self.year or "")


class BirthField(forms.CharField):
    """« 12/03/1994 », « 12 mars 1994 », or « 1994 » when the day is not known."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Date ou année de naissance"))
        options.setdefault("help_text", gettext_lazy("12/03/1994, ou 1994 quand le jour n’est pas connu."))
        options.setdefault("widget", forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"}))
        super().__init__(required=False, max_length=40, **options)

    def clean(self, value: Any) -> Birth:
        """Read the day or the year, neither of them to come."""
        text, today = clean_line(super().clean(value)), timezone.localdate()
        if not text:
            return Birth()
        if re.fullmatch(r"\d{4}", text):
            year = int(text)
            if not FIRST_YEAR <= year <= today.year:
                limits = {"first": FIRST_YEAR, "last": today.year}
                raise ValidationError(_("L’année va de %(first)d à %(last)d.") % limits, code="invalid")
            return Birth(year=year)
        if not re.search(r"\d{4}|\d\D+\d+\D+\d{2}", text):
            raise ValidationError(_("Ajoutez l’année de naissance."), code="invalid")
        day = parse_french_date(text, today)
        if day > today:
            raise ValidationError(_("Cette date de naissance est à venir."), code="invalid")
        return Birth(day=day)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is meant, not how it is written."""
        try:
            return str(initial or "") != str(self.clean(data))
        except ValidationError:
            return True


class PersonOnStaffField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague, by full name."""

    def label_from_instance(self, user: Any) -> str:
        """First and last name."""
        return str(user.get_full_name())


class ChannelsField(forms.MultipleChoiceField):
    """The ways in which a person agreed to be reached."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Ce que la personne accepte"))
        options.setdefault("choices", ContactChannel.choices)
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(required=False, **options)
