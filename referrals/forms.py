"""Forms of a referral: what is sent, and what was answered."""

from datetime import datetime
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import FrenchDateField, FrenchTimeField
from partners.models import Service
from programs.forms import FormBody
from programs.models import Program
from referrals.models import Channel, Consent, DeclineReason, Referral, ReminderWay

OUTSIDE_CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.INTERNAL]


class ReferralForm(forms.ModelForm[Referral]):
    """The message, the person’s agreement and the way it goes; submission makes a second click harmless."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    consent = forms.ChoiceField(
        label=_("Accord de la personne"),
        choices=Consent.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Nécessaire pour envoyer. Rien n’est transmis sans son accord."),
    )
    channel = forms.ChoiceField(label=_("Envoyée par"), choices=OUTSIDE_CHANNELS, widget=forms.RadioSelect)

    class Meta:
        model = Referral
        fields = ["message", "consent", "channel"]

    def __init__(self, *args: Any, recipient: Service | Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(recipient, Program):
            internal = [choice for choice in Channel.choices if choice[0] == Channel.INTERNAL]
            self.fields["channel"] = forms.ChoiceField(
                choices=internal, initial=Channel.INTERNAL, widget=forms.HiddenInput
            )
        self.fields["message"].widget.attrs["rows"] = 5
        if self.initial.get("consent") != Consent.OVERRIDE:
            asked = [choice for choice in Consent.choices if choice[0] != Consent.OVERRIDE]
            self.fields["consent"].choices = asked  # type: ignore[attr-defined]
        self.helper = FormBody(
            "submission",
            Field("consent", wrapper_class="chips"),
            "message",
            Field("channel", wrapper_class="chips"),
        )

    @property
    def content(self) -> dict[str, Any]:
        """What the referral says, once valid."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AcceptForm(forms.Form):
    """A yes, and what comes with it."""

    comment = forms.CharField(
        label=_("Commentaire"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Facultatif. Par exemple : la date et le lieu du premier rendez-vous."),
    )
    helper = FormBody("comment")


class CommentForm(forms.Form):
    """Words that go with a step, or none."""

    comment = forms.CharField(
        label=_("Commentaire"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    helper = FormBody("comment")


class WaitlistForm(CommentForm):
    """A place on a list, as far as it is known."""

    position = forms.IntegerField(
        label=_("Rang dans la liste"), min_value=1, max_value=9_999, required=False,
        widget=forms.NumberInput(attrs={"class": "input-tiny"}),
    )  # fmt: skip
    expected_on = FrenchDateField(label=_("Place espérée le"), required=False, nearest="future")
    helper = FormBody("position", "expected_on", "comment")


class AppointmentForm(CommentForm):
    """When and where the recipient will meet the person."""

    day = FrenchDateField(label=_("Date"), nearest="future")
    time = FrenchTimeField(label=_("Heure"), help_text=_("9h30, 14:00"))
    appointment_place = forms.CharField(label=_("Lieu"), max_length=200, required=False)
    helper = FormBody("day", "time", "appointment_place", "comment")

    @staticmethod
    def moment(typed: dict[str, Any]) -> datetime:
        """The day and the hour together."""
        return timezone.make_aware(datetime.combine(typed["day"], typed["time"]))


class DeclineForm(forms.Form):
    """A no, and why."""

    reason = forms.ChoiceField(
        label=_("Pourquoi ?"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez la raison du refus.")},
    )
    comment = forms.CharField(
        label=_("Précisions"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Obligatoires pour « Autre raison »."),
    )
    alternative = forms.CharField(
        label=_("Autre piste proposée"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    helper = FormBody("reason", "comment", "alternative")


class ReminderForm(forms.Form):
    """By which way, and what was said on the telephone."""

    way = forms.ChoiceField(choices=ReminderWay.choices, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Ce qui a été dit au téléphone"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Facultatif, pour un appel."),
    )
    helper = FormBody("comment")


class ConfirmForm(forms.Form):
    """Nothing to fill: the button confirms."""

    helper = FormBody()


class QuestionForm(forms.Form):
    """What we answer to a partner."""

    answer = forms.CharField(
        label=_("Votre réponse"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sans donnée de santé ni motif pénal."),
        error_messages={"required": _("Écrivez la réponse.")},
    )
    helper = FormBody("answer")
