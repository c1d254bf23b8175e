"""Answers to the association’s own fields, and the options of a list in the administration."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.person import plain_helper
from beneficiaries.models import CustomField, CustomKind, CustomValue
from core.dates import FrenchDateField
from core.fields import clean_line

LONGEST_OPTION, MOST_OPTIONS = 80, 50
YES_NO = [("", gettext_lazy("Non renseigné")), ("yes", gettext_lazy("Oui")), ("no", gettext_lazy("Non"))]


def form_field(field: CustomField, value: CustomValue | None) -> forms.Field:
    """The form field of one question; a choice no longer offered stays as long as it is the answer."""
    given = value.given if value else None
    common: dict[str, Any] = {"label": field.label, "help_text": field.help_text, "required": False, "initial": given}
    kind = CustomKind(field.kind)
    if kind == CustomKind.NUMBER:
        bound = Decimal("9999999999.99")
        return forms.DecimalField(
            max_digits=12, decimal_places=2, min_value=-bound, max_value=bound, localize=True, **common
        )
    if kind == CustomKind.DATE:
        return FrenchDateField(**common)
    if kind == CustomKind.YES_NO:
        common["initial"] = "" if given is None else "yes" if given else "no"
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **common)
    if kind in (CustomKind.CHOICE, CustomKind.CHOICES):
        options = list(dict.fromkeys([*field.options, *(given or [])]))
        choices = [(option, option) for option in options]
        if kind == CustomKind.CHOICES:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        common["initial"] = given[0] if given else ""
        return forms.ChoiceField(choices=[("", _("Non renseigné")), *choices], **common)
    return forms.CharField(max_length=300, **common)


class CustomForm(forms.Form):
    """Every question asked of one person, with its answer; leaving one empty removes the answer."""

    def __init__(self, *args: Any, asked: list[CustomField], values: dict[Any, CustomValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for field in asked:
            self.fields[f"champ-{field.pk}"] = form_field(field, values.get(field.pk))
        self.helper = plain_helper(*self.fields)

    @property
    def answers(self) -> list[tuple[CustomField, Any]]:
        """Each field with its answer, None when nothing is known."""
        return [(field, self._given(field)) for field in self.asked]

    def _given(self, field: CustomField) -> Any:
        given = self.cleaned_data[f"champ-{field.pk}"]
        if field.kind == CustomKind.YES_NO:
            return {"yes": True, "no": False}.get(given)
        if field.kind == CustomKind.CHOICE:
            return [given] if given else None
        if field.kind == CustomKind.TEXT:
            return clean_line(given) or None
        return given or (given if given == 0 else None)


class CustomFieldForm(forms.ModelForm):  # type: ignore[type-arg]
    """A field in the administration: its options one a line; its kind is settled once somebody has answered."""

    options = forms.CharField(
        label=gettext_lazy("Choix proposés"),
        help_text=gettext_lazy("Un par ligne, pour une liste seulement."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )

    class Meta:
        model = CustomField
        fields = [
            *("label", "help_text", "kind", "options", "layer", "for_everybody"),
            *("is_filter", "keep_months", "position", "is_active"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.options:
            self.initial["options"] = "\n".join(self.instance.options)

    def clean_options(self) -> list[str]:
        """The lines, each once."""
        lines = [clean_line(line) for line in self.cleaned_data["options"].splitlines()]
        options = list(dict.fromkeys(line for line in lines if line))
        if any(len(option) > LONGEST_OPTION for option in options):
            raise ValidationError(_("Un choix tient en 80 signes."))
        if len(options) > MOST_OPTIONS:
            raise ValidationError(_("Une liste a 50 choix au plus."))
        return options
