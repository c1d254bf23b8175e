"""Who comes: registering, and those who came without."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import clean_line
from programs.forms import FormBody
from programs.models import AudienceKind, EventRegistration
from programs.models.event.registration import MOST_SEATS


class RegistrationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Somebody who wants to come; « website » is a field that people do not see and that machines fill."""

    use_required_attribute = False
    seats = forms.IntegerField(
        label=gettext_lazy("Combien de personnes, vous compris"),
        min_value=1,
        max_value=MOST_SEATS,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "input-tiny"}),
    )
    organization_kind = forms.ChoiceField(
        label=gettext_lazy("Vous venez"), choices=[("", gettext_lazy("Choisir…")), *AudienceKind.choices]
    )
    access = forms.CharField(
        label=gettext_lazy("De quoi avez-vous besoin pour venir ?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Facultatif : fauteuil, langue des signes, garde d’enfant… Seule l’équipe qui prépare l’événement le lit."
        ),
    )
    website = forms.CharField(
        label=gettext_lazy("Ne remplissez pas ce champ"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta:
        model = EventRegistration
        fields = ["name", "email", "organization", "organization_kind", "seats"]

    def __init__(self, *args: Any, public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required, self.fields["email"].required = True, public
        self.fields["name"].widget.attrs["autocomplete"] = "name" if public else "off"
        self.fields["email"].widget.attrs["autocomplete"] = "email" if public else "off"
        trap = [Div("website", css_class="visually-hidden", aria_hidden="true")] if public else []
        if not public:
            del self.fields["website"]
            self.fields["seats"].label = _("Combien de personnes")
            self.fields["organization_kind"].label = _("De la part de")
        self.helper = FormBody(
            Div("name", "email", css_class="inline-fields"),
            Div("organization_kind", "organization", css_class="inline-fields"),
            "seats",
            "access",
            *trap,
        )

    def clean_name(self) -> str:
        """One visible line."""
        if not (said := clean_line(self.cleaned_data["name"])):
            raise forms.ValidationError(_("Ce champ est obligatoire."))
        return said

    def validate_constraints(self) -> None:
        """An address already registered is told so by mail, and by nothing else."""

    @property
    def is_a_machine(self) -> bool:
        """Whether the field that nobody sees was filled."""
        return bool(self.cleaned_data.get("website"))

    @property
    def facts(self) -> dict[str, Any]:
        """What is kept."""
        said = self.cleaned_data["access"].strip()
        facts = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return {**facts, "needs": {"access": said} if said else {}}


class WalkInsForm(forms.Form):
    """How many came without registering."""

    use_required_attribute = False
    number = forms.IntegerField(
        label=gettext_lazy("Venues sans inscription"),
        min_value=0,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"class": "input-tiny"}),
    )
    helper = FormBody("number")
