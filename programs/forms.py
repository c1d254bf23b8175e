"""Entering and leaving a program."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import FrenchDateField
from core.fields import clean_line
from programs.models import EnrolmentStatus


class FormBody(FormHelper):  # type: ignore[misc]
    """Fields only: the page writes the form’s tag and its buttons."""

    form_tag = False

    def __init__(self, *fields: Any) -> None:
        super().__init__()
        self.layout = Layout(*fields)


class EnrolmentForm(forms.Form):
    """Since when the person takes part."""

    started_on = FrenchDateField(label=_("Depuis le"))
    helper = FormBody("started_on")


class EnrolmentEndForm(forms.Form):
    """How and when it ended."""

    status = forms.ChoiceField(
        label=_("Comment ?"),
        choices=[choice for choice in EnrolmentStatus.choices if choice[0] != EnrolmentStatus.ACTIVE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez comment l’inscription se termine.")},
    )
    ended_on = FrenchDateField(label=_("Le"), refuse_future=True)
    reason = forms.CharField(
        label=_("Raison"),
        max_length=200,
        required=False,
        help_text=_("Facultatif, en quelques mots, sans donnée de santé ni motif pénal."),
    )
    helper = FormBody(Field("status", wrapper_class="chips"), "ended_on", "reason")

    def clean_reason(self) -> str:
        """One visible line."""
        return clean_line(self.cleaned_data["reason"])
