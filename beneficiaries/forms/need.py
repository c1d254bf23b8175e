"""Needs: going round the nine domains, changing one."""

from collections import defaultdict
from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.exchange import LineInput
from beneficiaries.forms.fields import PersonOnStaffField
from beneficiaries.forms.person import colleagues, plain_helper
from beneficiaries.forms.plan_fields import domains_in, person_words, version_field
from beneficiaries.forms.plans import colleagues_named
from beneficiaries.models import Beneficiary, DomainCheck, Need
from beneficiaries.models.layer import Layer
from beneficiaries.need_catalogue import CATALOGUE, CommonNeed
from beneficiaries.plan_actions import Finding

UNKNOWN, NO_NEED, NEED = "", "none", "need"
ANSWERS = [
    (UNKNOWN, gettext_lazy("Pas abordé")),
    (NO_NEED, gettext_lazy("Pas de besoin")),
    (NEED, gettext_lazy("Un besoin")),
]


class NeedsForm(forms.Form):
    """The nine domains on one page: not talked about, no need, or which needs."""

    use_required_attribute = False

    def __init__(self, *args: Any, person: Beneficiary, user: User, layers: set[Layer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layers, self.domains = layers, domains_in(layers)
        self.open_needs: dict[str, list[Need]] = defaultdict(list)
        for need in Need.objects.visible_to(user).open().filter(beneficiary=person).for_list():
            self.open_needs[need.domain].append(need)
        checks = DomainCheck.objects.visible_to(user).filter(beneficiary=person)
        found = dict(checks.values_list("domain", "has_need"))
        for domain, label in self.domains:
            first = NEED if self.open_needs[domain] or found.get(domain) else UNKNOWN
            first = NO_NEED if found.get(domain) is False and not self.open_needs[domain] else first
            self.fields[f"answer_{domain}"] = forms.ChoiceField(
                label=label, choices=ANSWERS, initial=first, required=False, widget=forms.RadioSelect
            )
            choices = [(common.code, str(common.title)) for common in self.readable(domain)]
            noted = {need.title for need in self.open_needs[domain]}
            common: Any = forms.MultipleChoiceField(
                label=_("Besoins courants"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
            common.widget.choices = [(code, title) for code, title in choices if title not in noted]
            self.fields[f"common_{domain}"] = common
            self.fields[f"own_{domain}"] = LineInput(
                label=_("Un autre besoin, dans vos mots"), required=False, max_length=160
            )

    def readable(self, domain: str) -> list[CommonNeed]:
        """The common needs that the user may read; those noted already are not offered, and do no harm."""
        return [need for need in CATALOGUE[domain] if not need.is_violence or Layer.VIOLENCE in self.layers]

    def rows(self) -> list[dict[str, Any]]:
        """What the page shows of each domain."""
        return [
            {
                "domain": domain,
                "answer": self[f"answer_{domain}"],
                "common": self[f"common_{domain}"],
                "own": self[f"own_{domain}"],
                "needs": self.open_needs[domain],
            }
            for domain, _label in self.domains
        ]

    def clean(self) -> dict[str, Any]:
        """An answer and what is noted under it agree."""
        data = super().clean() or self.cleaned_data
        for domain, _label in self.domains:
            chosen = data.get(f"common_{domain}") or data.get(f"own_{domain}")
            answer = data.get(f"answer_{domain}")
            if answer == NO_NEED and chosen:
                self.add_error(f"answer_{domain}", _("Vous avez choisi un besoin : cochez « Un besoin »."))
            elif answer == NO_NEED and self.open_needs[domain]:
                self.add_error(f"answer_{domain}", _("Un besoin est encore ouvert ici : changez d’abord son état."))
            elif answer == NEED and not chosen and not self.open_needs[domain]:
                self.add_error(f"answer_{domain}", _("Choisissez un besoin, ou écrivez-le."))
        return data

    def findings(self) -> list[Finding]:
        """What was found in each domain talked about; a need chosen says that there is one."""
        data, found = self.cleaned_data, []
        for domain, _label in self.domains:
            common = [one for one in self.readable(domain) if one.code in data[f"common_{domain}"]]
            own, answer = data[f"own_{domain}"], data[f"answer_{domain}"]
            if common or own or answer:
                found.append(Finding(domain, bool(common or own or answer == NEED), common, own))
        return found


class NeedForm(forms.ModelForm):  # type: ignore[type-arg]
    """One need: its words, those of the person, who is in charge."""

    person_words = person_words()
    responsible = PersonOnStaffField(
        queryset=User.objects.none(),
        label=gettext_lazy("Qui s’en occupe"),
        required=False,
        empty_label=gettext_lazy("Personne pour l’instant"),
    )
    version = version_field()

    class Meta:
        model = Need
        fields = ["title", "person_words", "responsible"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        need = self.instance
        team = colleagues([need.beneficiary.team_id]) | colleagues_named(need.responsible_id)
        self.fields["responsible"].queryset = team  # type: ignore[attr-defined]
        self.fields["version"].initial = need.version
        self.helper = plain_helper("version", "title", "person_words", Div("responsible", css_class="inline-fields"))
