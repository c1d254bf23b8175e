"""Giving a task, once or again and again."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import plain_helper
from beneficiaries.forms.plans import not_past, offer
from beneficiaries.models import Beneficiary, Rhythm, Task
from beneficiaries.models.recurrence import MOST
from core.dates import FrenchDateField

LONGEST = timedelta(days=3 * 366)


class TaskForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something to do, by whom, by when, and how often."""

    use_required_attribute = False

    due_on = FrenchDateField(label=gettext_lazy("Pour le"), nearest="future")
    remind_on = FrenchDateField(
        label=gettext_lazy("Me le rappeler le"),
        nearest="future",
        required=False,
        help_text=gettext_lazy("La tâche se montre sur « Ma journée » dès ce jour."),
    )
    assignee = PersonOnStaffField(queryset=User.objects.none(), label=gettext_lazy("Pour"), empty_label=None)
    every = forms.IntegerField(
        label=gettext_lazy("Tous les"),
        required=False,
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
    )
    until = FrenchDateField(label=gettext_lazy("Jusqu’au"), nearest="future", required=False)

    class Meta:
        model = Task
        fields = ["title", "due_on", "assignee", "remind_on", "every", "rhythm", "until"]

    def __init__(self, *args: Any, person: Beneficiary, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["assignee"], person, user)
        self.fields["rhythm"].label = _("Jours, semaines ou mois")
        self.helper = plain_helper(
            "title",
            Div("due_on", "remind_on", "assignee", css_class="inline-fields"),
            Fieldset(
                _("Cette tâche revient"),
                Div("every", "rhythm", "until", css_class="inline-fields"),
                css_class="form-section",
            ),
        )

    def clean_due_on(self) -> date | None:
        """A task is for today or later."""
        return not_past(self.cleaned_data["due_on"])

    def clean_remind_on(self) -> date | None:
        """A reminder comes today or later."""
        return not_past(self.cleaned_data["remind_on"])

    def clean(self) -> dict[str, Any]:
        """A reminder comes before the day; what comes back has a rhythm and an end."""
        data = super().clean() or self.cleaned_data
        due, remind = data.get("due_on"), data.get("remind_on")
        if due and remind and remind > due:
            self.add_error("remind_on", _("Le rappel vient avant le jour de la tâche."))
        known = "every" in data and "until" in data and "rhythm" in data
        if known and any((data["every"], data["rhythm"], data["until"])):
            self._check_series(data, due)
        return data

    def _check_series(self, data: dict[str, Any], due: date | None) -> None:
        if not data["every"]:
            self.add_error("every", _("Écrivez un nombre : par exemple 2, pour « toutes les 2 semaines »."))
        if data["rhythm"] == Rhythm.ONCE:
            self.add_error("rhythm", _("Choisissez jours, semaines ou mois."))
        if not data["until"]:
            self.add_error("until", _("Une tâche qui revient s’arrête un jour : écrivez lequel."))
        elif due and data["until"] < due:
            self.add_error("until", _("Le dernier jour vient après le premier."))
        elif data["until"] > timezone.localdate() + LONGEST:
            self.add_error("until", _("Trois ans au plus : on la renouvelle si elle sert encore."))
