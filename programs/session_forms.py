"""Planning, moving and cancelling sessions."""

from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.dates import FrenchDateField, FrenchTimeField
from programs.forms import FormBody
from programs.models import Session, Trainer
from programs.planning import MOST, Days, meeting_days
from programs.stay_forms import LineText

HOURS = ("break_from", "break_until")


class SessionFacts(forms.Form):
    """When, where, about what and with whom."""

    use_required_attribute = False

    day = FrenchDateField(label=_("Jour"), nearest="future")
    starts = FrenchTimeField(label=_("De"))
    ends = FrenchTimeField(label=_("À"))
    break_from = FrenchTimeField(label=_("Pause de"), required=False)
    break_until = FrenchTimeField(label=_("Reprise à"), required=False)
    title = LineText(label=_("Intitulé"), max_length=120)
    room = LineText(label=_("Salle"), max_length=80)
    trainers = forms.ModelMultipleChoiceField(
        label=_("Formatrices et formateurs"),
        queryset=Trainer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("La liste se tient dans la gestion, sous « Formatrices et formateurs »."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["trainers"]
        offered.queryset = Trainer.objects.active().for_list()
        self.helper = FormBody(*self.layout())

    def layout(self) -> list[Any]:
        """The fields in the order of the page."""
        hours = Div("day", "starts", "ends", "break_from", "break_until", css_class="inline-fields")
        return [hours, "title", "room", Field("trainers", wrapper_class="chips")]

    def clean(self) -> dict[str, Any]:
        """In order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("La fin vient après le début."))
        if bool(data.get("break_from")) != bool(data.get("break_until")):
            self.add_error("break_until", _("Une pause a un début et une fin."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What is written, the day apart."""
        names = ("starts", "ends", *HOURS, "title", "room", "trainers")
        return {name: self.cleaned_data[name] for name in names}


class PlanForm(SessionFacts):
    """One session, or one on each of some weekdays."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Répéter chaque semaine, ces jours"),
        choices=[(number, capfirst(str(name))) for number, name in WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = FrenchDateField(label=_("Jusqu’au"), nearest="future", required=False)
    number = forms.IntegerField(
        label=_("ou nombre de séances"),
        min_value=1,
        max_value=MOST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
        help_text=_("Les jours fériés sont sautés."),
    )

    def layout(self) -> list[Any]:
        """The repetition under the first day."""
        hours, *rest = super().layout()
        repeated = Div("until", "number", css_class="inline-fields")
        return [hours, Field("weekdays", wrapper_class="chips"), repeated, *rest]

    def clean(self) -> dict[str, Any]:
        """A repetition ends."""
        data = super().clean()
        until, number, day = data.get("until"), data.get("number"), data.get("day")
        if data.get("weekdays") and not (until or number) and not {"until", "number"} & self.errors.keys():
            self.add_error("until", _("Dites jusqu’à quand, ou combien de séances."))
        if until and number:
            self.add_error("number", _("Choisissez une date de fin ou un nombre, pas les deux."))
        if until and day and until < day:
            self.add_error("until", _("La date de fin vient avant la première séance."))
        return data

    @property
    def days(self) -> Days:
        """The days that were asked for."""
        typed = self.cleaned_data
        return meeting_days(typed["day"], typed["weekdays"], typed["until"], typed["number"])


class MoveForm(SessionFacts):
    """The session as it is, to correct."""

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        kept = {name: getattr(session, name) for name in (*HOURS, "title", "room")}
        chosen = list(session.trainers.values_list("pk", flat=True))
        initial = {"day": starts.date(), "starts": starts.time(), "ends": ends.time(), "trainers": chosen, **kept}
        super().__init__(*args, initial=initial, **kwargs)
        offered: Any = self.fields["trainers"]
        offered.queryset = (Trainer.objects.active() | Trainer.objects.filter(pk__in=chosen)).for_list()


class CancelForm(forms.Form):
    """Why it will not be held."""

    use_required_attribute = False

    reason = LineText(label=_("Pourquoi ?"), max_length=200, required=True)
    helper = FormBody("reason")
