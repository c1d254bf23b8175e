"""The forms of an enrolment’s life: applying, deciding, leaving for a time, assessing."""

from typing import Any
from uuid import UUID

from crispy_forms.layout import Field, Fieldset
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import FrenchDateField
from core.fields import clean_line
from partners.fit import Fit, PersonFacts, Verdict
from programs.eligibility import ANSWERS, fit_of
from programs.enrolment_goals import MOST_GOALS
from programs.forms import FormBody
from programs.models import Achievement, EndCause, Enrolment, EnrolmentStatus, Priority, Program
from programs.models.enrolment_goal import Usefulness
from programs.models.enrolment_states import LEAVING, REFUSALS
from programs.models.program import lines_of

NOT_HEALTH = _("En quelques mots, sans donnée de santé ni motif pénal.")
CHOOSE = ("", _("Choisir…"))


class Words(forms.CharField):
    """One visible line of two hundred signs at most."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 200, "required": False, **options})

    def clean(self, value: Any) -> str:
        """Without what nobody sees."""
        return str(super().clean(clean_line(value or "")))


class ApplicationForm(forms.Form):
    """Asking for a place: since when, how pressing, what each condition of the program is for this person."""

    use_required_attribute = False

    applied_on = FrenchDateField(label=_("Demandée le"), refuse_future=True)
    priority = forms.TypedChoiceField(
        label=_("Priorité"), choices=Priority.choices, coerce=int, widget=forms.RadioSelect, initial=Priority.ORDINARY
    )
    priority_reason = Words(label=_("Raison de la priorité"), help_text=NOT_HEALTH)
    exception_reason = Words(
        label=_("Raison de la dérogation"),
        help_text=_("Seulement si une condition n’est pas remplie et que la candidature est déposée quand même."),
    )

    def __init__(self, *args: Any, program: Program, person: PersonFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program, self.person = program, person
        self.conditions = {f"condition_{rank}": text for rank, text in enumerate(program.condition_list)}
        for name, text in self.conditions.items():
            self.fields[name] = forms.ChoiceField(
                label=text, choices=ANSWERS, required=False, widget=forms.RadioSelect, initial=""
            )
        asked = [Field(name, wrapper_class="chips") for name in self.conditions]
        self.helper = FormBody(
            *([Fieldset(_("Conditions du programme"), *asked)] if asked else []),
            "applied_on", Field("priority", wrapper_class="chips"), "priority_reason", "exception_reason",
        )  # fmt: skip

    @property
    def fit(self) -> Fit:
        """The reasons, with what is answered so far."""
        typed = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else {}
        answers = {text: typed.get(name, "") for name, text in self.conditions.items()}
        return fit_of(self.program, self.person, answers, day=timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """A priority and an exception are told."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("priority") and not data.get("priority_reason"):
            self.add_error("priority_reason", _("Dites pourquoi cette candidature est prioritaire."))
        if self.fit.verdict == Verdict.NOT and not data.get("exception_reason"):
            self.add_error(
                "exception_reason",
                _("Une condition n’est pas remplie : dites pourquoi la candidature est déposée quand même."),
            )
        return data


class StepForm(forms.Form):
    """Fields of one step; told is what its verb is given."""

    use_required_attribute = False

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolment = enrolment
        self.helper = FormBody(*self.fields)

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, for the verb."""
        return {"on": timezone.localdate(), **self.cleaned_data}


class AcceptForm(StepForm):
    """Since when the person takes part."""

    on = FrenchDateField(label=_("Depuis le"), nearest="future")
    reason = Words(
        label=_("Pourquoi avant les autres"),
        help_text=_("Seulement si une autre personne est plus haut dans la liste d’attente."),
    )


class DeclineForm(StepForm):
    """Why the application is refused."""

    cause = forms.ChoiceField(label=_("Raison"), choices=[CHOOSE, *[(one.value, one.label) for one in REFUSALS]])
    reason = Words(label=_("Précisions"), help_text=NOT_HEALTH)

    def clean(self) -> dict[str, Any]:
        """Another reason is told in words."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("cause") == EndCause.OTHER and not data.get("reason"):
            self.add_error("reason", _("Précisez la raison."))
        return data


