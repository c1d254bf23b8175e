"""What a partner may correct of its own card, on a phone."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from partners.freshness.week import DAYS, day_names, day_words, notation_of, typed_ranges, week_of
from partners.models import CardProposal, Organization, Service

NOT_UNDERSTOOD = _("Écrivez par exemple « 9 h – 12 h, 14 h – 17 h », ou « fermé ».")


class CorrectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A card with its hours, a line a day; hours that a week does not tell stay one text."""

    class Meta:
        fields: list[str] = []

    same = forms.BooleanField(label=_("Mêmes horaires du lundi au vendredi : ceux du lundi"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.holidays = "; PH off" if "PH off" in self.instance.opening_hours else ""
        week = week_of(self.instance.opening_hours)
        self.days = [] if week is None else [f"day_{day}" for day in DAYS]
        if week is None:
            del self.fields["same"]
            return
        del self.fields["opening_hours"]
        self.order_fields([name for name in self.fields if name != "same"])
        for name, day, label in zip(self.days, DAYS, day_names(), strict=True):
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=100,
                initial=day_words(week[day]),
                widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("fermé")}),
            )

    @property
    def told(self) -> list[str]:
        """The fields of the card that an answer may correct."""
        return [*self.Meta.fields, "is_active"]

    @property
    def facts(self) -> list[forms.BoundField]:
        """The fields that are not hours."""
        return [self[name] for name in self.fields if name not in {*self.days, "same", "opening_hours"}]

    @property
    def hours(self) -> list[forms.BoundField]:
        """The fields of the hours."""
        return [self[name] for name in self.fields if name in {*self.days, "same", "opening_hours"}]

    def clean(self) -> dict[str, Any]:
        """Read the hours of each day; an untouched day keeps what it said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.days or not ({*self.days, "same"} & set(self.changed_data)):
            return cleaned
        week = {}
        for name, day in zip(self.days, DAYS, strict=True):
            ranges = typed_ranges(cleaned.get(name, ""))
            if ranges is None:
                self.add_error(name, NOT_UNDERSTOOD)
            week[day] = ranges or []
        if cleaned.get("same"):
            week |= dict.fromkeys(DAYS[:5], week["Mo"])
        self.instance.opening_hours = notation_of(week) + self.holidays
        return cleaned


class OrganizationCorrection(CorrectionForm):
    """The organisation’s own card."""

    website = forms.URLField(label=_("Site"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Organization
        fields = ["phone", "email", "website", "address", "address_more", "postal_code", "city", "opening_hours"]


class ServiceCorrection(CorrectionForm):
    """One of its services."""

    gone = forms.BooleanField(label=_("Ce service n’existe plus"), required=False)

    class Meta:
        model = Service
        fields = ["description", "access_conditions", "fees", "fees_details", "phone", "email", "opening_hours"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "access_conditions": forms.Textarea(attrs={"rows": 3}),
            "fees_details": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        """A service that is gone leaves the directory."""
        cleaned = super().clean()
        if cleaned.get("gone"):
            self.instance.is_active = False
        return cleaned


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who answers, and what no field asks for."""

    class Meta:
        model = CardProposal
        fields = ["author", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "author": _("Par exemple : Nadia, accueil. Pour vous rappeler si quelque chose n’est pas clair."),
            "note": _("Un service nouveau, un public qui a changé… Ne nommez aucune personne accompagnée."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
