"""A person’s identity, how to reach them safely, situation, who follows them."""

import hashlib
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from accounts.models import Team, User
from accounts.roles import Role
from beneficiaries.forms.establishment import prison_field
from beneficiaries.forms.exchange import LineInput
from beneficiaries.forms.fields import Birth, BirthField, ChannelsField, PersonOnStaffField
from beneficiaries.models import HELD, OUTSIDE, Beneficiary, ExitReason, FileStatus
from beneficiaries.similar import Described
from core.dates import FrenchDateField
from core.fields import clean_line
from core.sql import FrenchSort
from partners.forms.commune import CommuneField

NAMES = ["last_name", "first_name", "nickname"]
IDENTITY = [*NAMES, "gender", "languages"]
CONTACT = ["phone", "email", "address", "commune_code"]
WHERE_LIVES = gettext_lazy("Où elle vit ou va vivre\u00a0: l’annuaire cherche d’abord autour.")
SITUATION = ["justice_status", "prison", "expected_release_on", "release_date_source", "release_date_noted_on"]


def colleagues(teams: Any) -> Any:
    """Those of the teams who may lead a file, by name."""
    members = User.objects.filter(teams__in=teams).values("pk")
    leads = User.objects.filter(is_active=True, roles__overlap=[Role.CASEWORKER, Role.COORDINATOR], pk__in=members)
    return leads.order_by(FrenchSort("first_name"), FrenchSort("last_name"), "pk")


def plain_helper(*layout: Any) -> FormHelper:
    """The fields alone: the template writes the form tag and its buttons."""
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*layout)
    return helper


def identity_fields() -> Fieldset:
    """Who the person is."""
    return Fieldset(
        _("Identité"),
        Div("last_name", "first_name", "nickname", css_class="inline-fields"),
        Div("birth", "languages", css_class="inline-fields"),
        Field("gender", wrapper_class="chips"),
        css_class="form-section",
    )


def contact_fields(*rules: Any) -> Fieldset:
    """How to reach the person without putting them at risk."""
    return Fieldset(
        _("Joindre la personne sans la mettre en difficulté"),
        Div("phone", "email", css_class="inline-fields"),
        "address",
        "commune_code",
        HTML('<datalist id="commune_code-list"></datalist>'),
        *rules,
        css_class="form-section",
    )


def situation_fields() -> Fieldset:
    """Where the person stands with justice."""
    return Fieldset(
        _("Situation"),
        Field("justice_status", wrapper_class="chips"),
        "prison",
        Div("expected_release_on", "release_date_source", "release_date_noted_on", css_class="inline-fields"),
        css_class="form-section",
    )


