"""What is prepared for a release, and news after it."""

from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import colleagues, plain_helper
from beneficiaries.forms.plans import colleagues_named
from beneficiaries.models import Layer, OutcomeCheckpoint, Readiness, ReadinessItem, ReadinessItemKind, Release, Step
from beneficiaries.models.checkpoint import QUESTIONS


class ReadinessStateForm(forms.Form):
    """How far an item is."""

    state = forms.ChoiceField(choices=Readiness.choices, required=False)


class StepField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The steps of the plan, by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        """« Demander une place (à faire) »."""
        return f"{obj.title} ({obj.get_status_display().lower()})"


class ReadinessItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who sees to an item, what to know about it, the proof."""

    owner = PersonOnStaffField(
        queryset=User.objects.none(), label=_("Qui s’en occupe"), required=False, empty_label=_("La personne référente")
    )

    class Meta:
        model = ReadinessItem
        fields = ["owner", "step", "note", "proof"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: ReadinessItem = self.instance
        steps = Step.objects.visible_to(user).filter(beneficiary=item.release.beneficiary_id).for_list()
        open_to_all = steps.filter(layer__in=[Layer.ORDINARY, item.kind.layer])
        self.fields["step"] = StepField(
            queryset=open_to_all, label=_("Démarche du plan"), required=False, empty_label=_("Aucune")
        )
        offered = colleagues([item.release.beneficiary.team_id]) | colleagues_named(item.owner_id)
        self.fields["owner"].queryset = offered  # type: ignore[attr-defined]
        self.helper = plain_helper("note", "proof", "step", "owner")


class ReadinessAddForm(forms.Form):
    """One more thing of the association’s list."""

    kind = forms.ModelChoiceField(
        queryset=ReadinessItemKind.objects.none(),
        label=_("Point à préparer"),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = ReadinessItemKind.objects.offered().exclude(items__release=release)
        self.fields["kind"].queryset = left.for_list()  # type: ignore[attr-defined]
        self.helper = plain_helper("kind")


class CheckpointForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is known of the person; « on ne sait pas » is an answer, and the one given before any other."""

    class Meta:
        model = OutcomeCheckpoint
        fields = [*QUESTIONS, "source"]
        widgets = dict.fromkeys([*QUESTIONS, "source"], forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(
            Div(*(Field(name, wrapper_class="chips") for name in QUESTIONS)), Field("source", wrapper_class="chips")
        )
