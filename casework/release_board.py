"""The « Jour J » board: who comes out within ninety days, and how ready each release is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models import OUTSIDE, Beneficiary, Prison, ReadinessItem, ReadinessTheme
from beneficiaries.models.release_date import moved_since_visit
from casework.calendar import closing_words
from casework.readiness import RIGHTS, Prepared, bookings, may_be_refused, readiness_of, roof_words

FARTHEST = 90
STILL_SHOWN_DAYS = 7  # a release that has just passed and that nobody has confirmed
MINE = "moi"
# What may be asked for in the URL, and the themes it stands for.
LACKING: dict[str, tuple[str, ...]] = {
    "toit": (ReadinessTheme.ROOF,),
    "papiers": (ReadinessTheme.PAPERS,),
    "sante": (ReadinessTheme.COVER,),
    "revenus": (ReadinessTheme.INCOME,),
    "rendez-vous": (ReadinessTheme.MEETING,),
}


class BoardFilter(forms.Form):
    """How far ahead, whose people, what is missing; kept in the URL."""

    dans = forms.TypedChoiceField(
        label=_("Sortie"),
        choices=[
            (90, _("dans les 90\u00a0jours")),
            (7, _("dans les 7\u00a0jours")),
            (30, _("dans les 30\u00a0jours")),
            (60, _("dans les 60\u00a0jours")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    suivi = forms.ChoiceField(
        label=_("Suivi par"), choices=[("", _("Toutes les équipes que je vois")), (MINE, _("Moi"))], required=False
    )
    manque = forms.ChoiceField(
        label=_("Il manque"),
        choices=[
            ("", _("Peu importe")),
            ("toit", _("Un toit")),
            ("papiers", _("Des papiers")),
            ("sante", _("La couverture santé")),
            ("revenus", _("Des revenus ou des droits")),
            ("rendez-vous", _("Un premier rendez-vous")),
        ],
        required=False,
    )

    lieu = forms.ModelChoiceField(
        Prison.objects.none(), label=_("Établissement"), required=False, empty_label=_("Tous")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lieu"].queryset = Prison.objects.in_use()  # type: ignore[attr-defined]

    def applied(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value and value != FARTHEST}

    def narrow(self, people: Any, user: User, today: date) -> Any:
        """The people to come out whom every condition fits, soonest first."""
        asked = self.applied()
        last = today + timedelta(days=asked.get("dans", FARTHEST))
        people = people.filter(expected_release_on__gte=today - timedelta(days=STILL_SHOWN_DAYS))
        people = people.filter(expected_release_on__lte=last).exclude(justice_status__in=OUTSIDE)
        if prison := asked.get("lieu"):
            people = people.filter(prison=prison)
        if asked.get("suivi") == MINE:
            people = people.filter(lead_worker=user)
        if themes := LACKING.get(asked.get("manque", "")):
            people = without(people, user, themes)
        people = people.annotate(moved=moved_since_visit(user, timezone.now()))
        return people.select_related("lead_worker", "prison").order_by("expected_release_on", "sort_key", "pk")


def without(people: Any, user: User, themes: tuple[str, ...]) -> Any:
    """Those of the people for whom it is neither ready nor booked; nothing noted is not ready."""
    items = ReadinessItem.objects.visible_to(user).filter(release__happened_on__isnull=True, kind__theme__in=themes)
    undone, refused = items.unsettled(), items.impossible()
    lacking = Q(pk__in=undone.values("release__beneficiary")) | ~Q(pk__in=items.values("release__beneficiary"))
    booked = Q()
    for theme, rows in bookings(Beneficiary.objects.visible_to(user)):
        if theme in themes:
            booked |= Q(pk__in=rows.values("pk"))
    people = people.filter(lacking)
    return people.exclude(booked & ~Q(pk__in=refused.values("release__beneficiary"))) if booked else people


@dataclass(frozen=True)
class Column:
    """One answer of a row, in words; missing: something is left to do."""

    label: str
    word: str
    missing: bool


@dataclass(frozen=True)
class BoardRow:
    """One person to come out."""

    person: Beneficiary
    day: date
    closing: str
    roof: str
    may_be_refused: bool
    counts: str
    columns: list[Column]


QUESTIONS: list[tuple[Any, tuple[str, ...]]] = [
    (_("Toit"), (ReadinessTheme.ROOF,)),
    (_("Papiers"), (ReadinessTheme.PAPERS,)),
    (_("Santé"), (ReadinessTheme.COVER,)),
    (_("Revenus"), (ReadinessTheme.INCOME,)),
    (_("Rendez-vous"), (ReadinessTheme.MEETING,)),
]
# The four words of « Sorties à venir ».
SHORT_QUESTIONS: list[tuple[Any, tuple[str, ...]]] = [
    (_("hébergement"), (ReadinessTheme.ROOF,)),
    (_("rendez-vous"), (ReadinessTheme.MEETING,)),
    (_("papiers"), (ReadinessTheme.PAPERS,)),
    (_("droits"), RIGHTS),
]


def rows_of(people: list[Beneficiary], user: User) -> list[BoardRow]:
    """The rows of one page, in two queries whatever their number."""
    found = readiness_of(user, [person.pk for person in people])
    dated = [(person, person.expected_release_on) for person in people]
    return [row_of(person, day, found[person.pk]) for person, day in dated if day]


def row_of(person: Beneficiary, day: date, prepared: Prepared) -> BoardRow:
    """What the board says of one person."""
    return BoardRow(
        person=person,
        day=day,
        closing=closing_words(day),
        roof=roof_words(prepared, day),
        may_be_refused=may_be_refused(person, prepared),
        counts=prepared.counts,
        columns=[Column(str(label), prepared.word(*themes), prepared.lacks(*themes)) for label, themes in QUESTIONS],
    )
