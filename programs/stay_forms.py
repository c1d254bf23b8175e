"""The forms of stays, unavailabilities and requests: each lists every problem at once."""

from datetime import date
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.utils.translation import gettext_lazy as _

from beneficiaries.models import Beneficiary, Child
from core.dates import FrenchDateField
from core.fields import clean_line
from core.sql import FrenchSort
from programs.forms import FormBody
from programs.models import Program, ProgramKind
from programs.models.place import MOST_TURNAROUND
from programs.models.stay_states import CancelReason, DepartureReason, MoveOn, RejectReason, UnavailableReason

YES_NO = [("oui", _("Oui")), ("non", _("Non"))]
ORDER = _("Le départ vient au moins une nuit après l’arrivée.")


def said(choices: Any) -> list[tuple[str, Any]]:
    """The choices, after one that says to choose."""
    return [("", _("Choisir…")), *[choice for choice in choices.choices if choice[0]]]


class LineText(forms.CharField):
    """One visible line of three hundred signs at most."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 300, "required": False, **options})

    def clean(self, value: Any) -> str:
        """Without what nobody sees."""
        return str(super().clean(clean_line(value or "")))


class StayForm(forms.Form):
    """Fields of an act on a stay; told is what its verb is given."""

    use_required_attribute = False

    def __init__(self, *args: Any, stay: Any, number: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stay = stay
        if number > 1:
            self.fields["together"] = forms.BooleanField(
                label=_("Pour toutes les personnes placées ensemble"), required=False, initial=True
            )
        self.helper = FormBody(*self.fields)

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, for the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "together"}

    def refuse_other_unsaid(self, data: dict[str, Any], other: str = "other") -> None:
        """Another reason is told in words."""
        if data.get("reason") == other and not data.get("note"):
            self.add_error("note", _("Précisez la raison."))


class ArrivalForm(StayForm):
    """When the person came."""

    on = FrenchDateField(label=_("Arrivée le"), refuse_future=True)
    until = FrenchDateField(label=_("Départ prévu le"), nearest="future")

    def clean(self) -> dict[str, Any]:
        """In order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("until") and data["until"] <= (data.get("on") or self.stay.period.lower):
            self.add_error("until", ORDER)
        return data


class ExtensionForm(StayForm):
    """Until when, and why."""

    until = FrenchDateField(label=_("Nouveau départ prévu le"), nearest="future")
    note = LineText(label=_("Raison"), required=True)

    def clean_until(self) -> date:
        """Later than now planned."""
        until: date = self.cleaned_data["until"]
        if until <= self.stay.period.upper:
            raise forms.ValidationError(_("La nouvelle fin vient après la fin prévue."))
        return until


class OverstayForm(StayForm):
    """Until when the person is still there, whether it was agreed, and why."""

    until = FrenchDateField(label=_("Encore là jusqu’au"), nearest="future")
    authorised = forms.ChoiceField(label=_("Dépassement autorisé"), choices=YES_NO, widget=forms.RadioSelect)
    reason = LineText(label=_("Raison"), required=True)

    clean_until = ExtensionForm.clean_until

    def clean_authorised(self) -> bool:
        """Yes or no."""
        return bool(self.cleaned_data["authorised"] == "oui")


class DepartureForm(StayForm):
    """When the person left, why, and where they went to live."""

    on = FrenchDateField(label=_("Départ le"), refuse_future=True)
    reason = forms.ChoiceField(label=_("Raison du départ"), choices=said(DepartureReason))
    move_on = forms.ChoiceField(label=_("Où la personne va vivre"), choices=said(MoveOn))
    note = LineText(label=_("Précisions"))

    def clean(self) -> dict[str, Any]:
        """After the arrival, another reason told."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("on") and data["on"] <= self.stay.period.lower:
            self.add_error("on", ORDER)
        self.refuse_other_unsaid(data)
        return data


class CancellationForm(StayForm):
    """Why."""

    reason = forms.ChoiceField(label=_("Raison"), choices=said(CancelReason))
    note = LineText(label=_("Précisions"), help_text=_("Sans donnée de santé ni motif pénal."))

    def clean(self) -> dict[str, Any]:
        """Another reason told."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self.refuse_other_unsaid(data)
        return data


class TurnaroundForm(StayForm):
    """How many days the place needs before the next stay."""

    days = forms.IntegerField(label=_("Jours de remise en état"), min_value=0, max_value=MOST_TURNAROUND)


