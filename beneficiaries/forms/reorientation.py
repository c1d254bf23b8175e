"""Asking for another team or lead worker, and deciding."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Team, User
from beneficiaries.forms.exchange import Text
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import colleagues, plain_helper
from beneficiaries.models import Beneficiary
from beneficiaries.models.reorientation import LONGEST_REASON
from core.sql import FrenchSort


class ReasonField(Text):
    """Why, in a few sentences."""

    def __init__(self, **options: Any) -> None:
        super().__init__(rows=4, max_length=LONGEST_REASON, **options)
        self.required = True


class LeadOfTeamField(PersonOnStaffField):
    """A lead worker, with the teams that they belong to."""

    def label_from_instance(self, user: Any) -> str:
        """« Amina Exemple (Antenne Nord) »."""
        teams = ", ".join(team.name for team in user.teams.all())
        return f"{user.get_full_name()} ({teams})"


class Towards(forms.Form):
    """A team, and a lead worker of that team or nobody."""

    use_required_attribute = False

    team = forms.ModelChoiceField(queryset=Team.objects.none(), label=gettext_lazy("Équipe"), empty_label=None)
    lead = LeadOfTeamField(queryset=User.objects.none(), label=gettext_lazy("Référent·e"), required=False)

    def __init__(self, *args: Any, person: Beneficiary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["team"].queryset = Team.objects.order_by(FrenchSort("name"), "pk")  # type: ignore[attr-defined]
        staff = colleagues(Team.objects.values("pk")).prefetch_related("teams")
        self.fields["lead"].queryset = staff  # type: ignore[attr-defined]
        self.fields["team"].initial = person.team_id

    def clean(self) -> dict[str, Any]:
        """The lead worker is of the team, and something changes."""
        data = super().clean() or self.cleaned_data
        team, lead = data.get("team"), data.get("lead")
        if team and lead and team not in lead.teams.all():
            self.add_error("lead", _("Cette personne n’est pas de l’équipe choisie."))
        elif team and lead and (team.pk, lead.pk) == (self.person.team_id, self.person.lead_worker_id):
            self.add_error("lead", _("C’est déjà la personne référente de ce dossier."))
        return data


class ReorientationForm(Towards):
    """What the lead worker asks."""

    reason = ReasonField(
        label=gettext_lazy("Pourquoi"),
        help_text=gettext_lazy("Ce qui manque ici, ce que l’autre équipe ou l’autre référent·e apporterait."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].label = _("Équipe recommandée")
        self.fields["lead"].label = _("Référent·e recommandé·e")
        self.fields["lead"].empty_label = _("Sans préférence")  # type: ignore[attr-defined]
        self.helper = plain_helper("reason", Div("team", "lead", css_class="inline-fields"))


class ReorientForm(Towards):
    """What the coordination decides when it accepts."""

    reason = Text(
        rows=3,
        label=gettext_lazy("Motif de la nouvelle orientation"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Facultatif : sans motif, celui de la demande est gardé."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].label = _("Nouvelle équipe")
        self.fields["lead"].label = _("Nouveau ou nouvelle référent·e")
        self.fields["lead"].empty_label = _("À désigner : le dossier attend un·e référent·e")  # type: ignore[attr-defined]
        self.helper = plain_helper(Div("team", "lead", css_class="inline-fields"), "reason")


class MaintainForm(forms.Form):
    """Why the person stays with the same team and lead worker."""

    use_required_attribute = False

    reason = ReasonField(label=gettext_lazy("Pourquoi l’accompagnement est maintenu"))
    helper = plain_helper("reason")
