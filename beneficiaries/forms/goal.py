"""Goals and their steps: the result, then the lines of what is to be done."""

from typing import Any
from uuid import uuid4

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.exchange import LineInput
from beneficiaries.forms.person import colleagues, plain_helper
from beneficiaries.forms.plan_fields import (
    Ideas,
    day_to_come,
    domains_in,
    person_words,
    submission_field,
    version_field,
)
from beneficiaries.models import Beneficiary, Goal, Need, StepActor
from beneficiaries.models.layer import Layer
from beneficiaries.need_catalogue import CATALOGUE
from beneficiaries.plan_actions import NewStep

ROWS = 4
SELF, PERSON, PARTNER = "me", "person", "partner"


class NeedChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Needs, by their words."""

    def label_from_instance(self, need: Any) -> str:
        """The words and the domain."""
        return f"{need.title} ({need.get_domain_display()})"


class GoalForm(forms.ModelForm):  # type: ignore[type-arg]
    """The result aimed at, for which needs, in which domain, by when."""

    use_required_attribute = False

    needs = NeedChoice(
        queryset=Need.objects.none(),
        label=gettext_lazy("Pour quels besoins"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    person_words = person_words()
    target_on = day_to_come(
        label=gettext_lazy("Pour le"), required=False, help_text=gettext_lazy("Facultatif. Par exemple : 15 mars.")
    )

    class Meta:
        model = Goal
        fields = ["title", "needs", "domain", "person_words", "target_on"]
        labels = {"title": gettext_lazy("Quel résultat ?")}
        help_texts = {"title": gettext_lazy("Avec la personne, comme une chose qui sera vraie : « Avoir un lit… ».")}

    def __init__(self, *args: Any, person: Beneficiary, user: User, layers: set[Layer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = domains_in(layers)
        visible = Need.objects.visible_to(user).filter(beneficiary=person)
        linked = self.instance.needs.values("pk") if self.instance.pk and not self.instance._state.adding else []
        offered = (visible.open() | visible.filter(pk__in=linked)).order_by("domain", "created_at", "pk")
        self.fields["needs"].queryset = offered  # type: ignore[attr-defined]
        self.fields["domain"].choices = [("", _("Celui du besoin")), *domains]  # type: ignore[attr-defined]
        self.fields["domain"].required = False
        ideas = [need.result for domain, _label in domains for need in CATALOGUE[domain] if need.result]
        self.fields["title"].widget = Ideas("goal", dict.fromkeys(map(str, ideas)), {"maxlength": 200})
        self.helper = plain_helper(
            *self.hidden(),
            "title",
            "needs",
            Div("domain", "target_on", css_class="inline-fields"),
            "person_words",
        )

    def hidden(self) -> list[str]:
        """The hidden fields of the form."""
        return []

    def clean(self) -> dict[str, Any]:
        """The domain is that of the first need, unless another is chosen."""
        data = super().clean() or self.cleaned_data
        needs = data.get("needs")
        if not data.get("domain") and "domain" not in self.errors:
            if needs:
                data["domain"] = self.instance.domain = needs[0].domain
            elif needs is not None:
                self.add_error("domain", _("Choisissez un besoin ou un domaine."))
        return data

    def facts(self) -> dict[str, Any]:
        """The fields as the domain wants them."""
        names = ["title", "domain", "person_words", "target_on"]
        return {name: self.cleaned_data[name] for name in names} | {"needs": list(self.cleaned_data["needs"])}


class NewGoalForm(GoalForm):
    """A goal to set, once a submission."""

    submission = submission_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4

    def hidden(self) -> list[str]:
        """The identifier of the form sent."""
        return ["submission"]


class GoalEditForm(GoalForm):
    """A goal as it was read at a version."""

    version = version_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def hidden(self) -> list[str]:
        """The version shown."""
        return ["version"]


class StepRow(forms.Form):
    """One line of the page of a goal: what, who, by when."""

    use_required_attribute = False

    title = LineInput(label=gettext_lazy("Démarche"), required=False, max_length=160)
    who = forms.ChoiceField(label=gettext_lazy("Qui"), required=False)
    due_on = day_to_come(label=gettext_lazy("Pour le"), required=False)

    def __init__(self, *args: Any, staff: list[User], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.staff = user, {str(one.pk): one for one in staff}
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (SELF, _("Moi")),
            (PERSON, _("La personne")),
            (PARTNER, _("Un partenaire")),
            *((key, one.get_full_name()) for key, one in self.staff.items() if one != user),
        ]
        ideas = [str(step) for needs in CATALOGUE.values() for need in needs for step in need.steps]
        self.fields["title"].widget = Ideas(
            f"step-{self.prefix}", dict.fromkeys(ideas), {"maxlength": 160, "class": "form-control"}
        )

    def clean(self) -> dict[str, Any]:
        """A line with a date or a name says what is to be done."""
        data = super().clean() or self.cleaned_data
        if data.get("due_on") and not data.get("title") and "title" not in self.errors:
            raise ValidationError({"title": _("Écrivez la démarche, ou effacez la date.")})
        return data

    def step(self) -> NewStep | None:
        """The step, unless the line is empty."""
        data = self.cleaned_data
        if not data.get("title"):
            return None
        actor = {PERSON: StepActor.PERSON, PARTNER: StepActor.PARTNER}.get(data["who"], StepActor.WORKER)
        return NewStep(data["title"], actor, self.staff.get(data["who"], self.user), data["due_on"])


def step_rows(data: Any, person: Beneficiary, user: User) -> list[StepRow]:
    """The lines for the first steps of a goal."""
    staff = list(colleagues([person.team_id]))
    return [StepRow(data, prefix=f"step{rank}", staff=staff, user=user) for rank in range(ROWS)]


class AbandonForm(forms.Form):
    """Why a goal is given up."""

    reason = LineInput(
        label=gettext_lazy("Pourquoi cet objectif s’arrête"),
        max_length=300,
        help_text=gettext_lazy("Sans reproche, dans les mots de la personne si possible."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("reason")
