"""What a partner writes with an answer."""

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import FrenchDateField, FrenchTimeField
from core.fields import clean_line
from referrals.models import DeclineReason


class AnswerForm(forms.Form):
    """The fields alone: the page writes the form’s tag and its buttons."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.fields)

    @property
    def told(self) -> dict[str, Any]:
        """What goes with the answer."""
        return dict(self.cleaned_data)


def comment_field(**options: Any) -> forms.CharField:
    """A few words that the association reads."""
    return forms.CharField(
        label=options.pop("label", gettext_lazy("Un mot de plus")),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        **options,
    )


class WaitlistForm(AnswerForm):
    """A place on the list, or a day, when they are known."""

    position = forms.IntegerField(
        label=gettext_lazy("Rang dans la liste"),
        required=False,
        min_value=1,
        max_value=9_999,
        widget=forms.NumberInput(attrs={"class": "input-tiny", "inputmode": "numeric"}),
    )
    expected_on = FrenchDateField(label=gettext_lazy("Place espérée le"), required=False, nearest="future")
    comment = comment_field()

    def clean_expected_on(self) -> Any:
        """A place is hoped for, not past."""
        day = self.cleaned_data["expected_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Cette date est passée."))
        return day


class AppointmentForm(AnswerForm):
    """Day, hour and place of a first appointment."""

    day = FrenchDateField(label=gettext_lazy("Jour"), nearest="future")
    hour = FrenchTimeField(label=gettext_lazy("Heure"))
    place = forms.CharField(label=gettext_lazy("Lieu"), max_length=200, required=False)
    comment = comment_field(help_text=gettext_lazy("Par exemple : qui demander, ce qu’il faut apporter."))

    def clean(self) -> dict[str, Any]:
        """An appointment is ahead."""
        data = super().clean() or {}
        data["place"] = clean_line(data.get("place") or "")
        if data.get("day") and data.get("hour"):
            data["starts_at"] = timezone.make_aware(datetime.combine(data["day"], data["hour"]))
            if data["starts_at"] < timezone.now():
                self.add_error("day", _("Ce moment est passé."))
        return data

    @property
    def told(self) -> dict[str, Any]:
        """As the domain takes it."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "place", "comment")}


class PartnerDeclineForm(AnswerForm):
    """Why not, and what else could be tried."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Pourquoi ?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez la raison du refus.")},
    )
    comment = comment_field(
        label=gettext_lazy("Précisions"), help_text=gettext_lazy("Obligatoires pour « Autre raison ».")
    )
    alternative = forms.CharField(
        label=gettext_lazy("Une autre piste pour cette personne ?"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Une structure, un dispositif, une date à laquelle redemander."),
    )

    @property
    def told(self) -> dict[str, Any]:
        """As the domain takes it."""
        return {**self.cleaned_data, "reason": DeclineReason(self.cleaned_data["reason"])}


class QuestionForm(AnswerForm):
    """What the partner needs to know before answering."""

    text = forms.CharField(
        label=gettext_lazy("Votre question"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Ne nommez personne : l’équipe sait de qui il s’agit."),
    )
