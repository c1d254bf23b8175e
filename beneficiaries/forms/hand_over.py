"""Handing over: who leaves, when, and to whom each file goes."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import colleagues, plain_helper
from beneficiaries.models import Beneficiary, HandOverKind
from core.dates import FrenchDateField


class HandOverForm(forms.Form):
    """Who passes the relay, why and when; to whom by default."""

    giver = PersonOnStaffField(
        queryset=User.objects.none(), label=gettext_lazy("Qui passe le relais"), empty_label=None
    )
    kind = forms.ChoiceField(label=gettext_lazy("Pourquoi"), choices=HandOverKind.choices, widget=forms.RadioSelect)
    starts_on = FrenchDateField(
        label=gettext_lazy("À partir du"),
        nearest="future",
        help_text=gettext_lazy("Pour un départ : le dernier jour de présence."),
    )
    ends_on = FrenchDateField(
        label=gettext_lazy("Jusqu’au"), nearest="future", required=False, help_text=gettext_lazy("Pour une absence.")
    )
    receiver = PersonOnStaffField(
        queryset=User.objects.none(),
        label=gettext_lazy("À qui, en général"),
        required=False,
        empty_label=gettext_lazy("À choisir dossier par dossier"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """The coordination passes the relay for anybody of its teams, others for themselves."""
        super().__init__(*args, **kwargs)
        team = colleagues(user.teams.values("pk"))
        everybody = user.can(Permission.PERSON_ASSIGN)
        self.fields["giver"].queryset = team if everybody else User.objects.filter(pk=user.pk)  # type: ignore[attr-defined]
        self.fields["giver"].initial = user.pk
        self.fields["receiver"].queryset = team  # type: ignore[attr-defined]
        names = ["giver", "kind", "starts_on", "ends_on", "receiver"]
        if not everybody:
            self.fields["giver"].widget = forms.HiddenInput()
        self.helper = plain_helper(*names)
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        """A leave has an end, a departure has none; nothing begins long ago."""
        data = super().clean() or self.cleaned_data
        kind, first, last = data.get("kind"), data.get("starts_on"), data.get("ends_on")
        if kind == HandOverKind.DEPARTURE:
            data["ends_on"] = None
        elif first and not last and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Dites jusqu’à quand dure l’absence."))
        elif first and last and last < first:
            self.add_error("ends_on", _("L’absence finit avant de commencer."))
        if last and kind == HandOverKind.LEAVE and last < timezone.localdate():
            self.add_error("ends_on", _("Cette absence est déjà finie."))
        if data.get("giver") and data.get("giver") == data.get("receiver"):
            self.add_error("receiver", _("Choisissez quelqu’un d’autre."))
        return data


class FilesForm(forms.Form):
    """To whom each file goes; nobody leaves it where it is."""

    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, people: list[Beneficiary], giver: User, receiver: User | None, **kwargs: Any
    ) -> None:
        """One choice a person, among the colleagues of the team that follows them."""
        super().__init__(*args, **kwargs)
        self.people, teams = people, {person.team_id for person in people}
        members = User.teams.through.objects.filter(team__in=teams).values_list("team_id", "user_id")
        staff = {user.pk: user for user in colleagues(teams) if user != giver}
        self.staff = {str(pk): user for pk, user in staff.items()}
        self.fields["submission"].initial = uuid.uuid4()
        for person in people:
            of_team = {user for team, user in members if team == person.team_id}
            options = [(str(pk), user.get_full_name()) for pk, user in staff.items() if pk in of_team]
            known = receiver and str(receiver.pk) in dict(options)
            self.fields[str(person.pk)] = forms.ChoiceField(
                label=person.file_number,
                choices=[("", _("Personne pour l’instant")), *options],
                required=False,
                initial=str(receiver.pk) if receiver and known else "",
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self) -> dict[str, Any]:
        """Something is proposed."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.files_given:
            raise ValidationError(_("Choisissez au moins un dossier et un collègue."))
        return data

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each person with the field that says to whom they go."""
        return [{"person": person, "field": self[str(person.pk)]} for person in self.people]

    @property
    def files_given(self) -> dict[Beneficiary, User]:
        """The files that go to somebody."""
        given = ((person, self.cleaned_data.get(str(person.pk))) for person in self.people)
        return {person: self.staff[key] for person, key in given if key}


class DeclineForm(forms.Form):
    """Why a file is not taken."""

    reason = forms.CharField(label=gettext_lazy("Pourquoi ?"), max_length=200)
