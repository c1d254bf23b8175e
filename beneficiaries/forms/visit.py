"""Preparing a day of visits; noting a permit."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from beneficiaries.forms.exchange import LineInput
from beneficiaries.forms.person import plain_helper
from beneficiaries.forms.plans import not_past
from beneficiaries.models import Prison, Slot
from beneficiaries.visits import FIRST_HOUR, USUAL_MINUTES, Candidate, Wish, fill_hours, prisons_visited
from core.dates import FrenchDateField, FrenchTimeField

SEEN_AT_MOST = 20
LAST_DAY = date(2100, 1, 1)


class VisitPermitForm(forms.Form):
    """Until when the permit is valid, or that it is no longer needed."""

    use_required_attribute = False

    valid_until = FrenchDateField(
        label=gettext_lazy("Valable jusqu’au"),
        nearest="future",
        required=False,
        help_text=gettext_lazy("Un rappel se montre sur «\u00a0Ma journée\u00a0» un mois avant."),
    )
    not_needed = forms.BooleanField(label=gettext_lazy("Je ne vais plus dans cet établissement"), required=False)

    helper = plain_helper("valid_until", "not_needed")

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or self.cleaned_data
        if "valid_until" in data and not data["valid_until"] and not data.get("not_needed"):
            raise ValidationError(_("Écrivez la date, ou cochez que vous n’y allez plus."))
        if data.get("valid_until") and data["valid_until"] >= LAST_DAY:
            self.add_error("valid_until", _("Cette date n’est pas plausible."))
        return data


class VisitChoiceForm(forms.Form):
    """Where, which day, and whose people; sent by GET, so that the page can be reloaded."""

    use_required_attribute = False

    etablissement: Any = forms.ModelChoiceField(
        queryset=Prison.objects.none(), label=gettext_lazy("Établissement"), empty_label=gettext_lazy("Choisir")
    )
    jour = FrenchDateField(label=gettext_lazy("Jour"), nearest="future")
    equipe = forms.BooleanField(label=gettext_lazy("Montrer aussi les personnes de mes collègues"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["etablissement"]
        field.queryset = prisons_visited(user)

    def clean_jour(self) -> date | None:
        """A visit is prepared for today or later."""
        return not_past(self.cleaned_data["jour"])


class VisitPlanForm(forms.Form):
    """Who is seen, in which order, at what hour; the fields of each candidate carry their key."""

    use_required_attribute = False

    purpose = LineInput(label=gettext_lazy("Objet"), max_length=160, initial=gettext_lazy("Entretien en détention"))
    first = FrenchTimeField(label=gettext_lazy("Première heure"), initial=FIRST_HOUR)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes par personne"),
        initial=USUAL_MINUTES,
        min_value=5,
        max_value=480,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
    )
    submission = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {one.person.pk: one for one in candidates}
        self.filled: list[Wish] = []
        for key, one in self.candidates.items():
            name = one.person.short_name
            self.fields[f"see-{key}"] = forms.BooleanField(label=name, required=False)
            self.fields[f"order-{key}"] = forms.IntegerField(
                label=_labelled(_("Ordre"), name),
                required=False,
                min_value=1,
                max_value=99,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-tiny"}),
            )
            self.fields[f"at-{key}"] = FrenchTimeField(label=_labelled(_("Heure"), name), required=False)

    @property
    def rows(self) -> list[tuple[Candidate, Any, Any, Any]]:
        """Each candidate with their three fields."""
        return [
            (one, self[f"see-{key}"], self[f"order-{key}"], self[f"at-{key}"]) for key, one in self.candidates.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Give an hour to each person ticked; two people are not seen at once."""
        data = super().clean() or self.cleaned_data
        ticked = [key for key in self.candidates if data.get(f"see-{key}")]
        if not ticked:
            raise ValidationError(_("Cochez au moins une personne à voir."))
        if len(ticked) > SEEN_AT_MOST:
            raise ValidationError(_("Vingt personnes au plus en une journée."))
        if self.errors:
            return data
        wishes = [Wish(key, data[f"order-{key}"], data[f"at-{key}"]) for key in ticked]
        self.filled = fill_hours(wishes, first=data["first"], minutes=data["minutes"])
        self._refuse_overlaps(data["minutes"])
        return data

    def _refuse_overlaps(self, minutes: int) -> None:
        free_from = -1
        for wish in sorted(self.filled, key=lambda wish: wish.at or FIRST_HOUR):
            at = wish.at or FIRST_HOUR
            start = at.hour * 60 + at.minute
            if start < free_from:
                self.add_error(f"at-{wish.person}", _("À cette heure, vous voyez déjà quelqu’un."))
            free_from = start + minutes
        if free_from > 24 * 60:
            self.add_error(None, _("La journée finit après minuit\u00a0: voyez moins de personnes."))

    def proposed(self) -> dict[str, Any]:
        """The same form with the hours filled, to be shown before anything is fixed."""
        shown: dict[str, Any] = {
            name: self.cleaned_data[name] for name in ("purpose", "first", "minutes", "submission")
        }
        for wish in self.filled:
            shown |= {f"see-{wish.person}": True, f"order-{wish.person}": wish.order, f"at-{wish.person}": wish.at}
        return shown

    def slots(self, day: date) -> list[Slot]:
        """The appointments to fix."""
        minutes = self.cleaned_data["minutes"]
        return [
            Slot(
                person=self.candidates[wish.person].person,
                starts_at=timezone.make_aware(datetime.combine(day, wish.at or FIRST_HOUR)),
                minutes=minutes,
            )
            for wish in self.filled
        ]

    @property
    def submission_id(self) -> UUID:
        """The identifier of this form: one day of visits, whatever is clicked."""
        try:
            return UUID(str(self["submission"].value()))
        except ValueError:
            return uuid4()


def _labelled(label: str, name: str) -> str:
    """« Heure », and for a screen reader whose it is."""
    return format_html('{} <span class="visually-hidden">{}</span>', label, name)
