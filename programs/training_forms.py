"""The path towards a certification: what it aims at, then its evidence, its jury and its results."""

from typing import Any
from uuid import UUID

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import FrenchDateField
from programs.forms import FormBody
from programs.models import Certification, UnitOutcome, Validation


class ValidationNewForm(forms.Form):
    """What it aims at."""

    certification = forms.ModelChoiceField(
        label=_("Certification visée"), queryset=Certification.objects.none(), empty_label=_("Choisir…")
    )
    helper = FormBody("certification")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["certification"]
        offered.queryset = Certification.objects.active()


class ValidationForm(forms.Form):
    """The day of the jury; for each unit, what shows the skill and the result."""

    use_required_attribute = False

    jury_on = FrenchDateField(label=_("Jury le"), nearest="future", required=False)

    def __init__(self, *args: Any, validation: Validation, **kwargs: Any) -> None:
        rows = validation.in_order()
        initial: dict[str, Any] = {"jury_on": validation.jury_on}
        for row in rows:
            initial |= {f"evidence-{row.pk}": row.evidence, f"outcome-{row.pk}": row.outcome}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.rows = rows
        blocks = []
        for row in rows:
            evidence, outcome = f"evidence-{row.pk}", f"outcome-{row.pk}"
            self.fields[evidence] = forms.CharField(
                label=_("Preuves"),
                max_length=1_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Travaux, mises en situation, date."),
            )
            self.fields[outcome] = forms.ChoiceField(label=_("Résultat"), choices=UnitOutcome.choices, required=False)
            blocks.append(Fieldset(str(row.unit).replace("{", "(").replace("}", ")"), evidence, outcome))
        self.helper = FormBody("jury_on", *blocks)

    @property
    def units(self) -> dict[UUID, dict[str, str]]:
        """What was typed of each unit."""
        typed = self.cleaned_data
        names = ("evidence", "outcome")
        return {row.pk: {name: typed[f"{name}-{row.pk}"] for name in names} for row in self.rows}
