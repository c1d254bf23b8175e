"""Free places for given nights, room by room: alone, or together or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.templatetags.french import date_words
from programs.models import Occupancy, Place
from programs.models.occupancy import LOOK_AHEAD, days_of, midnight

NEVER = date.max
Taken = dict[UUID, list[tuple[date, date]]]


@dataclass
class Room:
    """Places where people sleep together: which are free on the nights asked for, and from when enough are."""

    places: list[Place] = field(default_factory=list)
    free: list[Place] = field(default_factory=list)
    free_from: date | None = None

    @property
    def first(self) -> Place:
        """The place that names it."""
        return self.places[0]

    @property
    def when_free(self) -> str:
        """« Prochaine date libre : 4 décembre 2026, Appartement 2, Le Passage. »"""
        if self.free_from is None:
            return ""
        where = ", ".join([self.first.unit or self.first.name, str(self.first.program)])
        told = {"day": date_words(self.free_from), "where": where}
        return _("Prochaine date libre, pour autant de nuits\u00a0: %(day)s, %(where)s.") % told

    @property
    def is_accessible(self) -> bool:
        """Whether somebody in a wheelchair may sleep there."""
        return any(place.is_accessible for place in self.places)

    @property
    def takes_children(self) -> bool:
        """Whether a child may sleep there."""
        return any(place.takes_children for place in self.places)


def rooms(places: Iterable[Place], since: date, until: date, number: int = 1) -> list[Room]:
    """The rooms of these places, in their order, with what is free: three queries with those of the places."""
    listed = list(places)
    taken, found = taken_after(listed, since), dict[tuple[object, ...], Room]()
    for place in listed:
        key = (place.program_id, place.site_id, place.unit) if place.unit else (place.pk,)
        found.setdefault(key, Room()).places.append(place)
    for room in found.values():
        room.free = [place for place in room.places if is_free(place, taken, since, until - since)]
        room.free_from = first_together(room.places, taken, since, until - since, number)
    return list(found.values())


def soonest(found: Iterable[Room]) -> Room | None:
    """The room that has enough free places first."""
    return min((room for room in found if room.free_from), key=lambda room: room.free_from or NEVER, default=None)


def places_together(place: Place, number: int, since: date, until: date) -> list[Place]:
    """So many free places of one room, this one first: refused when there are fewer, with the next date for all."""
    same = list(Place.objects.together_with(place).order_by("name", "pk"))
    taken = taken_after(same, since)
    free = [other for other in same if is_free(other, taken, since, until - since)]
    chosen = sorted(free, key=lambda other: other.pk != place.pk)[:number]
    if len(chosen) == number and chosen[0].pk == place.pk:
        return chosen
    words = ngettext(
        "%(room)s a %(free)d\u00a0place libre sur ces dates, il en faut %(number)d ensemble.",
        "%(room)s a %(free)d\u00a0places libres sur ces dates, il en faut %(number)d ensemble.",
        len(free),
    ) % {"room": place.unit or place.name, "free": len(free), "number": number}
    if len(chosen) == number:
        words = _(
            "Cette place est déjà prise sur une partie de ces dates\u00a0: choisissez-en une autre de la chambre."
        )
    day = first_together(same, taken, since, until - since, number)
    if day is None and any(last == NEVER for nights in taken.values() for _first, last in nights):
        raise DomainError(f"{words} {_('Un départ prévu n’est pas noté : notez-le, ou notez le dépassement.')}")
    if day is None:
        raise DomainError(f"{words} {_('Pas de date libre dans l’année qui suit.')}")
    raise DomainError(words + " " + _("Prochaine date libre\u00a0: %(day)s.") % {"day": date_words(day)})


def taken_after(places: Sequence[Place], since: date) -> Taken:
    """When each place is taken from a day on; without an end where somebody stays on and nobody has said until when."""
    taken: Taken = defaultdict(list)
    rows = Occupancy.objects.filter(place__in=[place.pk for place in places])
    for pk, during in rows.filter(during__endswith__gt=midnight(since)).values_list("place_id", "during"):
        taken[pk].append(days_of(during))
    for pk, during in rows.late().values_list("place_id", "during"):
        taken[pk].append((days_of(during)[0], NEVER))
    return taken


def is_free(place: Place, taken: Taken, since: date, length: timedelta) -> bool:
    """Whether nothing takes the place on these nights, its turnaround days included."""
    until = since + length + timedelta(days=place.turnaround_days)
    return all(last <= since or first >= until for first, last in taken.get(place.pk, []))


def first_together(places: Sequence[Place], taken: Taken, since: date, length: timedelta, number: int) -> date | None:
    """The first day from which so many of these places are free for as long; None within the year."""
    ends = {last for place in places for _first, last in taken.get(place.pk, []) if last > since}
    for day in sorted({since, *ends}):
        if day <= since + LOOK_AHEAD and sum(is_free(place, taken, day, length) for place in places) >= number:
            return day
    return None
