"""Alerts, tasks and appointments."""

from datetime import date, datetime, timedelta
from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import colleagues, plain_helper
from beneficiaries.models import Alert, Appointment, Beneficiary, Task
from beneficiaries.models.alert import LONGEST
from core.dates import FrenchDateField, FrenchTimeField

SPANS = {"7": gettext_lazy("1 semaine"), "30": gettext_lazy("1 mois"), "90": gettext_lazy("3 mois")}


class AlertForm(forms.ModelForm):  # type: ignore[type-arg]
    """What to know before acting, and until when: an alert always ends."""

    span = forms.ChoiceField(
        label=gettext_lazy("Pendant"), choices=list(SPANS.items()), widget=forms.RadioSelect, required=False
    )
    ends_on = FrenchDateField(
        label=gettext_lazy("ou jusqu’au"),
        nearest="future",
        required=False,
        help_text=gettext_lazy("Un an au plus. Une date écrite l’emporte sur la durée cochée."),
    )

    class Meta:
        model = Alert
        fields = ["text"]
        help_texts = {"text": gettext_lazy("Une ligne, sans donnée de santé inutile. Toute l’équipe la lit.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("text", Field("span", wrapper_class="chips"), "ends_on")

    def clean(self) -> dict[str, Any]:
        """Settle the day on which the alert ends."""
        data, today = super().clean() or self.cleaned_data, timezone.localdate()
        if "ends_on" in self.errors or "span" in self.errors:
            return data
        if not data.get("ends_on"):
            if not data.get("span"):
                raise ValidationError(_("Dites jusqu’à quand : cochez une durée ou écrivez une date."))
            data["ends_on"] = today + timedelta(days=int(data["span"]))
        elif data["ends_on"] < today:
            self.add_error("ends_on", _("Cette date est passée."))
        elif data["ends_on"] > today + LONGEST:
            self.add_error("ends_on", _("Une alerte dure un an au plus : on la renouvelle si elle sert encore."))
        return data


def not_past(day: date | None) -> date | None:
    """Refuse a day that is over."""
    if day and day < timezone.localdate():
        raise ValidationError(_("Cette date est passée."))
    return day


class TaskForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something to do, by whom and by when."""

    due_on = FrenchDateField(label=gettext_lazy("Pour le"), nearest="future")
    assignee = PersonOnStaffField(queryset=User.objects.none(), label=gettext_lazy("Pour"), empty_label=None)

    class Meta:
        model = Task
        fields = ["title", "due_on", "assignee"]

    def __init__(self, *args: Any, person: Beneficiary, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["assignee"], person, user)
        self.helper = plain_helper("title", Div("due_on", "assignee", css_class="inline-fields"))

    def clean_due_on(self) -> date | None:
        """A task is for today or later."""
        return not_past(self.cleaned_data["due_on"])


class AppointmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """When, where, why and with whom."""

    day = FrenchDateField(label=gettext_lazy("Date"), nearest="future")
    time = FrenchTimeField(label=gettext_lazy("Heure"), help_text=gettext_lazy("9h30, 14:00"))
    worker = PersonOnStaffField(queryset=User.objects.none(), label=gettext_lazy("Avec"), empty_label=None)

    class Meta:
        model = Appointment
        fields = ["purpose", "place", "worker"]

    def __init__(self, *args: Any, person: Beneficiary, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["worker"], person, user, self.instance.worker_id)
        if self.instance.starts_at:
            start = timezone.localtime(self.instance.starts_at)
            self.fields["day"].initial, self.fields["time"].initial = start.date(), start.time()
        self.helper = plain_helper(
            Div("day", "time", css_class="inline-fields"), "purpose", "place", Div("worker", css_class="inline-fields")
        )

    def clean_day(self) -> date | None:
        """A day to come, or the day already noted."""
        day: date | None = self.cleaned_data["day"]
        return day if day == self.fields["day"].initial else not_past(day)

    @property
    def starts_at(self) -> datetime:
        """Day and time together, on the clock of the association."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["day"], data["time"]))


def offer(field: Any, person: Beneficiary, user: User, chosen: Any = None) -> None:
    """The colleagues of the team, the user and whoever is chosen already; the user by default."""
    field.queryset = colleagues([person.team_id]) | colleagues_named(user.pk, chosen)
    field.initial = chosen or user.pk


def colleagues_named(*ids: Any) -> Any:
    """These colleagues, whatever their team."""
    return User.objects.filter(pk__in=[pk for pk in ids if pk])
