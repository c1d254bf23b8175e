"""Whom to see during a day of visits in one establishment, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from beneficiaries.models import Appointment, Beneficiary, FollowUpMode, PlanReview, Prison, Task, VisitDay
from core.templatetags.french import ago_words, days_left

OFFERED = 60
SOON, LONG = timedelta(days=30), timedelta(days=30)
FIRST_HOUR, USUAL_MINUTES = time(9), 30


@dataclass(frozen=True)
class Candidate:
    """A person held there; why: the reasons to see them, weightiest first."""

    person: Beneficiary
    why: list[str] = field(default_factory=list)
    rank: tuple[bool, bool, bool, bool] = (False, False, False, False)
    already: bool = False


def prisons_visited(user: User) -> QuerySet[Prison]:
    """Where the people whom the user may see are held."""
    held = Beneficiary.objects.visible_to(user).active().filter(prison__isnull=False)
    return Prison.objects.filter(pk__in=held.values("prison")).for_list()


def candidates(user: User, prison: Prison, day: date, *, whole_team: bool = False) -> list[Candidate]:
    """The people whom the user may visit there that day: release soon, long silence, tasks due, review overdue."""
    people = Beneficiary.objects.visible_to(user).active().filter(prison=prison)
    if not whole_team:
        people = people.own_of(user)
    rows = list(
        people.order_by(
            F("expected_release_on").asc(nulls_last=True), F("last_contact_on").asc(nulls_first=True), "pk"
        )[:OFFERED]
    )
    keys = [person.pk for person in rows]
    tasks = dict(
        Task.objects.visible_to(user)
        .due(day)
        .filter(beneficiary__in=keys)
        .values_list("beneficiary")
        .annotate(number=Count("pk"))
        .order_by()
    )
    reviews = set(
        PlanReview.objects.visible_to(user).filter(beneficiary__in=keys).due(day).values_list("beneficiary", flat=True)
    )
    fixed = set(
        Appointment.objects.visible_to(user)
        .open()
        .filter(worker=user, beneficiary__in=keys, starts_at__range=bounds(day))
        .values_list("beneficiary", flat=True)
    )
    found = [
        candidate(person, day, tasks=tasks.get(person.pk, 0), review=person.pk in reviews, already=person.pk in fixed)
        for person in rows
    ]
    # False comes first: who has the reason is put before who has not; the order of the query settles the rest.
    return sorted(found, key=lambda one: tuple(not reason for reason in one.rank))


def candidate(person: Beneficiary, day: date, *, tasks: int, review: bool, already: bool) -> Candidate:
    """The reasons in words."""
    release, seen = person.expected_release_on, person.last_contact_on
    soon = bool(release and release <= day + SOON)
    silent = not seen or seen <= day - LONG
    why = []
    if soon:
        why.append(_("sortie prévue %(when)s") % {"when": days_left(release)})
    if silent:
        why.append(_("dernier contact %(when)s") % {"when": ago_words(seen)} if seen else _("jamais vue"))
    if tasks:
        why.append(ngettext("%(count)d tâche à faire", "%(count)d tâches à faire", tasks) % {"count": tasks})
    if review:
        why.append(_("bilan du plan à tenir"))
    return Candidate(person, why, (soon, silent, bool(tasks), review), already)


def bounds(day: date) -> tuple[datetime, datetime]:
    """From the first to the last moment of the day."""
    return timezone.make_aware(datetime.combine(day, time.min)), timezone.make_aware(datetime.combine(day, time.max))


@dataclass(frozen=True)
class Wish:
    """What the form says of one person ticked: their place in the order, their hour, when written."""

    person: UUID
    order: int | None = None
    at: time | None = None


def fill_hours(wishes: Iterable[Wish], *, first: time, minutes: int) -> list[Wish]:
    """In the order asked for, each one after the other from the first hour; an hour written stays."""
    anchor = datetime(2000, 1, 1)  # noqa: DTZ001  # a day to count hours on, shown nowhere
    clock = datetime.combine(anchor, first)
    filled: list[Wish] = []
    for wish in sorted(wishes, key=lambda wish: (wish.order is None, wish.order or 0)):
        at = wish.at or clock.time()
        filled.append(Wish(wish.person, len(filled) + 1, at))
        clock = datetime.combine(anchor, at) + timedelta(minutes=minutes)
    return filled


def morning_of(visit: VisitDay, meetings: Iterable[Appointment]) -> dict[str, list[str]]:
    """What « Saisir une matinée » begins with: the day, the place, one line a person."""
    values = {
        "when": ["other"],
        "other_date": [f"{visit.day:%d/%m/%Y}"],
        "mode": [FollowUpMode.VISIT.value],
        "place": [visit.prison.name[:120]],
    }
    for index, meeting in enumerate(meetings):
        person = meeting.beneficiary
        values |= {
            f"l{index}-who": [f"{person.display_name} ({person.file_number})"],
            f"l{index}-person": [str(person.pk)],
            f"l{index}-duration": [str(meeting.duration_minutes or "")],
        }
    return values
