"""A legal question, its answer, and the sheet of an open clinic."""

from typing import Any

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import FrenchDateField, FrenchTimeField
from programs.forms import FormBody
from programs.models import LegalTopic
from programs.models.legal.clinic import MOST
from programs.models.legal.states import NEEDS_ANSWER, Audience, QuestionOutcome, ReferredBy
from programs.stay_forms import LineText


class SeveralLines(forms.CharField):
    """A text of some length, its new lines as one character."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **options)

    def to_python(self, value: Any) -> str:
        """A browser sends two characters for each new line."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class QuestionForm(forms.Form):
    """What is asked, when, and who sent the person."""

    use_required_attribute = False

    topic = forms.ModelChoiceField(
        queryset=LegalTopic.objects.none(),
        label=_("Sujet"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez le sujet.")},
    )
    asked_on = FrenchDateField(label=_("Posée le"), refuse_future=True)
    referred_by = forms.ChoiceField(
        label=_("Qui envoie la personne ?"),
        choices=ReferredBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites qui envoie la personne.")},
    )
    referrer = LineText(label=_("Qui, précisément"), max_length=120, help_text=_("Facultatif."))
    question = SeveralLines(
        rows=5, label=_("Question"), max_length=5_000, help_text=_("Telle que la personne la pose.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic: Any = self.fields["topic"]
        topic.queryset = LegalTopic.objects.offered()
        self.helper = FormBody(
            Field("topic", wrapper_class="chips"),
            "question",
            Field("referred_by", wrapper_class="chips"),
            Div("referrer", "asked_on", css_class="inline-fields"),
        )

    def clean_asked_on(self) -> Any:
        """Within the years of an association."""
        day = self.cleaned_data["asked_on"]
        if day.year < 1990:
            raise forms.ValidationError(_("Cette date n’est pas plausible."))
        return day


class ReplyForm(forms.Form):
    """What was answered, what came of it, when it is taken up again."""

    use_required_attribute = False

    answer = SeveralLines(rows=6, label=_("Réponse donnée"), max_length=10_000, required=False)
    outcome = forms.ChoiceField(
        label=_("Issue"), choices=QuestionOutcome.choices, required=False, widget=forms.RadioSelect
    )
    follow_up_on = FrenchDateField(
        label=_("À reprendre le"), required=False, nearest="future", help_text=_("Une tâche le rappelle ce jour-là.")
    )
    helper = FormBody("answer", Field("outcome", wrapper_class="chips"), "follow_up_on")

    def clean(self) -> dict[str, Any]:
        """An outcome that says nothing by itself has its answer; a day to come."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("outcome") in NEEDS_ANSWER and "answer" in data and not data["answer"]:
            self.add_error("answer", _("Écrivez ce qui a été répondu."))
        day = data.get("follow_up_on")
        if day and day < timezone.localdate() and day != self.initial.get("follow_up_on"):
            self.add_error("follow_up_on", _("Choisissez un jour à venir."))
        return data


class ClinicForm(forms.Form):
    """When and where, and how many of each broad group; never a name."""

    use_required_attribute = False

    held_on = FrenchDateField(label=_("Date"), refuse_future=True)
    starts_at = FrenchTimeField(label=_("De"))
    ends_at = FrenchTimeField(label=_("À"))
    place = LineText(label=_("Lieu"), max_length=120, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for audience in Audience:
            self.fields[audience.value] = forms.IntegerField(
                label=audience.label,
                min_value=0,
                max_value=MOST,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
            )
        self.helper = FormBody(
            Div("held_on", "starts_at", "ends_at", "place", css_class="inline-fields"),
            Fieldset(_("Combien de personnes sont venues ?"), *Audience.values, css_class="form-section"),
        )

    def clean(self) -> dict[str, Any]:
        """In order, and in the years of an association."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends, day = data.get("starts_at"), data.get("ends_at"), data.get("held_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("La fin vient après le début."))
        if day and day.year < 1990:
            self.add_error("held_on", _("Cette date n’est pas plausible."))
        return data

    @property
    def told(self) -> dict[str, Any]:
        """Arguments of the sheet."""
        data = self.cleaned_data
        facts = {name: data[name] for name in ("held_on", "starts_at", "ends_at", "place")}
        return {**facts, "counts": {name: data[name] or 0 for name in Audience.values}}
