"""Steps: one to add, one to change."""

from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import plain_helper
from beneficiaries.forms.plan_fields import Ideas, day_to_come, version_field
from beneficiaries.forms.plans import offer
from beneficiaries.models import Beneficiary, Step, StepActor
from beneficiaries.need_catalogue import CATALOGUE

FACTS = ("title", "actor", "partner", "assignee", "due_on")


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    """What, who does it, who follows it, by when."""

    use_required_attribute = False

    actor = forms.ChoiceField(
        label=gettext_lazy("Qui la fait"),
        choices=StepActor.choices,
        widget=forms.RadioSelect,
        initial=StepActor.WORKER,
    )
    assignee = PersonOnStaffField(
        queryset=User.objects.none(),
        label=gettext_lazy("Suivie par"),
        empty_label=None,
        help_text=gettext_lazy("La démarche apparaît dans sa journée le jour venu."),
    )
    due_on = day_to_come(label=gettext_lazy("Pour le"), required=False)
    version = version_field()

    class Meta:
        model = Step
        fields = ["title", "actor", "partner", "assignee", "due_on"]

    def __init__(self, *args: Any, person: Beneficiary, user: User, domain: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["assignee"], person, user, self.instance.assignee_id)
        ideas = dict.fromkeys(str(step) for need in CATALOGUE[domain] for step in need.steps)
        self.fields["title"].widget = Ideas("step", ideas, {"maxlength": 160})
        self.fields["version"].initial = self.instance.version
        self.helper = plain_helper(
            "version",
            "title",
            Field("actor", wrapper_class="chips"),
            "partner",
            Div("assignee", "due_on", css_class="inline-fields"),
        )

    def clean(self) -> dict[str, Any]:
        """A partner is named for what a partner does."""
        data = super().clean() or self.cleaned_data
        if data.get("partner") and data.get("actor") not in (None, StepActor.PARTNER):
            self.add_error("partner", _("Cochez « Un partenaire », ou effacez son nom."))
        return data

    def facts(self) -> dict[str, Any]:
        """The fields as the domain wants them."""
        return {name: self.cleaned_data[name] for name in FACTS}
