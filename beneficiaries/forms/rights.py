"""The information sheet given, and what the person lets the association share."""

from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.family import RecordForm
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import colleagues, plain_helper
from beneficiaries.models import Beneficiary, Consent, ConsentPurpose, InformationSheet, Shared
from beneficiaries.models.consent import LASTS
from core.dates import FrenchDateField


class InformationSheetForm(RecordForm):
    """When, in which language, which version, by whom."""

    given_on = FrenchDateField(label=gettext_lazy("Remise le"), refuse_future=True)
    given_by = PersonOnStaffField(queryset=User.objects.none(), label=gettext_lazy("Par"), empty_label=None)

    class Meta:
        model = InformationSheet
        fields = ["given_on", "given_by", "language", "version"]

    def __init__(self, *args: Any, person: Beneficiary, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = colleagues([person.team_id]) | User.objects.filter(pk=user.pk)
        self.fields["given_by"].queryset = team.distinct()  # type: ignore[attr-defined]
        self.fields["given_by"].initial = user.pk
        self.fields["given_on"].initial = timezone.localdate()
        self.fields["language"].initial = (person.languages or ["français"])[0]
        self.helper = plain_helper(
            Div("given_on", "given_by", css_class="inline-fields"),
            Div("language", "version", css_class="inline-fields"),
        )


class ConsentForm(RecordForm):
    """The answer of the person: agreement or refusal, which blocks nothing."""

    answer = forms.ChoiceField(
        label=gettext_lazy("La personne"),
        choices=[("yes", gettext_lazy("est d’accord")), ("no", gettext_lazy("refuse"))],
        widget=forms.RadioSelect,
        initial="yes",
        help_text=gettext_lazy("Refuser ne ferme aucune porte : aucun accompagnement n’en dépend."),
    )
    covers = forms.MultipleChoiceField(
        label=gettext_lazy("Ce qui peut être dit"),
        choices=Shared.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    given_on = FrenchDateField(label=gettext_lazy("Répondu le"), refuse_future=True)
    ends_on = FrenchDateField(
        label=gettext_lazy("Valable jusqu’au"),
        nearest="future",
        required=False,
        help_text=gettext_lazy("Trois mois si rien n’est écrit, un an au plus."),
    )

    class Meta:
        model = Consent
        fields = ["purpose", "recipient", "covers", "details", "given_on", "ends_on"]
        widgets = {"purpose": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = ConsentPurpose.choices  # type: ignore[attr-defined]
        self.fields["given_on"].initial = timezone.localdate()
        chips = {name: Field(name, wrapper_class="chips") for name in ("purpose", "answer", "covers")}
        self.helper = plain_helper(
            chips["purpose"],
            "recipient",
            chips["answer"],
            chips["covers"],
            "details",
            Div("given_on", "ends_on", css_class="inline-fields"),
        )

    def clean(self) -> dict[str, Any]:
        """A refusal covers nothing; an agreement ends."""
        data = super().clean() or self.cleaned_data
        self.instance.is_refusal = data.get("answer") == "no"
        if self.instance.is_refusal:
            data["covers"] = []
        elif not data.get("covers") and "covers" not in self.errors:
            self.add_error("covers", _("Cochez ce que la personne accepte de voir partagé."))
        if data.get("given_on") and not data.get("ends_on") and "ends_on" not in self.errors:
            data["ends_on"] = data["given_on"] + LASTS
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the answer."""
        return {**super().facts, "is_refusal": self.instance.is_refusal}