class PeriodForm(forms.Form):
    """From a first night until the morning of a last day."""

    use_required_attribute = False
    since = FrenchDateField(label=_("À partir du"), nearest="future")
    until = FrenchDateField(label=_("Jusqu’au (matin du départ)"), nearest="future")

    def clean(self) -> dict[str, Any]:
        """In order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("since") and data.get("until") and data["until"] <= data["since"]:
            self.add_error("until", ORDER)
        return data


class BookingForm(PeriodForm):
    """A booking: its nights, the children who come along, the days needed afterwards."""

    turnaround_days = forms.IntegerField(
        label=_("Jours de remise en état après le départ"), min_value=0, max_value=MOST_TURNAROUND
    )
    note = LineText(label=_("Remarque"), help_text=_("Sans donnée de santé ni motif pénal."))
    children = forms.ModelMultipleChoiceField(
        queryset=Child.objects.none(), label=_("Avec ces enfants, dans la même chambre"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, person: Beneficiary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_children(self, user, person)
        self.helper = FormBody(*self.fields)


class RequestForm(PeriodForm):
    """A request: which house, which nights, who comes, what is needed."""

    program = forms.ModelChoiceField(
        queryset=Program.objects.none(), label=_("Maison"), required=False, empty_label=_("Peu importe")
    )
    children = forms.ModelMultipleChoiceField(
        queryset=Child.objects.none(), label=_("Avec ces enfants, dans la même chambre"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    needs_accessible = forms.BooleanField(label=_("Place accessible en fauteuil"), required=False)
    message = forms.CharField(
        label=_("Ce qui aide à accueillir"), max_length=2_000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Sans donnée de santé ni motif pénal."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, person: Beneficiary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        houses = Program.objects.active().filter(kind=ProgramKind.SHELTER)
        self.fields["program"].queryset = houses.order_by(FrenchSort("name"), "pk")  # type: ignore[attr-defined]
        offer_children(self, user, person)
        order = ["program", "since", "until", "children", "needs_accessible", "message"]
        self.helper = FormBody(*[name for name in order if name in self.fields])


def offer_children(form: forms.Form, user: Any, person: Beneficiary) -> None:
    """The children whom the user knows of; no question when there are none."""
    known = Child.objects.visible_to(user).current().filter(beneficiary=person).order_by("birth_date", "pk")
    if known:
        form.fields["children"].queryset = known  # type: ignore[attr-defined]
    else:
        del form.fields["children"]


class UnavailabilityForm(PeriodForm):
    """Nights out of use, and why."""

    reason = forms.ChoiceField(label=_("Raison"), choices=said(UnavailableReason))
    note = LineText(label=_("Précisions"))
    helper = FormBody("since", "until", "reason", "note")

    def clean(self) -> dict[str, Any]:
        """Another reason told."""
        data = super().clean()
        if data.get("reason") == UnavailableReason.OTHER and not data.get("note"):
            self.add_error("note", _("Précisez la raison."))
        return data


class RejectionForm(forms.Form):
    """Why a request is refused."""

    use_required_attribute = False
    reason = forms.ChoiceField(label=_("Raison du refus"), choices=said(RejectReason))
    note = forms.CharField(label=_("Notes"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    helper = FormBody("reason", "note")

    def clean(self) -> dict[str, Any]:
        """Another reason told."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("reason") == RejectReason.OTHER and not data.get("note"):
            self.add_error("note", _("Précisez la raison."))
        return data


class PlacementForm(PeriodForm):
    """Where and when somebody asked for is placed: the dates are those of the request."""

    place = forms.ChoiceField(label=_("Place"), widget=forms.RadioSelect)
    helper = FormBody("since", "until", Field("place"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]


LONGEST_FIGURES = 3 * 366


class FiguresForm(PeriodForm):
    """From which day to which, three years at most, and which house."""

    program = forms.ModelChoiceField(
        queryset=Program.objects.none(), label=_("Maison"), required=False, empty_label=_("Toutes")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"] = FrenchDateField(label=_("Du"))
        self.fields["until"] = FrenchDateField(label=_("Au"))
        houses = Program.objects.active().filter(kind=ProgramKind.SHELTER)
        self.fields["program"].queryset = houses.order_by(FrenchSort("name"), "pk")  # type: ignore[attr-defined]
        self.helper = FormBody("since", "until", "program")

    def clean(self) -> dict[str, Any]:
        """In order, and not for ever."""
        data: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        if data.get("since") and data.get("until"):
            days = (data["until"] - data["since"]).days
            if days < 0:
                self.add_error("until", _("Le dernier jour vient après le premier."))
            elif days > LONGEST_FIGURES:
                self.add_error("until", _("Trois ans au plus."))
        return data


class FreeSearchForm(PeriodForm):
    """For when, how many people, which needs."""

    program = forms.ModelChoiceField(
        queryset=Program.objects.none(), label=_("Maison"), required=False, empty_label=_("Toutes")
    )
    number = forms.IntegerField(label=_("Personnes ensemble"), min_value=1, max_value=12, initial=1)
    accessible = forms.BooleanField(label=_("Accessible en fauteuil"), required=False)
    children = forms.BooleanField(label=_("Convient à des enfants"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        houses = Program.objects.active().filter(kind=ProgramKind.SHELTER)
        self.fields["program"].queryset = houses.order_by(FrenchSort("name"), "pk")  # type: ignore[attr-defined]
        self.helper = FormBody("since", "until", "number", "program", "accessible", "children")
