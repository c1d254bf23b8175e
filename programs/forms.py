"""Entering and leaving a program."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import FrenchDateField
from core.fields import clean_line
from core.money import EuroField
from core.sql import FrenchSort
from programs.models import EnrolmentStatus, Program
from programs.models.enrolment_states import LEAVING


class FormBody(FormHelper):  # type: ignore[misc]
    """Fields only: the page writes the form’s tag and its buttons."""

    form_tag = False

    def __init__(self, *fields: Any) -> None:
        super().__init__()
        self.layout = Layout(*fields)


class EnrolmentForm(forms.Form):
    """Since when the person takes part."""

    started_on = FrenchDateField(label=_("Depuis le"))
    reason = forms.CharField(
        label=_("Pourquoi avant les autres"),
        max_length=200,
        required=False,
        help_text=_("Seulement si une autre personne attend déjà une place."),
    )
    helper = FormBody("started_on", "reason")

    def clean_reason(self) -> str:
        """One visible line."""
        return clean_line(self.cleaned_data["reason"])


class EnrolmentEndForm(forms.Form):
    """How and when it ended."""

    status = forms.ChoiceField(
        label=_("Comment ?"),
        choices=[(one.value, one.label) for one in (EnrolmentStatus.COMPLETED, EnrolmentStatus.WITHDRAWN)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez comment l’inscription se termine.")},
    )
    ended_on = FrenchDateField(label=_("Le"), refuse_future=True)
    cause = forms.ChoiceField(
        label=_("Raison"),
        choices=[("", _("Choisir…")), *[(one.value, one.label) for one in LEAVING]],
        error_messages={"required": _("Choisissez la raison.")},
    )
    reason = forms.CharField(
        label=_("Précisions"),
        max_length=200,
        required=False,
        help_text=_("Facultatif, en quelques mots, sans donnée de santé ni motif pénal."),
    )
    helper = FormBody(Field("status", wrapper_class="chips"), "ended_on", "cause", "reason")

    def clean_reason(self) -> str:
        """One visible line."""
        return clean_line(self.cleaned_data["reason"])


class GrantUseForm(forms.Form):
    """A part of a grant, for a program or an action."""

    use_required_attribute = False

    program = forms.ModelChoiceField(
        queryset=Program.objects.none(), label=_("Programme"), required=False, empty_label=_("Aucun : une action")
    )
    action = forms.CharField(
        label=_("Action"), max_length=120, required=False, help_text=_("Quand ce n’est pas un programme.")
    )
    amount = EuroField(label=_("Part"))
    helper = FormBody("program", "action", "amount")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Program.objects.order_by("-is_active", FrenchSort("name"), "starts_on", "pk")
        self.fields["program"].queryset = rows  # type: ignore[attr-defined]

    def clean_action(self) -> str:
        """One visible line."""
        return clean_line(self.cleaned_data["action"])

    def clean(self) -> dict[str, Any]:
        """A program or an action, one of the two."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(data["program"]) == bool(data["action"]):
            self.add_error("action", _("Choisissez un programme ou nommez une action : l’un des deux."))
        return data
