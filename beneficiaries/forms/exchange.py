"""What happened: the fields that noting a follow-up and changing it share."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from beneficiaries.actions import Exchange
from beneficiaries.models import FollowUp, FollowUpMode, Layer, Topic
from core.dates import FrenchDateField, FrenchTimeField
from core.fields import clean_line
from core.templatetags.french import date_words, time_words

TEXT_LENGTH, OTHER = 20_000, "other"


SHOWN: list[tuple[Any, Callable[[FollowUp], str]]] = [
    (_("Quand"), lambda row: f"{date_words(row.happened_on)} {time_words(row.happened_at)}".strip()),
    (_("Durée en minutes"), lambda row: str(row.duration_minutes or "")),
    (_("Comment et sujets"), lambda row: row.title),
    (_("Lieu"), lambda row: row.place),
    (_("Raison de l’absence"), lambda row: row.absence_reason),
    (_("Compte rendu"), lambda row: row.summary),
    (_("Qui peut le lire"), lambda row: row.get_layer_display()),
]


class LineInput(forms.CharField):
    """One visible line, as LineField stores it."""

    def to_python(self, value: Any) -> str:
        """Clean what nobody can see."""
        return clean_line(super().to_python(value) or "")


class Text(forms.CharField):
    """Several lines; a text too long is refused and shown back, never cut while it is pasted."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows, "dir": "auto"}))
        super().__init__(required=False, validators=[MaxLengthValidator(TEXT_LENGTH)], **options)

    def to_python(self, value: Any) -> str:
        """A browser sends two characters for each new line."""
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\x00", "")


class ExchangeForm(forms.Form):
    """What happened: the fields that noting and changing a follow-up share."""

    use_required_attribute = False
    layer_hints: list[tuple[Layer, str]] = []

    happened_at = FrenchTimeField(label=_("Heure"), required=False)
    duration = forms.ChoiceField(
        label=_("Durée"),
        required=False,
        choices=[
            ("", _("Non notée")),
            ("15", _("15 min")),
            ("30", _("30 min")),
            ("60", _("1 h")),
            (OTHER, _("Autre")),
        ],
        widget=forms.RadioSelect,
    )
    duration_other = forms.IntegerField(
        label=_("Durée en minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
    )
    mode = forms.ChoiceField(
        label=_("Comment ?"),
        choices=FollowUpMode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Indiquez comment l’échange a eu lieu.")},
    )
    absence_reason = LineInput(
        label=_("Raison de l’absence"),
        required=False,
        max_length=200,
        help_text=_("Si la personne l’a dite. Par exemple : malade, pas de transport."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Sujets"),
        required=False,
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Au moins un, sauf pour une absence."),
    )
    place = LineInput(label=_("Lieu"), required=False, max_length=120)
    layer = forms.ChoiceField(
        label=_("Qui peut lire ce suivi ?"),
        choices=Layer.choices,
        initial=Layer.ORDINARY,
        required=False,
        widget=forms.RadioSelect,
    )
    summary = Text(
        rows=6,
        label=_("Compte rendu"),
        help_text=_("La personne peut lire ce texte : des faits utiles, pas de donnée de santé inutile."),
    )

    def name_layers(self, readers: Mapping[Layer, str]) -> None:
        """Say beside each layer who reads it."""
        self.layer_hints = list(readers.items())
        self.fields["layer"].choices = [  # type: ignore[attr-defined]
            (layer, format_html('{} <span class="choice-hint" id="readers-{}">{}</span>', layer.label, layer, words))
            for layer, words in self.layer_hints
        ]

    def clean_layer(self) -> str:
        """Ordinary, unless another is chosen."""
        return self.cleaned_data["layer"] or Layer.ORDINARY

    def clean(self) -> dict[str, Any]:
        """Check the fields together."""
        super().clean()
        data, absent = self.cleaned_data, self.cleaned_data.get("mode") == FollowUpMode.NO_SHOW
        if "topics" in data and not data["topics"] and not absent:
            self.add_error("topics", _("Cochez au moins un sujet."))
        if data.get("absence_reason") and "mode" in data and not absent:
            self.add_error("absence_reason", _("Une raison d’absence ne se note qu’avec « Absence »."))
        if data.get("duration") == OTHER and data.get("duration_other") is None and "duration_other" in data:
            self.add_error("duration_other", _("Indiquez la durée en minutes."))
        return data

    def duration_minutes(self) -> int | None:
        """The chip chosen, or the minutes typed."""
        chosen = self.cleaned_data["duration"]
        return int(chosen) if chosen not in ("", OTHER) else self.cleaned_data["duration_other"]

    def exchange_on(self, day: date) -> Exchange:
        """The valid form as the domain wants it."""
        data = self.cleaned_data
        return Exchange(
            happened_on=day,
            happened_at=data["happened_at"],
            duration_minutes=self.duration_minutes(),
            mode=data["mode"],
            topics=[topic for topic in Topic.values if topic in data["topics"]],
            place=data["place"],
            absence_reason=data["absence_reason"],
            summary=data["summary"],
            layer=data["layer"],
        )


def duration_initial(minutes: int | None) -> dict[str, Any]:
    """The chip, or « Autre » and the minutes."""
    if minutes in (None, 15, 30, 60):
        return {"duration": str(minutes or "")}
    return {"duration": OTHER, "duration_other": minutes}


class FollowUpEditForm(ExchangeForm):
    """The follow-up as it was noted; the day stays the same unless it is changed."""

    happened_on = FrenchDateField(label=_("Quand ?"), refuse_future=True)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def changes(self) -> dict[str, Any]:
        """The fields of FollowUp as the valid form wants them."""
        return vars(self.exchange_on(self.cleaned_data["happened_on"]))

    def differences(self, stored: FollowUp) -> list[tuple[str, str, str]]:
        """Label, stored text and typed text of each field that says something else."""
        typed = FollowUp(**self.changes())
        return [(str(label), shown(stored), shown(typed)) for label, shown in SHOWN if shown(stored) != shown(typed)]

    @staticmethod
    def initial_of(follow_up: FollowUp) -> dict[str, Any]:
        """The fields as stored."""
        return {
            "happened_on": follow_up.happened_on,
            "happened_at": follow_up.happened_at,
            "mode": follow_up.mode,
            "topics": follow_up.topics,
            "place": follow_up.place,
            "absence_reason": follow_up.absence_reason,
            "summary": follow_up.summary,
            "layer": follow_up.layer,
            "version": follow_up.version,
            **duration_initial(follow_up.duration_minutes),
        }