class PersonCheckForm(forms.Form):
    """Enough to recognise somebody who already has a file."""

    last_name = forms.CharField(label=gettext_lazy("Nom"), max_length=120, required=False)
    first_name = forms.CharField(label=gettext_lazy("Prénom"), max_length=120, required=False)
    nickname = forms.CharField(label=gettext_lazy("Surnom"), max_length=120, required=False)
    birth = BirthField()
    phone = PhoneNumberField(label=gettext_lazy("Téléphone"), required=False, max_length=40)

    helper = plain_helper(
        Div("last_name", "first_name", "nickname", css_class="inline-fields"),
        Div("birth", "phone", css_class="inline-fields"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a name, whichever."""
        data = super().clean() or {}
        for name in NAMES:
            data[name] = clean_line(data.get(name, ""))
        if not any(data[name] for name in NAMES) and not any(name in self.errors for name in NAMES):
            raise ValidationError(_("Indiquez au moins un prénom, un nom ou un surnom."))
        return data


def described_by(data: dict[str, Any]) -> Described:
    """What a form says of a person, to compare with the files."""
    birth: Birth = data.get("birth") or Birth()
    names = {name: data.get(name, "") for name in NAMES}
    return Described(**names, birth_date=birth.day, birth_year=birth.year, phone=str(data.get("phone") or ""))


def fingerprint(data: dict[str, Any]) -> str:
    """Changes when who is described changes: what was compared need not be compared again."""
    return hashlib.sha256(repr(described_by(data)).encode()).hexdigest()


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """What every form on a file has: the birth in one field, the version shown, the names of changed fields."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Beneficiary = self.instance
        columns = [*(self._meta.fields or ()), "birth_date", "birth_year"]
        self.stored = {name: person.serializable_value(name) for name in columns}
        self.fields["version"].initial = person.version
        if "birth" in self.fields:
            self.fields["birth"].initial = Birth(person.birth_date, None if person.birth_date else person.birth_year)

    def clean(self) -> dict[str, Any]:
        """Put the birth where the file keeps it."""
        data = super().clean() or self.cleaned_data
        if "birth" in data:
            self.instance.birth_date, self.instance.birth_year = data["birth"].day, data["birth"].year
        return data

    @property
    def changed_fields(self) -> list[str]:
        """Names of the columns that change, those that the rules put right included."""
        return [name for name, value in self.stored.items() if self.instance.serializable_value(name) != value]


class IdentityForm(PersonForm):
    """Identity and safe contact of a file."""

    birth = BirthField()
    commune_code = CommuneField(label=gettext_lazy("Commune"), help_text=WHERE_LIVES)

    class Meta:
        model = Beneficiary
        fields = [*IDENTITY, *CONTACT, "intake_on"]
        field_classes = {"intake_on": FrenchDateField}
        widgets = {"gender": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].help_text = _("Séparées par des virgules.")
        self.fields["languages"].show_hidden_initial = False
        follow_up = Fieldset(_("Accompagnement"), "intake_on", css_class="form-section")
        self.helper = plain_helper("version", identity_fields(), contact_fields(), follow_up)

    def clean_intake_on(self) -> Any:
        """A support that ended began before."""
        day, end = self.cleaned_data["intake_on"], self.instance.exited_on
        if day and end and day > end:
            raise ValidationError(_("L’accompagnement s’est terminé avant cette date."))
        return day


class NewPersonForm(PersonForm):
    """The first facts of a file; submission makes the same form sent twice open one file."""

    birth = BirthField()
    commune_code = CommuneField(label=gettext_lazy("Commune"), help_text=WHERE_LIVES)
    prison = prison_field()
    submission = forms.UUIDField(widget=forms.HiddenInput)
    checked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    lead_worker = PersonOnStaffField(queryset=User.objects.none(), label=gettext_lazy("Référent·e"), required=False)
    channels = ChannelsField()
    precautions = LineInput(label=gettext_lazy("Précautions"), max_length=300, required=False)

    class Meta:
        model = Beneficiary
        fields = [*IDENTITY, *CONTACT, *SITUATION, "intake_on", "team", "lead_worker"]
        field_classes = dict.fromkeys(("expected_release_on", "release_date_noted_on", "intake_on"), FrenchDateField)
        widgets = {"gender": forms.RadioSelect, "justice_status": forms.RadioSelect}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["languages"].help_text = _("Séparées par des virgules.")
        self.fields["languages"].show_hidden_initial = False
        self.fields["expected_release_on"].nearest = "future"  # type: ignore[attr-defined]
        self.fields["release_date_noted_on"].refuse_future = True  # type: ignore[attr-defined]
        own = Team.objects.filter(members=user).order_by(FrenchSort("name"), "pk")
        self.fields["team"].queryset = own  # type: ignore[attr-defined]
        self.fields["lead_worker"].queryset = colleagues(own)  # type: ignore[attr-defined]
        self.fields["lead_worker"].empty_label = _("À désigner")  # type: ignore[attr-defined]
        teams = list(own[:2])
        if len(teams) == 1:
            self.fields["team"].initial = teams[0].pk
            self.fields["team"].widget = forms.HiddenInput()
        elif not teams:
            self.fields["team"].help_text = _("Vous n’appartenez à aucune équipe : parlez-en à la coordination.")
        self.fields["lead_worker"].initial = user.pk if user.has_role(Role.CASEWORKER) else None
        support = Fieldset(
            _("Accompagnement"),
            Div("team", "lead_worker", "intake_on", css_class="inline-fields"),
            css_class="form-section",
        )
        contact = contact_fields(Field("channels", wrapper_class="chips"), "precautions")
        self.helper = plain_helper("submission", "checked", identity_fields(), contact, situation_fields(), support)

    def clean(self) -> dict[str, Any]:
        """Check the situation, and that the lead worker is of the team."""
        data = super().clean()
        self.check_situation()
        lead, team = data.get("lead_worker"), data.get("team")
        if lead and team and not lead.teams.filter(pk=team.pk).exists():
            self.add_error("lead_worker", _("Cette personne n’est pas de l’équipe choisie."))
        return data

    def check_situation(self) -> None:
        """An establishment needs a person held; the source of a release date is asked for, never demanded."""
        data, today = self.cleaned_data, timezone.localdate()
        if data.get("prison") and data.get("justice_status") not in HELD:
            text = _("Un établissement ne se note que pour une personne en détention ou en semi-liberté.")
            self.add_error("prison", text)
        release = data.get("expected_release_on")
        if release and release > today and data.get("justice_status") in OUTSIDE:
            text = _("Cette date est à venir, alors que la personne est notée comme sortie.")
            self.add_error("expected_release_on", text)
        if release and not data.get("release_date_noted_on"):
            data["release_date_noted_on"] = today
        if not release:
            data["release_date_source"] = ""  # of no date: nothing would show it

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the file to open."""
        birth: Birth = self.cleaned_data["birth"]
        known = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return {**known, "birth_date": birth.day, "birth_year": birth.year, "status": FileStatus.ACTIVE}

    @property
    def contact(self) -> dict[str, Any]:
        """The first safe-contact rules, when something is said of them."""
        rules = {name: self.cleaned_data[name] for name in ("channels", "precautions")}
        return rules if any(rules.values()) else {}


class LeadForm(forms.Form):
    """Who leads the file from now on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    lead_worker = PersonOnStaffField(
        queryset=User.objects.none(),
        label=gettext_lazy("Référent·e"),
        required=False,
        empty_label=gettext_lazy("À désigner"),
    )

    def __init__(self, *args: Any, person: Beneficiary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = person.version
        self.fields["lead_worker"].initial = person.lead_worker_id
        self.fields["lead_worker"].queryset = colleagues([person.team_id])  # type: ignore[attr-defined]
        self.helper = plain_helper("version", "lead_worker")


class CloseForm(forms.Form):
    """Why and when the support ended."""

    exit_reason = forms.ChoiceField(
        label=gettext_lazy("Motif"), choices=[c for c in ExitReason.choices if c[0]], widget=forms.RadioSelect
    )
    exited_on = FrenchDateField(label=gettext_lazy("Fin de l’accompagnement"), refuse_future=True)
    helper = plain_helper("exit_reason", "exited_on")
