"""The forms of the acts on a child's booking: each lists every problem at once."""

from datetime import datetime, time
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import FrenchTimeField
from core.errors import DomainError
from programs.childcare.gate import SOMEBODY_ELSE, at_the_gate
from programs.forms import FormBody
from programs.models.childcare.booking_states import BookingCancelReason
from programs.models.childcare.hours import moment
from programs.models.place import DAY_MINUTES, MOST_TURNAROUND
from programs.stay_forms import YES_NO, CancellationForm, LineText, StayForm, said

WALKS = [("", _("Ne sait pas encore")), ("oui", _("Marche")), ("non", _("Ne marche pas"))]


class HourForm(StayForm):
    """Hours of the day of the booking; a mistake in one is told beside the others."""

    def hour_of(self, value: time | None, name: str) -> datetime | None:
        """The moment, on the day of the booking."""
        if value is None:
            return None
        try:
            return moment(self.stay.first_day, value)
        except DomainError as error:
            self.add_error(name, str(error))
            return None

    def clean(self) -> dict[str, Any]:
        """Moments instead of hours of the clock."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("on", "until"):
            if isinstance(data.get(name), time):
                data[name] = self.hour_of(data[name], name)
        self.check(data)
        return data

    def check(self, data: dict[str, Any]) -> None:
        """What the hours must keep to."""

    def refuse_future(self, on: datetime | None) -> None:
        """What has not happened yet is not noted."""
        if on and on > timezone.now():
            self.add_error("on", _("Cette heure est à venir."))


class HourArrivalForm(HourForm):
    """When the child came."""

    on = FrenchTimeField(label=_("Arrivé à"))

    def check(self, data: dict[str, Any]) -> None:
        """Before the hour at which somebody comes."""
        self.refuse_future(data.get("on"))
        if data.get("on") and data["on"] >= self.stay.period.upper:
            self.add_error("on", _("L’arrivée vient avant le départ prévu."))


class HourExtensionForm(HourForm):
    """Until which hour, and why."""

    until = FrenchTimeField(label=_("Nouvelle heure de départ"))
    note = LineText(label=_("Raison"), required=True)

    def check(self, data: dict[str, Any]) -> None:
        """Later than now planned."""
        if data.get("until") and data["until"] <= self.stay.period.upper:
            self.add_error("until", _("La nouvelle heure vient après l’heure prévue."))


class HourOverstayForm(HourExtensionForm):
    """Until which hour nobody came, whether it was agreed, and why."""

    until = FrenchTimeField(label=_("Encore là jusqu’à"))
    authorised = forms.ChoiceField(label=_("Dépassement convenu"), choices=YES_NO, widget=forms.RadioSelect)
    reason = LineText(label=_("Raison"), required=True)
    note = None  # type: ignore[assignment]  # said as the reason

    def clean_authorised(self) -> bool:
        """Yes or no."""
        return bool(self.cleaned_data["authorised"] == "oui")


class HourDepartureForm(HourForm):
    """When the child left, and with whom: those who may come, those who must not, anybody else."""

    on = FrenchTimeField(label=_("Parti à"))
    who = forms.ChoiceField(label=_("Qui vient chercher l’enfant ?"), widget=forms.RadioSelect)
    name = LineText(
        label=_("Nom de l’autre personne"),
        help_text=_("Une personne qui n’est pas sur la liste ne part pas avec l’enfant : sa venue est notée."),
    )
    note = LineText(label=_("Remarque"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("together", None)
        people = at_the_gate([self.stay.child])[self.stay.child_id]
        choices = [
            (one.key, one.words if one.may_take else _("%s (ne peut pas partir avec l’enfant)") % one.words)
            for one in people
        ]
        self.fields["who"].choices = [*choices, (SOMEBODY_ELSE, _("Une autre personne"))]  # type: ignore[attr-defined]
        self.helper = FormBody("on", Field("who"), "name", "note")

    def check(self, data: dict[str, Any]) -> None:
        """After the arrival; somebody else has a name."""
        self.refuse_future(data.get("on"))
        if data.get("on") and self.stay.arrived_at and data["on"] <= self.stay.arrived_at:
            self.add_error("on", _("Le départ vient après l’arrivée."))
        if data.get("who") == SOMEBODY_ELSE and not data.get("name"):
            self.add_error("name", _("Dites qui vient chercher l’enfant."))


class BookingCancellationForm(CancellationForm):
    """Why, and whether the next days booked at once are given back too."""

    reason = forms.ChoiceField(label=_("Raison"), choices=said(BookingCancelReason))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _("Sans donnée de santé ni motif pénal.")


class WholeCancellationForm(BookingCancellationForm):
    """The same, with the days to come."""

    following = forms.BooleanField(label=_("Aussi les jours suivants, réservés en même temps"), required=False)

    def leave_out(self, name: str) -> None:
        """Ask one thing less."""
        del self.fields[name]
        self.helper = FormBody(*self.fields)


class MinutesForm(StayForm):
    """How many minutes the place needs before the next child."""

    minutes = forms.IntegerField(
        label=_("Minutes de remise en état"), min_value=0, max_value=MOST_TURNAROUND * DAY_MINUTES
    )


class CardForm(StayForm):
    """What the parent asks of the crèche; nothing else is known there."""

    walks = forms.ChoiceField(label=_("L’enfant"), choices=WALKS, required=False, widget=forms.RadioSelect)
    instructions = LineText(
        label=_("Consignes pour la crèche"),
        help_text=_("Dites par le parent, pour la crèche seule : allergie, repas, sieste, doudou."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("together", None)
        self.helper = FormBody(Field("walks", wrapper_class="chips"), "instructions")

    def clean_walks(self) -> bool | None:
        """Yes, no, or nobody knows."""
        return {"oui": True, "non": False}.get(self.cleaned_data["walks"])
