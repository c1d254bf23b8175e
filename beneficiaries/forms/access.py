"""Who else reaches a file: case team, exclusions, no-contact links, emergency accesses."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import plain_helper
from beneficiaries.models import Beneficiary
from beneficiaries.models.emergency_access import REASON_AT_LEAST
from core.dates import FrenchDateField
from core.fields import clean_line
from core.sql import FrenchSort


def staff(*roles: Role) -> Any:
    """Open accounts by name; of these roles when some are given."""
    users = User.objects.filter(is_active=True)
    if roles:
        users = users.filter(roles__overlap=list(roles))
    return users.order_by(FrenchSort("first_name"), FrenchSort("last_name"), "pk")


class FileNumberField(forms.CharField):
    """An exact file number: the person is never chosen by name."""

    def __init__(self, *, people: Any = None, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"class": "input-short", "autocomplete": "off"}))
        super().__init__(max_length=12, **options)
        self.people = people

    def clean(self, value: Any) -> Beneficiary:
        """The person whose file has this number."""
        number = clean_line(super().clean(value)).replace(" ", "")
        person = self.people.filter(file_number=number).first() if self.people is not None else None
        if person is None:
            raise ValidationError(_("Aucun dossier ne porte ce numéro."), code="unknown")
        return person  # type: ignore[no-any-return]


class CaseTeamForm(forms.Form):
    """Who joins the case team, and until when."""

    user = PersonOnStaffField(queryset=User.objects.none(), label=gettext_lazy("Membre"), empty_label="—")
    until = FrenchDateField(
        label=gettext_lazy("Jusqu’au"),
        nearest="future",
        required=False,
        help_text=gettext_lazy("Facultatif : sans date, jusqu’à ce qu’on y mette fin."),
    )
    helper = plain_helper("user", "until")

    def __init__(self, *args: Any, person: Beneficiary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = person.case_team.not_over().values("user")
        offered = staff(Role.CASEWORKER, Role.COORDINATOR).exclude(pk__in=known)
        self.fields["user"].queryset = offered.exclude(pk=person.lead_worker_id)  # type: ignore[attr-defined]


class ExclusionForm(forms.Form):
    """Whom to keep away from which file, and why."""

    number = FileNumberField(label=gettext_lazy("Numéro de dossier"))
    user = PersonOnStaffField(queryset=User.objects.none(), label=gettext_lazy("Membre à écarter"), empty_label="—")
    reason = forms.CharField(
        label=gettext_lazy("Raison"),
        max_length=200,
        help_text=gettext_lazy("En quelques mots : lien familial, voisinage… Lue par la coordination."),
    )
    helper = plain_helper("number", "user", "reason")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].people = people  # type: ignore[attr-defined]
        self.fields["user"].queryset = staff()  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        """One visible line."""
        return clean_line(self.cleaned_data["reason"])


class NoContactForm(forms.Form):
    """Two file numbers, and why these people must not meet."""

    number = FileNumberField(label=gettext_lazy("Numéro de dossier"))
    other = FileNumberField(label=gettext_lazy("Numéro de l’autre dossier"))
    reason = forms.CharField(
        label=gettext_lazy("Raison"),
        max_length=200,
        help_text=gettext_lazy("En quelques mots, sans détail inutile : « décision du juge »…"),
    )
    helper = plain_helper("number", "other", "reason")

    def __init__(self, *args: Any, people: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].people = people  # type: ignore[attr-defined]
        self.fields["other"].people = others  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        """One visible line."""
        return clean_line(self.cleaned_data["reason"])


class EmergencyForm(forms.Form):
    """Why the file must be opened now."""

    reason = forms.CharField(
        label=gettext_lazy("Pourquoi ouvrir ce dossier maintenant ?"),
        min_length=REASON_AT_LEAST,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Une phrase, sans nom. La protection des données la relit dans les sept jours."),
        error_messages={"min_length": gettext_lazy("Donnez la raison en une phrase (15 signes au moins).")},
    )
    helper = plain_helper("reason")
