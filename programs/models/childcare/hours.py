"""Hours of a house: written as read on the clock, one place for each child or none, and when they are free again."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.errors import DomainError
from core.templatetags.french import date_words, time_words
from programs.models.childcare.care_rule import CareRule
from programs.models.occupancy import Occupancy

TAKEN = gettext_lazy("Cette place est déjà prise sur une partie de ces heures.")
DAYS_TRIED = 92
AHEAD, BACK = timedelta(days=366), timedelta(days=31)
Slot = tuple[datetime, datetime]
Taken = dict[UUID, list[Slot]]


def moment(day: date, hour: time) -> datetime:
    """An hour of the house on a day; refused when the clock skips it."""
    found = timezone.make_aware(datetime.combine(day, hour))
    if timezone.localtime(found.astimezone(UTC)).time() != hour:
        raise DomainError(
            _("Le %(day)s, l’horloge saute %(hour)s : choisissez une autre heure.")
            % {"day": date_words(day), "hour": time_words(hour)}
        )
    return found


def day_of(slot: Slot) -> date:
    """The day of the house on which the hours begin."""
    return timezone.localdate(slot[0])


def hours_words(slot: Slot) -> str:
    """« le 14 octobre 2025 de 9 h à 12 h », or from a day to another."""
    since, until = (timezone.localtime(one) for one in slot)
    told = {"day": date_words(since), "since": time_words(since), "until": time_words(until)}
    if since.date() == until.date():
        return _("le %(day)s de %(since)s à %(until)s") % told
    return _("du %(since)s au %(until)s") % {"since": date_words(since), "until": date_words(until)}


@dataclass(frozen=True)
class HourConflict:
    """What already takes a place on the hours asked for, and when it is free again; never who."""

    taken: Slot
    free_from: datetime | None
    said: str = ""

    def words(self) -> str:
        """A sentence for whoever asked."""
        hours = hours_words(self.taken)
        told = {"said": self.said or str(TAKEN), "hours": hours[:1].upper() + hours[1:]}
        if self.free_from is None:
            return _("%(said)s %(hours)s. Pas d’heure libre dans les trois mois qui suivent.") % told
        free = timezone.localtime(self.free_from)
        return _("%(said)s %(hours)s. Prochaine heure libre : le %(day)s à %(hour)s.") % {
            **told, "day": date_words(free), "hour": time_words(free),
        }  # fmt: skip


def require_hours(slot: Slot, rule: CareRule, *, today: date) -> None:
    """Refuse hours out of order, long ago, far ahead, or when the crèche is closed; every problem at once."""
    since, until = (timezone.localtime(one) for one in slot)
    problems = []
    if until <= since or since.date() != until.date():
        problems.append(_("La fin vient après le début, le même jour."))
    if since.date() < today - BACK:
        problems.append(_("Une réservation ne commence pas plus d’un mois avant aujourd’hui."))
    if since.date() > today + AHEAD:
        problems.append(_("Une réservation se fait un an à l’avance au plus : vérifiez l’année."))
    if not rule.is_open_on(since.date()):
        problems.append(_("La crèche est fermée le %(day)s.") % {"day": date_words(since)})
    if since.time() < rule.opens_at or until.time() > rule.closes_at:
        told = {"opens": time_words(rule.opens_at), "closes": time_words(rule.closes_at)}
        problems.append(_("La crèche est ouverte de %(opens)s à %(closes)s.") % told)
    if problems:
        raise DomainError(" ".join(problems))


def taken_from(places: Sequence[Any], since: datetime, **besides: UUID | None) -> Taken:
    """When each place is taken from a moment on: one query."""
    taken: Taken = defaultdict(list)
    rows = Occupancy.objects.filter(place__in=[place.pk for place in places], during__endswith__gt=since)
    for pk, during in rows.besides(**besides).order_by("during", "pk").values_list("place_id", "during"):
        taken[pk].append((during.lower, during.upper))
    return taken


@dataclass(frozen=True)
class Asked:
    """The hours asked for at a crèche, for how many children of which ages, and what takes its places already.

    free_on: whether the parent may come on a day. minutes: those of the place between two children, or others.
    """

    slot: Slot
    months: Sequence[int]
    places: Sequence[Any]
    taken: Taken
    rule: CareRule
    free_on: Callable[[date], bool] = lambda day: True
    minutes: int | None = None

    def is_free(self, place: Any, slot: Slot) -> bool:
        """Whether nothing takes the place on these hours, its turnaround included."""
        minutes = place.turnaround if self.minutes is None else self.minutes
        until = slot[1] + timedelta(minutes=minutes)
        return all(last <= slot[0] or first >= until for first, last in self.taken.get(place.pk, ()))

    def one_each(self, slot: Slot) -> list[Any] | None:
        """A free place for each child, in their order; None when one has none."""
        free = [place for place in self.places if self.is_free(place, slot)]
        held: dict[UUID, int] = {}

        def seat(child: int, tried: set[UUID]) -> bool:
            """Give the child a place, moving another child to one that also fits."""
            for place in free:
                if place.pk in tried or not place.takes_age(self.months[child]):
                    continue
                tried.add(place.pk)
                if place.pk not in held or seat(held[place.pk], tried):
                    held[place.pk] = child
                    return True
            return False

        if not all(seat(child, set()) for child in range(len(self.months))):
            return None
        known = {held[place.pk]: place for place in free if place.pk in held}
        return [known[child] for child in range(len(self.months))]

    def refusal(self) -> HourConflict:
        """What stands in the way, and the first hour from which all the children have a place."""
        slots = [one for place in self.places for one in self.taken.get(place.pk, ())]
        met = [one for one in slots if one[0] < self.slot[1] and one[1] > self.slot[0]]
        length = self.slot[1] - self.slot[0]
        starts = (start for start in self._later() if self.free_on(timezone.localdate(start)))
        found = (start for start in starts if self.one_each((start, start + length)))
        return HourConflict(min(met, default=self.slot), next(found, None), self._said())

    def elsewhere(self) -> HourConflict:
        """The parent must not come that day: told as if the place were taken on all of these hours."""
        found = (start for start in self._later() if self.free_on(timezone.localdate(start)))
        return HourConflict(self.slot, next(found, None))

    def _said(self) -> str:
        """How many places are left, when several are needed."""
        if len(self.months) < 2:
            return ""
        free = sum(self.is_free(place, self.slot) for place in self.places)
        return ngettext(
            "Il reste %(free)d place libre à ces heures, il en faut %(number)d ensemble.",
            "Il reste %(free)d places libres à ces heures, il en faut %(number)d ensemble.",
            free,
        ) % {"free": free, "number": len(self.months)}

    def _later(self) -> Iterator[datetime]:
        """Hours to try: as soon as a place is given back that day, then the same hour on the next open days."""
        first, hour = day_of(self.slot), timezone.localtime(self.slot[0]).time()
        closing = timezone.make_aware(datetime.combine(first, self.rule.closes_at))
        ends = sorted({last for slots in self.taken.values() for _first, last in slots if last > self.slot[0]})
        yield from (end for end in ends if end + (self.slot[1] - self.slot[0]) <= closing)
        for day in (first + timedelta(days=number) for number in range(1, DAYS_TRIED)):
            if self.rule.is_open_on(day):
                yield timezone.make_aware(datetime.combine(day, hour))
