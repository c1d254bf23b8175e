"""Filters of the timeline and of the documents, kept in the URL."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from beneficiaries.models import DocumentKind, FollowUpMode
from beneficiaries.models.follow_up import FollowUpQuerySet
from core.dates import FrenchDateField


class TimelineFilter(forms.Form):
    """How, by whom, from when to when."""

    mode = forms.ChoiceField(label=_("Comment"), choices=[("", _("Tous")), *FollowUpMode.choices], required=False)
    par = forms.TypedChoiceField(label=_("Par"), coerce=UUID, empty_value=None, required=False)
    du = FrenchDateField(label=_("Du"), required=False)
    au = FrenchDateField(label=_("Au"), required=False)

    def __init__(self, data: Any, authors: Iterable[tuple[UUID, str]]) -> None:
        super().__init__(data)
        self.fields["par"].choices = [("", _("Toute l’équipe")), *((str(pk), name) for pk, name in authors)]  # type: ignore[attr-defined]

    def applied(self) -> dict[str, Any]:
        """The conditions asked for and understood; a filter that is not understood is shown, and filters nothing."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, rows: FollowUpQuerySet) -> FollowUpQuerySet:
        """The rows that every condition fits."""
        lookups = {"mode": "mode", "par": "author", "du": "happened_on__gte", "au": "happened_on__lte"}
        return rows.filter(**{lookups[name]: value for name, value in self.applied().items()})


class DocumentFilter(forms.Form):
    """What it is, and whether its end is near."""

    nature = forms.ChoiceField(label=_("Nature"), choices=[("", _("Toutes")), *DocumentKind.choices], required=False)
    fin = forms.ChoiceField(
        label=_("Échéance"),
        choices=[("", _("Toutes")), ("bientot", _("À renouveler")), ("passee", _("Expirés"))],
        required=False,
    )

    def applied(self) -> dict[str, str]:
        """The conditions asked for and understood."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
