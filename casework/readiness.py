"""How ready a release is: what people noted on the list, with what the bookings show; one query for many people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from beneficiaries.models import HELD, Beneficiary, Readiness, ReadinessItem, ReadinessTheme
from beneficiaries.models.readiness_item import SETTLED
from casework.calendar import closing_day
from partners.models import Domain
from programs.models import ProgramKind, StayStatus
from referrals.models.states import HELD_OPEN

BOOKED = "booked"
KEPT = [StayStatus.PROVISIONAL, StayStatus.CONFIRMED, StayStatus.ARRIVED]
FIRST_WEEK = timedelta(days=7)
RIGHTS = (ReadinessTheme.COVER, ReadinessTheme.INCOME)


@dataclass
class Prepared:
    """What is known of one release: the states noted for each theme, « booked » when a booking answers it."""

    noted: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def state(self, *themes: str) -> Readiness:
        """The state of one theme, or of several taken together: as ready as the least ready of its items."""
        noted = [state for theme in themes for state in self.noted.get(theme, [])]
        states = [Readiness(state) for state in noted if state != BOOKED]
        if Readiness.NOT_POSSIBLE in states:
            return Readiness.NOT_POSSIBLE
        if BOOKED in noted:
            return Readiness.READY
        needed = [state for state in states if state != Readiness.NOT_NEEDED]
        if not needed:
            return Readiness.NOT_NEEDED if states else Readiness.UNKNOWN
        if len(set(needed)) == 1:
            return needed[0]
        begun = {Readiness.READY, Readiness.IN_PROGRESS} & set(needed)
        return Readiness.IN_PROGRESS if begun else Readiness.NOT_STARTED

    def lacks(self, *themes: str) -> bool:
        """Whether something is left to do for it."""
        return self.state(*themes) not in SETTLED

    def word(self, *themes: str) -> str:
        """« oui », « non », « non renseigné »: the answer to « a-t-on … ? »."""
        return str(WORDS[self.state(*themes)]())

    @property
    def counts(self) -> str:
        """« 4 points prêts sur 12, 3 non renseignés »."""
        states = [state for noted in self.noted.values() for state in noted if state != BOOKED]
        if not states:
            return _("liste pas encore commencée")
        ready, unknown = sum(state in SETTLED for state in states), states.count(Readiness.UNKNOWN)
        words = ngettext("%(ready)d point prêt sur %(all)d", "%(ready)d points prêts sur %(all)d", ready)
        text = (words if ready else _("aucun point prêt sur %(all)d")) % {"ready": ready, "all": len(states)}
        if unknown:
            text += ngettext(", %(count)d non renseigné", ", %(count)d non renseignés", unknown) % {"count": unknown}
        return text


WORDS = {
    Readiness.READY: lambda: _("oui"),
    Readiness.IN_PROGRESS: lambda: _("en cours"),
    Readiness.NOT_STARTED: lambda: _("non"),
    Readiness.NOT_POSSIBLE: lambda: _("pas possible"),
    Readiness.UNKNOWN: lambda: _("non renseigné"),
    Readiness.NOT_NEEDED: lambda: _("pas besoin"),
}


def bookings(people: Any) -> list[tuple[str, Any]]:
    """Who has a roof booked for the day of the release, who a meeting in the week after it."""
    release = F("expected_release_on")
    meetings = people.filter(
        appointments__starts_at__date__gte=release, appointments__starts_at__date__lte=release + FIRST_WEEK
    )
    stays = people.filter(stays__period__contains=release, stays__status__in=KEPT)
    housed = Q(referrals__service__domains__contains=[Domain.HOUSING]) | Q(referrals__program__kind=ProgramKind.SHELTER)
    accepted = people.filter(housed, referrals__status__in=HELD_OPEN)
    return [
        (ReadinessTheme.MEETING, meetings),
        (ReadinessTheme.ROOF, stays),
        (ReadinessTheme.ROOF, accepted),
    ]


def readiness_of(user: User, people: Iterable[UUID]) -> dict[UUID, Prepared]:
    """Of these few people, already reached by the page, how ready their release is, in the layers of the user."""
    found = {pk: Prepared() for pk in people}
    if not found:
        return found
    shown = Beneficiary.objects.visible_to(user).rows_of(list(found))
    items = ReadinessItem.objects.of(list(found), user).filter(release__happened_on__isnull=True)
    noted: QuerySet[Any, Any] = items.values_list("release__beneficiary_id", "kind__theme", "state")
    booked = [
        rows.values_list("pk", Value(theme, CharField()), Value(BOOKED, CharField())) for theme, rows in bookings(shown)
    ]
    for pk, theme, state in noted.union(*booked, all=True):
        found[pk].noted[theme].append(state)
    return found


def roof_words(prepared: Prepared, day: date) -> str:
    """« sort un vendredi sans hébergement »: empty once there is a roof."""
    if not prepared.lacks(ReadinessTheme.ROOF):
        return ""
    state = prepared.state(ReadinessTheme.ROOF)
    words = {
        Readiness.UNKNOWN: _("hébergement non renseigné"),
        Readiness.IN_PROGRESS: _("hébergement pas encore trouvé"),
    }.get(state, _("sans hébergement"))
    closed = closing_day(day)
    return _("sort %(day)s, %(roof)s") % {"day": closed, "roof": words} if closed else words


def may_be_refused(person: Beneficiary, prepared: Prepared) -> bool:
    """Whether the lack of a roof can cost the release: without one, it cannot be carried out."""
    return person.justice_status in HELD and prepared.lacks(ReadinessTheme.ROOF)
