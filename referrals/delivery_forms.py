"""Forms of the support after a referral: its plan, a session, its end, its report."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.exchange import LineInput, Text
from beneficiaries.forms.plan_fields import submission_field
from core.choices import label_of
from core.dates import FrenchDateField
from programs.forms import FormBody
from referrals.ending import Remaining, Result
from referrals.models import Achievement, Attendance, Delivery, DeliveryOutcome, DesiredOutcome, EndReason
from referrals.models.delivery import MOST_SESSIONS
from referrals.models.outcome_list import outcomes_by_domain

TASKS = 3
SAID = [choice for choice in Achievement.choices if choice[0]]


class PlanForm(forms.Form):
    """How many sessions, what is done in them, what they aim at."""

    use_required_attribute = False

    sessions = forms.IntegerField(
        label=gettext_lazy("Nombre de séances prévues"),
        min_value=1,
        max_value=MOST_SESSIONS,
        widget=forms.NumberInput(attrs={"class": "input-tiny"}),
    )
    activities = Text(
        rows=4,
        max_length=4_000,
        label=gettext_lazy("Ce qui est prévu"),
        help_text=gettext_lazy("Entretiens, ateliers, démarches faites ensemble : ce que la personne peut attendre."),
    )
    outcomes = forms.MultipleChoiceField(
        label=gettext_lazy("Résultats visés"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choisis avec la personne. Au moins un pour approuver le plan."),
    )
    helper = FormBody("sessions", "activities", "outcomes")

    def __init__(self, *args: Any, delivery: Delivery | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcomes"].choices = outcomes_by_domain()  # type: ignore[attr-defined]
        if delivery:
            self.initial = {
                "sessions": delivery.sessions_agreed,
                "activities": delivery.activities,
                "outcomes": [line.outcome for line in delivery.outcomes.all()],
            }
            if delivery.sessions_recorded:
                words = {"count": delivery.sessions_recorded}
                self.fields["sessions"].help_text = _("Au moins %(count)d, déjà notées.") % words


class SessionForm(forms.Form):
    """When the session took place, and whether the person came."""

    use_required_attribute = False

    submission = submission_field()
    held_on = FrenchDateField(label=gettext_lazy("Date"), refuse_future=True)
    attendance = forms.ChoiceField(label=gettext_lazy("Présence"), choices=Attendance.choices, widget=forms.RadioSelect)
    note = LineInput(
        label=gettext_lazy("En quelques mots"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Facultatif, sans donnée de santé."),
    )
    helper = FormBody("submission", "held_on", Field("attendance", wrapper_class="chips"), "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = timezone.localdate
        self.fields["submission"].initial = uuid4


class EndForm(forms.Form):
    """Why the support stops before its term."""

    use_required_attribute = False

    reason = forms.ChoiceField(label=gettext_lazy("Raison"), choices=EndReason.choices, widget=forms.RadioSelect)
    comment = Text(
        rows=3,
        max_length=2_000,
        label=gettext_lazy("Précisions"),
        help_text=gettext_lazy("Obligatoires pour « Autre raison »."),
    )
    helper = FormBody("reason", "comment")


class ReportForm(forms.Form):
    """What is said of each outcome, what to know for the future, what is left to do."""

    use_required_attribute = False

    def __init__(self, *args: Any, delivery: Delivery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcomes = [line.outcome for line in delivery.aims]
        parts: list[Any] = [self._outcome(line) for line in delivery.aims]
        report = delivery.report_or_none
        left = list(report.remaining.order_by("due_on", "pk")) if report else []
        for rank in range(max(TASKS, len(left))):
            known = left[rank] if rank < len(left) else None
            self.fields[f"task_{rank}"] = LineInput(
                label=_("À faire"), required=False, max_length=160, initial=known.title if known else ""
            )
            self.fields[f"due_{rank}"] = FrenchDateField(
                label=_("Pour le"), required=False, nearest="future", initial=known.due_on if known else None
            )
        self.ranks = range(max(TASKS, len(left)))
        self.fields["further"] = Text(
            rows=4,
            max_length=4_000,
            label=_("À savoir pour la suite"),
            initial=report.further_information if report else "",
        )
        rows = [Div(f"task_{rank}", f"due_{rank}", css_class="inline-fields") for rank in self.ranks]
        tasks = Fieldset(_("Ce qui reste à faire"), *rows, css_class="form-section")
        self.helper = FormBody(*parts, tasks, "further")

    def _outcome(self, line: DeliveryOutcome) -> Fieldset:
        """The two fields of one outcome."""
        said, comment = f"said_{line.outcome}", f"comment_{line.outcome}"
        self.fields[said] = forms.ChoiceField(
            label=_("Est-il atteint ?"),
            choices=SAID,
            widget=forms.RadioSelect,
            required=False,
            initial=line.achievement,
        )
        self.fields[comment] = Text(rows=2, max_length=2_000, label=_("Ce qui a avancé"), initial=line.comment)
        title = label_of(DesiredOutcome, line.outcome)
        return Fieldset(title, Field(said, wrapper_class="chips"), comment, css_class="form-section")

    def clean(self) -> dict[str, Any]:
        """Something to do has its day, and a day has something to do."""
        data = super().clean() or self.cleaned_data
        for rank in self.ranks:
            title, due = data.get(f"task_{rank}"), data.get(f"due_{rank}")
            if title and not due and f"due_{rank}" not in self.errors:
                self.add_error(f"due_{rank}", _("Dites pour quel jour."))
            if due and not title and f"task_{rank}" not in self.errors:
                self.add_error(f"task_{rank}", _("Dites ce qui est à faire ce jour-là."))
        return data

    def require_each_outcome(self) -> bool:
        """Before the submission: each outcome has its answer."""
        silent = [code for code in self.outcomes if not self.cleaned_data.get(f"said_{code}")]
        for code in silent:
            self.add_error(f"said_{code}", ValidationError(_("Choisissez : atteint, en partie, ou pas atteint.")))
        return not silent

    @property
    def content(self) -> dict[str, Any]:
        """What was typed, as the domain takes it."""
        data = self.cleaned_data
        remaining: Sequence[Remaining] = [
            Remaining(data[f"task_{rank}"], data[f"due_{rank}"]) for rank in self.ranks if data[f"task_{rank}"]
        ]
        results = {code: Result(data[f"said_{code}"], data[f"comment_{code}"]) for code in self.outcomes}
        return {"results": results, "further": data["further"], "remaining": remaining}
