"""Alerts, and what tasks and appointments share."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Field
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.person import colleagues, plain_helper
from beneficiaries.models import Alert, Beneficiary
from beneficiaries.models.alert import LONGEST
from core.dates import FrenchDateField

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


def offer(field: Any, person: Beneficiary, user: User, chosen: Any = None) -> None:
    """The colleagues of the team, the user and whoever is chosen already; the user by default."""
    field.queryset = colleagues([person.team_id]) | colleagues_named(user.pk, chosen)
    field.initial = chosen or user.pk


def colleagues_named(*ids: Any) -> Any:
    """These colleagues, whatever their team."""
    return User.objects.filter(pk__in=[pk for pk in ids if pk])
