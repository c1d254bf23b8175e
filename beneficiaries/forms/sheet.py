"""Which people a set of interview sheets is for: those held where one goes, or found by name."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.forms.batch import as_key
from beneficiaries.forms.follow_up import PeopleField
from beneficiaries.forms.people_choice import Choice, PeopleChoice, people_choice
from beneficiaries.models import Beneficiary, Prison

OFFERED = 20


class SheetForm(forms.Form):
    """The people, by checkbox; submission makes one set of sheets of any number of clicks."""

    use_required_attribute = False

    people = PeopleField(
        queryset=Beneficiary.objects.none(), label=_("Personne(s)"), widget=forms.CheckboxSelectMultiple
    )
    submission = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["people"]
        people.reader = user

    @property
    def run(self) -> UUID:
        """The identifier of the set."""
        return as_key(self["submission"].value()) or uuid4()

    @property
    def chosen(self) -> list[UUID]:
        """Ids of the people checked so far, valid or not."""
        return chosen_in(self["people"].value() or [])


def chosen_in(values: Any) -> list[UUID]:
    """The identifiers among what was sent, each once."""
    return list(dict.fromkeys(key for value in values if (key := as_key(value))))[:OFFERED]


def prisons_of(user: User) -> QuerySet[Prison]:
    """Where the people whom the user may see are held."""
    people = Beneficiary.objects.visible_to(user).active()
    return Prison.objects.filter(pk__in=people.filter(prison__isnull=False).values("prison")).for_list()


def people_offered(user: User, *, chosen: list[UUID], query: str, prison: UUID | None) -> PeopleChoice:
    """Those checked and found; with a prison, those held there, one’s own already checked."""
    if not prison or query:
        return people_choice(user, chosen, query)
    visible = Beneficiary.objects.visible_to(user)
    held = list(visible.active().filter(prison=prison).for_file().order_by("sort_key", "pk")[:OFFERED])
    own = set(visible.own_of(user).filter(pk__in=[person.pk for person in held]).values_list("pk", flat=True))
    marked = set(chosen) or own
    return PeopleChoice([Choice(person, person.pk in marked) for person in held])
