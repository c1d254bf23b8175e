"""Opening slots, taking one, and what is said of a session."""

from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.forms.exchange import TEXT_LENGTH
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.models import Prison
from beneficiaries.models.appointment_states import MeetingMode
from core.dates import FrenchDateField, FrenchTimeField
from core.sql import FrenchSort
from programs.forms import FormBody
from programs.models import Program, Site
from programs.models.support.slot import MODES
from programs.models.support.stage import Stage
from programs.stay_forms import LineText
from programs.support import MOST_WEEKS, hours_of


class SlotsForm(forms.Form):
    """Whose hours, when, how long each, where, and for how many weeks."""

    use_required_attribute = False

    worker = PersonOnStaffField(queryset=User.objects.none(), label=_("Avec"), empty_label=None)
    day = FrenchDateField(label=_("Jour"), nearest="future")
    starts = FrenchTimeField(label=_("De"), help_text=_("9h30, 14:00"))
    ends = FrenchTimeField(label=_("À"))
    minutes = forms.IntegerField(
        label=_("Durée d’un créneau, en minutes"),
        min_value=10,
        max_value=240,
        initial=45,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
    )
    mode = forms.ChoiceField(
        label=_("Comment"), choices=[(mode.value, mode.label) for mode in MODES], widget=forms.RadioSelect
    )
    site = forms.ModelChoiceField(
        queryset=Site.objects.none(), label=_("Site"), required=False, help_text=_("Pour un entretien sur place.")
    )
    prison = forms.ModelChoiceField(
        queryset=Prison.objects.none(), label=_("Établissement"), required=False, help_text=_("Pour un parloir.")
    )
    room = LineText(label=_("Salle"), max_length=60)
    weeks = forms.IntegerField(
        label=_("Nombre de semaines"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        help_text=_("Les mêmes heures chaque semaine. 1 : une seule fois. Les jours fériés sont sautés."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worker, site, prison = (self._field(name) for name in ("worker", "site", "prison"))
        worker.queryset = program.staff.filter(is_active=True).order_by("first_name", "last_name", "pk")
        site.queryset, site.initial = (
            Site.objects.filter(is_active=True).order_by(FrenchSort("name"), "pk"),
            program.site,
        )
        prison.queryset = Prison.objects.in_use()
        self.helper = FormBody(
            Div("worker", css_class="inline-fields"),
            Div("day", "starts", "ends", "minutes", css_class="inline-fields"),
            Field("mode", wrapper_class="chips"),
            Div("site", "prison", "room", css_class="inline-fields"),
            "weeks",
        )

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        """In order, and the place that the mode asks for."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("La fin vient après le début."))
        if data.get("mode") == MeetingMode.INTERVIEW and "site" in data and not data["site"]:
            self.add_error("site", _("Choisissez le site."))
        if data.get("mode") == MeetingMode.VISIT and "prison" in data and not data["prison"]:
            self.add_error("prison", _("Choisissez l’établissement."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What each slot holds, its hours apart; a place that the mode has no use for is left out."""
        data = self.cleaned_data
        here, inside = data["mode"] == MeetingMode.INTERVIEW, data["mode"] == MeetingMode.VISIT
        return {
            "worker": data["worker"],
            "mode": data["mode"],
            "site": data["site"] if here else None,
            "prison": data["prison"] if inside else None,
            "room": data["room"] if here or inside else "",
        }

    def hours(self) -> Any:
        """The hours to open, and the days off left out."""
        data = self.cleaned_data
        return hours_of(data["day"], data["starts"], data["ends"], minutes=data["minutes"], weeks=data["weeks"])


class BookingForm(forms.Form):
    """Nothing to type: the slot and the person are known."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormBody()


class StageForm(forms.Form):
    """Before or after the release, when the stays in prison do not tell it well."""

    use_required_attribute = False

    stage = forms.ChoiceField(
        label=_("Cette séance a lieu"),
        required=False,
        choices=[("", _("Comme le disent les séjours en détention")), *Stage.choices[1:]],
        widget=forms.RadioSelect,
    )
    helper = FormBody(Field("stage", wrapper_class="chips"))


class NoteForm(forms.Form):
    """What the session was."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Note de séance"),
        validators=[MaxLengthValidator(TEXT_LENGTH)],
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": _("Écrivez la note, même en une phrase.")},
    )
    helper = FormBody("text")

    def clean_text(self) -> str:
        """A browser sends two characters for each new line."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")
