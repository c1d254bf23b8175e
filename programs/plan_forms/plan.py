"""Forms of a plan: its protocol, its phase, its objectives, its actions, its parties."""

from datetime import date
from typing import Any
from uuid import UUID

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import FrenchDateField
from partners.deal_forms import DealForm, fields_alone, section, side_by_side
from partners.forms.organization import label_of, organization_called
from partners.forms.place import suggested
from partners.models import Funder
from programs.models import ActionPlan, PlanAction
from programs.models.action_plan import ActionPlanParty, Objective
from programs.plan_forms.fields import Amount, Figure, LeadField, Line, lead_choices, lead_facts, lead_value

WRONG_ORDER = gettext_lazy("La date de fin vient avant la date de début.")


class PlanForm(DealForm):
    """The plan and its protocol."""

    elaboration_on = FrenchDateField(label=gettext_lazy("Élaboration à partir du"))
    protocol_signed_on = FrenchDateField(label=gettext_lazy("Protocole signé le"), required=False, refuse_future=True)
    protocol_ends_on = FrenchDateField(
        label=gettext_lazy("Protocole valable jusqu’au"), required=False, nearest="future"
    )

    class Meta:
        model = ActionPlan
        fields = ["name", "elaboration_on", "protocol_reference", "protocol_signed_on", "protocol_ends_on"]

    helper = fields_alone(
        "name", "elaboration_on", "protocol_reference", side_by_side("protocol_signed_on", "protocol_ends_on")
    )

    def clean(self) -> dict[str, Any]:
        """A protocol ends after it is signed."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if in_wrong_order(data.get("protocol_signed_on"), data.get("protocol_ends_on")):
            self.add_error("protocol_ends_on", WRONG_ORDER)
        return data


class PhaseForm(forms.Form):
    """Which phase begins, and when."""

    use_required_attribute = False

    phase = forms.ChoiceField(label=gettext_lazy("Phase qui commence"), widget=forms.RadioSelect)
    on = FrenchDateField(label=gettext_lazy("Le"), refuse_future=True)
    reason = Line(
        label=gettext_lazy("Raison"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("À dire quand le plan revient à la phase d’avant."),
    )
    helper = fields_alone("phase", "on", "reason")

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [choice for choice in plan._meta.get_field("phase").flatchoices if plan.can_become(choice[0])]
        self.fields["phase"].choices = choices  # type: ignore[attr-defined]
        self.fields["phase"].initial = choices[0][0]
        self.fields["on"].initial = timezone.localdate()


class ObjectiveForm(DealForm):
    """What the plan wants to change."""

    class Meta:
        model = Objective
        fields = ["title", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    helper = fields_alone("title", "description")


class PartyForm(DealForm):
    """A party: its name finds its record in the directory, when there is one."""

    head = Line(
        label=gettext_lazy("Structure"),
        max_length=150,
        help_text=gettext_lazy("Une structure de l’annuaire, ou une autre par son nom."),
        widget=forms.TextInput(attrs=suggested(reverse_lazy("partners:heads"), "head")),
    )

    class Meta:
        model = ActionPlanParty
        fields = ["role", "contact_name", "email", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = self.instance.organization
        self.fields["head"].initial = label_of(named) if named else self.instance.name
        self.helper = fields_alone(
            "head", HTML('<datalist id="head-list"></datalist>'), "role", "contact_name", "email", "is_active"
        )

    def clean_head(self) -> str:
        """The one organisation of that name, or the name itself."""
        typed = str(self.cleaned_data["head"])
        named = self.instance.organization
        found = [named] if named and typed == label_of(named) else organization_called(typed)
        if len(found) > 1:
            raise ValidationError(_("Plusieurs structures portent ce nom : précisez la commune entre parenthèses."))
        self.found = found[0] if found else None
        return typed

    def _post_clean(self) -> None:
        """The record is checked with the organisation or the name."""
        if "head" in self.cleaned_data:
            self.instance.organization = self.found
            self.instance.name = "" if self.found else self.cleaned_data["head"]
        super()._post_clean()  # type: ignore[misc]  # Django’s, unknown to its types

    @property
    def facts(self) -> dict[str, Any]:
        """The columns, with the organisation or the name."""
        return {**super().facts, "organization": self.found, "name": "" if self.found else self.cleaned_data["head"]}


class ActionForm(DealForm):
    """An action: who, when, with what, measured by what."""

    lead = LeadField(label=gettext_lazy("Pilote"), required=False)
    starts_on = FrenchDateField(label=gettext_lazy("Du"), nearest="future")
    ends_on = FrenchDateField(label=gettext_lazy("Au"), nearest="future")
    planned = Amount(label=gettext_lazy("Budget prévu"), required=False)
    committed = Amount(label=gettext_lazy("Engagé"), required=False)
    spent = Amount(label=gettext_lazy("Dépensé"), required=False)
    baseline = Figure(label=gettext_lazy("Au départ"), required=False)
    target = Figure(label=gettext_lazy("Visé"), required=False)

    class Meta:
        model = PlanAction
        fields = [
            "title", "means", "starts_on", "ends_on", "planned", "committed", "spent", "funder", "indicator", "unit",
            "baseline", "target", "every_months",
        ]  # fmt: skip
        widgets = {"means": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self.fields["lead"].choices = lead_choices(plan, row.lead_party_id)  # type: ignore[attr-defined]
        self.fields["lead"].initial = lead_value(row)
        funders = Funder.objects.filter(is_active=True) | Funder.objects.filter(pk=row.funder_id)
        self.fields["funder"].queryset = funders.for_list()  # type: ignore[attr-defined]
        self.say_none("funder")
        self.fields["every_months"].widget.attrs["class"] = "input-tiny"
        first: list[Any] = ["title", "lead", side_by_side("starts_on", "ends_on"), "means"]
        if row._state.adding:
            objectives = plan.objectives.order_by("number", "pk")
            self.fields["objective"] = forms.ModelChoiceField(
                queryset=objectives, label=_("Objectif"), initial=objectives.first(), empty_label=None
            )
            first.insert(0, "objective")
        self.helper = fields_alone(
            *first,
            section(_("Budget"), side_by_side("planned", "committed", "spent"), "funder"),
            section(
                _("Indicateur"), "indicator", side_by_side("unit", "baseline", "target", "every_months")
            ),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Dates in order; no amount is no euro; an indicator is whole."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("planned", "committed", "spent"):
            if name in data and data[name] is None:
                data[name] = 0
        if in_wrong_order(data.get("starts_on"), data.get("ends_on")):
            self.add_error("ends_on", WRONG_ORDER)
        if data.get("indicator") and "target" in data and data["target"] is None:
            self.add_error("target", _("Un indicateur dit aussi la valeur visée."))
        measured = data.get("target") is not None or data.get("baseline") is not None
        if "indicator" in data and not data["indicator"] and measured:
            self.add_error("indicator", _("Dites ce que l’on mesure."))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        """Who leads is checked as one field."""
        left: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django’s, unknown to its types
        return left | {"lead_staff", "lead_party"}

    @property
    def facts(self) -> dict[str, Any]:
        """The columns, with who leads."""
        return {**super().facts, **lead_facts(self.cleaned_data["lead"])}


class ValueForm(forms.Form):
    """What the indicator says, on which day."""

    use_required_attribute = False

    on = FrenchDateField(label=gettext_lazy("Relevé le"), refuse_future=True)
    value = Figure(label=gettext_lazy("Valeur"))
    helper = fields_alone(side_by_side("on", "value"))


class WhyForm(forms.Form):
    """Why something is given up."""

    use_required_attribute = False

    reason = Line(
        label=gettext_lazy("Raison"), max_length=300, error_messages={"required": gettext_lazy("Dites pourquoi.")}
    )
    helper = fields_alone("reason")


def in_wrong_order(first: date | None, last: date | None) -> bool:
    """Whether the last day comes before the first."""
    return first is not None and last is not None and last < first


def uuid_or_none(text: str | None) -> UUID | None:
    """An identifier given in an address, whatever was typed there."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
