"""Forms of a project: what it is, who helps, what is due, what money is sought."""

from typing import Any

from crispy_forms.layout import Div, Field
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.establishment import SuggestingInput
from core.dates import FrenchDateField
from core.fields import clean_line
from core.money import EuroField
from core.sql import FrenchSort
from partners.forms.organization import organization_called
from partners.models import Contact, Funder, Organization
from partners.models.folding import fold
from programs.forms import FormBody
from programs.models import (
    Enrolment,
    FunderMeeting,
    Funding,
    FundingKind,
    FundingStatus,
    Mentor,
    MentoringMeeting,
    Milestone,
    Project,
    Stage,
)

FUNDERS_OFFERED = 200


class FactsForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose facts the domain writes."""

    use_required_attribute = False

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the record."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class ProjectForm(FactsForm):
    """What the project is."""

    helper = FormBody("title", Field("pitch", rows=5), Div("sector", "legal_form", css_class="inline-fields"), "place")

    class Meta:
        model = Project
        fields = ["title", "pitch", "sector", "legal_form", "place"]
        help_texts = {
            "title": gettext_lazy("Le nom que la personne donne à son projet."),
            "pitch": gettext_lazy("Quoi, pour qui, avec quoi. Rien de la santé ni de la justice."),
        }


class NewProjectForm(ProjectForm):
    """Whose project it is, and where it stands already."""

    enrolment = forms.ModelChoiceField(
        queryset=Enrolment.objects.none(),
        label=gettext_lazy("Qui le porte ?"),
        empty_label=gettext_lazy("Choisir une personne de la cohorte"),
    )
    stage = forms.ChoiceField(
        label=gettext_lazy("Étape"), choices=[choice for choice in Stage.choices if choice[0] != Stage.STOPPED]
    )
    helper = FormBody("enrolment", *ProjectForm.helper.layout.fields, "stage")

    def __init__(self, *args: Any, enrolments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["enrolment"]
        chosen.queryset = enrolments
        chosen.label_from_instance = lambda row: row.beneficiary.display_name

    @property
    def facts(self) -> dict[str, Any]:
        """The stage too."""
        return {**super().facts, "stage": self.cleaned_data["stage"]}


class MoveForm(forms.Form):
    """Where to, and why."""

    to = forms.ChoiceField(choices=Stage.choices)
    seen = forms.ChoiceField(choices=Stage.choices, required=False)
    comment = forms.CharField(max_length=500, required=False)


class MilestoneForm(FactsForm):
    """Something to reach by a day."""

    due_on = FrenchDateField(label=gettext_lazy("Pour le"), nearest="future")
    helper = FormBody("title", "due_on")

    class Meta:
        model = Milestone
        fields = ["title", "due_on"]


class ReachedForm(forms.Form):
    """The day it was reached."""

    done_on = FrenchDateField(label=gettext_lazy("Atteint le"), refuse_future=True)
    helper = FormBody("done_on")


class MentorForm(forms.Form):
    """One of ours, a contact of the directory, or a volunteer by name."""

    use_required_attribute = False

    user = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("Une ou un collègue"),
        required=False,
        empty_label=gettext_lazy("Non, quelqu’un d’autre"),
    )
    name = forms.CharField(label=gettext_lazy("Ou son nom"), max_length=120, required=False)
    organization = forms.CharField(
        label=gettext_lazy("Sa structure, si c’est un contact de l’annuaire"),
        max_length=300,
        required=False,
        widget=SuggestingInput,
        help_text=gettext_lazy("Vide pour une ou un bénévole."),
    )
    started_on = FrenchDateField(label=gettext_lazy("Depuis le"))
    helper = FormBody("user", "name", "organization", "started_on")

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = colleagues  # type: ignore[attr-defined]
        offer(self.fields["organization"], [])

    def clean_name(self) -> str:
        """One visible line."""
        return clean_line(self.cleaned_data["name"])

    def clean_organization(self) -> Organization | None:
        """The one organisation of that name."""
        return organization_named(self.cleaned_data["organization"])

    def clean(self) -> dict[str, Any]:
        """Somebody, and one only; the contact of that name when an organisation is given."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        user, name, organization = data.get("user"), data.get("name"), data.get("organization")
        if not self.errors and bool(user) == bool(name):
            self.add_error("name", _("Choisissez une ou un collègue, ou écrivez un nom : l’un des deux."))
        elif not self.errors and organization:
            data["contact"] = contact_named(organization, name or "")
            if data["contact"] is None:
                self.add_error("name", _("Cette structure n’a pas de contact de ce nom dans l’annuaire."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the record."""
        data = self.cleaned_data
        contact = data.get("contact")
        return {
            "user": data["user"],
            "contact": contact,
            "volunteer": "" if contact else data["name"],
            "started_on": data["started_on"],
        }


class EndedForm(forms.Form):
    """The last day."""

    ended_on = FrenchDateField(label=gettext_lazy("Jusqu’au"), refuse_future=True)
    helper = FormBody("ended_on")


class MentoringMeetingForm(FactsForm):
    """A meeting of the holder and a mentor, noted or planned."""

    met_on = FrenchDateField(label=gettext_lazy("Rencontre du"))
    next_step_on = FrenchDateField(label=gettext_lazy("Pour le"), nearest="future", required=False)
    assignee = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("Qui s’en occupe"),
        required=False,
        empty_label=gettext_lazy("La personne elle-même : pas de tâche"),
        help_text=gettext_lazy("La prochaine étape devient une tâche de cette ou ce collègue."),
    )
    helper = FormBody(
        Div("mentor", "met_on", css_class="inline-fields"),
        Field("decided", rows=4),
        "next_step",
        "next_step_on",
        "assignee",
    )

    class Meta:
        model = MentoringMeeting
        fields = ["mentor", "met_on", "decided", "next_step", "next_step_on"]
        help_texts = {"decided": gettext_lazy("Vide quand la rencontre est à venir.")}

    def __init__(self, *args: Any, mentors: Any, assignees: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = mentors  # type: ignore[attr-defined]
        keys = [user.pk for user in assignees]
        self.fields["assignee"].queryset = User.objects.filter(pk__in=keys).order_by("last_name", "pk")  # type: ignore[attr-defined]


class SourceForm(FactsForm):
    """A form that names a funder of the list or an organisation of the directory."""

    source = forms.CharField(
        label=gettext_lazy("Financeur ou structure"),
        max_length=300,
        required=False,
        widget=SuggestingInput,
        help_text=gettext_lazy("Un nom de la liste des financeurs ou de l’annuaire."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.instance.funder or self.instance.organization
        self.fields["source"].initial = str(known or "")
        names = Funder.objects.filter(is_active=True).order_by(FrenchSort("name"), "pk").values_list("name", flat=True)
        offer(self.fields["source"], list(names[:FUNDERS_OFFERED]))
        self.funder: Funder | None = None
        self.organization: Organization | None = None

    def clean_source(self) -> str:
        """A funder first, else the one organisation of that name."""
        typed = clean_line(self.cleaned_data["source"])
        if typed:
            self.funder = Funder.objects.alias(folded=FrenchSort("name")).filter(folded=fold(typed)).first()
            self.organization = None if self.funder else organization_named(typed)
        return typed

    @property
    def facts(self) -> dict[str, Any]:
        """With the source found."""
        return {**super().facts, "funder": self.funder, "organization": self.organization}

    def _post_clean(self) -> None:
        """The record checks its source as it was found."""
        self.instance.funder, self.instance.organization = self.funder, self.organization
        super()._post_clean()  # type: ignore[misc]


class FunderMeetingForm(SourceForm):
    """A meeting about the money, noted or planned."""

    met_on = FrenchDateField(label=gettext_lazy("Rendez-vous du"))
    helper = FormBody("source", Div("met", "met_on", css_class="inline-fields"), "result", Field("note", rows=4))

    class Meta:
        model = FunderMeeting
        fields = ["met", "met_on", "result", "note"]

    def clean(self) -> dict[str, Any]:
        """Somebody is met; what is to come has no result."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "source" in data and not data["source"]:
            self.add_error("source", _("Dites quel financeur ou quelle structure."))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """With the contact of the directory, when the person met is one."""
        found = super().facts
        organization = self.organization or (self.funder and self.funder.organization)
        return {**found, "contact": contact_named(organization, found["met"]) if organization else None}


class FundingForm(SourceForm):
    """Money to look for."""

    sought_on = FrenchDateField(label=gettext_lazy("Recherché depuis le"), refuse_future=True)
    helper = FormBody("kind", "source", Div("amount", "sought_on", css_class="inline-fields"))

    class Meta:
        model = Funding
        fields = ["kind", "amount", "sought_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choisir")), *FundingKind.choices]  # type: ignore[attr-defined]