class WithdrawForm(DeclineForm):
    """Why the application is taken back."""

    cause = forms.ChoiceField(label=_("Raison"), choices=[CHOOSE, *[(one.value, one.label) for one in LEAVING]])

    @property
    def told(self) -> dict[str, Any]:
        """Taken back, not refused."""
        return {**super().told, "status": EnrolmentStatus.WITHDRAWN}


class PriorityForm(StepForm):
    """How pressing the application is, and why."""

    priority = forms.TypedChoiceField(
        label=_("Priorité"), choices=Priority.choices, coerce=int, widget=forms.RadioSelect
    )
    reason = Words(label=_("Raison"), required=True, help_text=NOT_HEALTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormBody(Field("priority", wrapper_class="chips"), "reason")


class SuspendForm(StepForm):
    """From when, until when, and why."""

    on = FrenchDateField(label=_("À partir du"))
    until = FrenchDateField(label=_("Reprise prévue le"), nearest="future", required=False)
    reason = Words(label=_("Raison"), required=True, help_text=NOT_HEALTH)

    def clean(self) -> dict[str, Any]:
        """In order."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("until") and data.get("on") and data["until"] < data["on"]:
            self.add_error("until", _("La reprise prévue vient avant la suspension."))
        return data


class ResumeForm(StepForm):
    """From when the person takes part again."""

    on = FrenchDateField(label=_("Reprise le"), refuse_future=True)


class GoalsForm(StepForm):
    """The outcomes wished for, one a line."""

    goals = forms.CharField(
        label=_("Objectifs de la personne"),
        required=False,
        max_length=1_500,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Un par ligne, huit au plus, avec les mots de la personne."),
    )

    def clean_goals(self) -> list[str]:
        """Lines of reasonable length."""
        lines = [clean_line(line) for line in lines_of(self.cleaned_data["goals"])]
        if len(lines) > MOST_GOALS:
            raise forms.ValidationError(_("Huit objectifs au plus : gardez ceux qui comptent le plus."))
        if any(len(line) > 160 for line in lines):
            raise forms.ValidationError(_("Un objectif tient en 160 signes."))
        return lines


class EvaluationForm(StepForm):
    """What came of each goal, what changed, what comes next, what the person says of it."""

    on = FrenchDateField(label=_("Faite le"), refuse_future=True)
    summary = forms.CharField(
        label=_("Ce qui a changé"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NOT_HEALTH,
    )  # fmt: skip
    next_step = forms.CharField(
        label=_("La suite"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    usefulness = forms.ChoiceField(
        label=_("Avis de la personne"), choices=Usefulness.choices, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = list(self.enrolment.goals.order_by("rank", "pk"))
        parts: list[Any] = []
        for rank, goal in enumerate(self.goals):
            result, words = f"result_{rank}", f"comment_{rank}"
            self.fields[result] = forms.ChoiceField(
                label=goal.text, choices=Achievement.choices, required=False, widget=forms.RadioSelect,
                initial=goal.achievement,
            )  # fmt: skip
            self.fields[words] = Words(
                label=_("Précisions sur « %(goal)s »") % {"goal": goal.text}, initial=goal.comment
            )
            parts += [Field(result, wrapper_class="chips"), words]
        first = [Fieldset(_("Objectifs"), *parts)] if parts else []
        self.helper = FormBody(*first, "on", "summary", "next_step", Field("usefulness", wrapper_class="chips"))

    @property
    def told(self) -> dict[str, Any]:
        """The results by goal, and the rest."""
        data = self.cleaned_data
        results: dict[UUID, tuple[str, str]] = {
            goal.pk: (data[f"result_{rank}"], data[f"comment_{rank}"]) for rank, goal in enumerate(self.goals)
        }
        kept = {name: data[name] for name in ("on", "summary", "next_step", "usefulness")}
        return {**kept, "results": results}
