"""Joint reviews: who was there, where things stand, what was decided."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.exchange import LineInput, Text
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import colleagues, plain_helper
from beneficiaries.forms.plan_fields import day_to_come, submission_field, version_field
from beneficiaries.forms.plans import colleagues_named, not_past
from beneficiaries.models import Beneficiary, JointReview
from beneficiaries.models.joint_review import NewDecision, Present
from core.dates import FrenchDateField
from core.fields import clean_line
from partners.filters import OrganizationFilter
from partners.models import Contact, Organization

ROWS, MOST_FOUND, MOST_NAMES = 4, 8, 20
CONTACT, ORGANIZATION = "contact", "organization"
MINUTES = ("held_on", "place", "person_was_there", "situation")


class StaffPresent(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Colleagues, by full name."""

    def label_from_instance(self, user: Any) -> str:
        """First and last name."""
        return str(user.get_full_name())


class MinutesForm(forms.Form):
    """The facts of the meeting, which can be corrected afterwards."""

    use_required_attribute = False

    held_on = FrenchDateField(label=gettext_lazy("Date"), refuse_future=True)
    place = LineInput(label=gettext_lazy("Lieu"), required=False, max_length=160)
    person_was_there = forms.BooleanField(label=gettext_lazy("La personne était présente"), required=False)
    situation = Text(
        rows=7,
        label=gettext_lazy("Où en est la personne"),
        help_text=gettext_lazy(
            "Toute l’équipe lit ce compte rendu, et les partenaires présents : ni santé, ni détail de justice."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["situation"].required = True
        self.fields["situation"].validators.append(forms.CharField(max_length=8_000).validators[0])

    def minutes(self) -> dict[str, Any]:
        """The fields as the domain wants them."""
        return {name: self.cleaned_data[name] for name in MINUTES}


class MinutesEditForm(MinutesForm):
    """The minutes as they were read at a version."""

    version = version_field()
    helper = plain_helper("version", *MINUTES)

    @staticmethod
    def initial_of(review: JointReview) -> dict[str, Any]:
        """The fields as stored."""
        return {name: getattr(review, name) for name in (*MINUTES, "version")}


class JointReviewForm(MinutesForm):
    """The meeting and who was there: colleagues, partners found in the directory, names as typed."""

    staff = StaffPresent(
        queryset=User.objects.none(),
        label=gettext_lazy("Collègues présents"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    partner_query = LineInput(
        label=gettext_lazy("Chercher un partenaire dans l’annuaire"), required=False, max_length=120
    )
    partners = forms.MultipleChoiceField(
        label=gettext_lazy("Partenaires présents"), required=False, widget=forms.CheckboxSelectMultiple
    )
    names = Text(
        rows=3,
        label=gettext_lazy("Autres personnes présentes"),
        help_text=gettext_lazy("Une par ligne, avec sa fonction : « Mme Petit, éducatrice »."),
    )
    submission = submission_field()

    def __init__(self, *args: Any, person: Beneficiary, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission"].initial = uuid4
        self.fields["held_on"].initial = timezone.localdate()
        self.fields["person_was_there"].initial = True
        team = colleagues([person.team_id]) | colleagues_named(user.pk)
        self.fields["staff"].queryset = team  # type: ignore[attr-defined]
        self.fields["staff"].initial = [user.pk]
        typed = self.data.getlist("partners") if hasattr(self.data, "getlist") else []
        query = clean_line(self.data.get("partner_query", ""))[:120] if self.is_bound else ""
        self.found = partners_named(query) if query else []
        self.asked = query
        self.fields["partners"].choices = list(dict.fromkeys([*partners_chosen(typed), *self.found]))  # type: ignore[attr-defined]

    def clean_names(self) -> list[str]:
        """One name a line."""
        names = [name for line in self.cleaned_data["names"].splitlines() if (name := clean_line(line))]
        if len(names) > MOST_NAMES or any(len(name) > 160 for name in names):
            raise ValidationError(_("Vingt lignes au plus, de 160 caractères au plus."))
        return names

    def present(self) -> Present:
        """Who was there."""
        data = self.cleaned_data
        keys = [key.partition(":") for key in data["partners"]]
        contacts = [key for kind, _mark, key in keys if kind == CONTACT]
        organizations = [key for kind, _mark, key in keys if kind == ORGANIZATION]
        return Present(
            staff=data["staff"],
            contacts=Contact.objects.filter(pk__in=contacts).select_related("organization").order_by("pk"),
            organizations=Organization.objects.filter(pk__in=organizations).for_list(),
            names=data["names"],
        )


def choices_of(organizations: Any, contacts: Any) -> list[tuple[str, str]]:
    """Organisations, each followed by its contacts."""
    lines = [(f"{ORGANIZATION}:{one.pk}", f"{one.name}{f' ({one.city})' if one.city else ''}") for one in organizations]
    return lines + [(f"{CONTACT}:{one.pk}", f"{one}, {one.organization}") for one in contacts]


def partners_named(query: str) -> list[tuple[str, str]]:
    """The organisations of the directory found by name or commune, and their contacts."""
    rows = OrganizationFilter({"q": query}, Organization.objects.active()).qs.for_list()[:MOST_FOUND]
    found = list(rows)
    contacts = Contact.objects.filter(organization__in=[one.pk for one in found]).select_related("organization")
    return choices_of(found, contacts.order_by("name", "function", "pk")[: 2 * MOST_FOUND])


def partners_chosen(keys: list[str]) -> list[tuple[str, str]]:
    """Those already checked, whatever is searched now."""
    ids: dict[str, list[UUID]] = {CONTACT: [], ORGANIZATION: []}
    for key in keys[:50]:
        kind, _mark, value = key.partition(":")
        try:
            ids.get(kind, []).append(UUID(value))
        except ValueError:
            continue
    wanted = Q(pk__in=ids[CONTACT])
    return choices_of(
        Organization.objects.filter(pk__in=ids[ORGANIZATION]).for_list() if ids[ORGANIZATION] else [],
        Contact.objects.filter(wanted).select_related("organization").order_by("pk") if ids[CONTACT] else [],
    )


class DecisionRow(forms.Form):
    """One line: what was decided, who does it, by when."""

    use_required_attribute = False

    title = LineInput(label=gettext_lazy("Décision"), required=False, max_length=160)
    assignee = PersonOnStaffField(queryset=User.objects.none(), label=gettext_lazy("Pour"), empty_label=None)
    due_on = day_to_come(label=gettext_lazy("Pour le"), required=False)

    def __init__(self, *args: Any, staff: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = staff  # type: ignore[attr-defined]
        self.fields["assignee"].initial = user.pk
        self.fields["assignee"].required = False

    def clean(self) -> dict[str, Any]:
        """A decision has a day and somebody; an empty line has neither."""
        data = super().clean() or self.cleaned_data
        if data.get("title"):
            if not data.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", _("Dites pour quand : la décision devient une tâche."))
            if not data.get("assignee") and "assignee" not in self.errors:
                self.add_error("assignee", _("Dites qui s’en charge."))
        elif data.get("due_on") and "title" not in self.errors:
            self.add_error("title", _("Écrivez la décision, ou effacez la date."))
        return data

    def clean_due_on(self) -> Any:
        """A task is for today or later."""
        return not_past(self.cleaned_data["due_on"])

    def decision(self) -> NewDecision | None:
        """The decision, unless the line is empty."""
        data = self.cleaned_data
        return NewDecision(data["title"], data["assignee"], data["due_on"]) if data.get("title") else None


def decision_rows(data: Any, person: Beneficiary, user: User) -> list[DecisionRow]:
    """The lines for the decisions."""
    staff = colleagues([person.team_id]) | colleagues_named(user.pk)
    return [DecisionRow(data, prefix=f"decision{rank}", staff=staff, user=user) for rank in range(ROWS)]