class FundingStatusForm(forms.Form):
    """What came of it, and when."""

    use_required_attribute = False

    status = forms.ChoiceField(
        label=gettext_lazy("Où en est-il ?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez où en est ce financement.")},
    )
    on = FrenchDateField(label=gettext_lazy("Le"), refuse_future=True)
    obtained = EuroField(
        label=gettext_lazy("Montant obtenu"),
        required=False,
        help_text=gettext_lazy("Il peut dépasser le montant recherché."),
    )
    helper = FormBody(Field("status", wrapper_class="chips"), Div("on", "obtained", css_class="inline-fields"))

    def __init__(self, *args: Any, funding: Funding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [(s.value, s.label) for s in funding.next_statuses]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An amount when the money is obtained, and only then."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        if data["status"] == FundingStatus.OBTAINED and data["obtained"] is None:
            self.add_error("obtained", _("Écrivez le montant obtenu."))
        if data["status"] != FundingStatus.OBTAINED and data["obtained"] is not None:
            self.add_error("obtained", _("Un montant ne se note que pour un financement obtenu."))
        return data


def organization_named(text: str) -> Organization | None:
    """The one organisation of the directory called so; an unknown or doubtful name is refused."""
    typed = clean_line(text)
    found = organization_called(typed) if typed else []
    if typed and not found:
        raise forms.ValidationError(_("Aucun financeur ni structure de l’annuaire ne porte ce nom."))
    if len(found) > 1:
        raise forms.ValidationError(
            _("Plusieurs structures portent ce nom\u00a0: précisez la commune entre parenthèses.")
        )
    return found[0] if found else None


def contact_named(organization: Organization, name: str) -> Contact | None:
    """The one contact of the organisation called so."""
    rows = Contact.objects.filter(organization=organization, is_active=True).alias(folded=FrenchSort("name"))
    found = list(rows.filter(folded=fold(name))[:2]) if name else []
    return found[0] if len(found) == 1 else None


def offer(field: Any, names: list[str]) -> None:
    """The browser’s own suggestions under a field."""
    field.widget.suggestions = names


def mentors_of(project: Project) -> Any:
    """Those who still help the holder."""
    return Mentor.objects.filter(project=project).current().for_list()
