"""« Atelier, réunion »: what is shared by all, then one line a person."""

import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from beneficiaries.collective import Part, Shared
from beneficiaries.forms.batch import PeoplePage, PersonLine
from beneficiaries.forms.day import DayForm
from beneficiaries.forms.exchange import LineInput, Text
from beneficiaries.models import Beneficiary, Topic

SHORTEST_NAME = 3


class CollectiveForm(DayForm):
    """What stands in the file of each person who came."""

    use_required_attribute = False

    title = LineInput(
        label=_("Intitulé"),
        max_length=120,
        help_text=_("Par exemple : atelier CV, réunion d’information sur les droits."),
    )
    place = LineInput(
        label=_("Lieu"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "batch-places", "autocomplete": "off", "class": "input-medium"}),
    )
    topics = forms.MultipleChoiceField(
        label=_("Sujets"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un sujet.")},
    )
    summary = Text(
        rows=4,
        label=_("Texte commun"),
        help_text=_("Il est lu dans le dossier de chaque personne : ne nommez personne ici."),
    )
    names_checked = forms.BooleanField(label=_("Ce mot ne désigne pas une des personnes"), required=False)

    def clean(self) -> dict[str, Any]:
        """Put the day in other_date."""
        super().clean()
        self.clean_day(self.cleaned_data)
        return self.cleaned_data


class CollectivePage(PeoplePage):
    """The whole contact."""

    head, row = CollectiveForm, PersonLine

    def is_valid(self) -> bool:
        """As any page; two people at least, and a shared text that names none of them."""
        valid = super().is_valid()
        people = [line.found.person for line in self.written if line.found.person]
        if valid and len(people) < 2:
            self.shared.add_error(None, _("Une rencontre collective réunit deux personnes au moins."))
        named = self._named(people)
        if named and not self.shared.cleaned_data.get("names_checked"):
            words = now_("« %(name)s » est le nom d’une des personnes : chaque dossier le montrerait aux autres.")
            self.shared.add_error("summary", words % {"name": named})
        return not self.errors

    def _named(self, people: list[Beneficiary]) -> str:
        """The first name or last name of somebody that the shared words hold, written as a name."""
        data = self.shared.cleaned_data
        text = f"{data.get('title', '')} {data.get('summary', '')}"
        names = {name for person in people for name in (person.first_name, person.last_name, person.nickname)}
        found = (
            name for name in sorted(names) if len(name) >= SHORTEST_NAME and re.search(rf"\b{re.escape(name)}\b", text)
        )
        return next(found, "")

    def to_log(self) -> dict[str, Any]:
        """Arguments of log_collective."""
        head = self.shared.cleaned_data
        shared = Shared(
            happened_on=head["other_date"],
            title=head["title"],
            place=head["place"],
            topics=[topic for topic in Topic.values if topic in head["topics"]],
            summary=head["summary"],
        )
        parts = [
            Part(cast("Beneficiary", line.found.person), line.cleaned_data["note"], line.cleaned_data["absent"])
            for line in self.written
        ]
        return {"shared": shared, "parts": parts}
