"""« Croisements »: the no-contact links whose two people may meet as things are, and where, for who may act.

A link noted afterwards, or two files made one, refuses nothing that was already so: this is where it is seen.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import Appointment, Beneficiary, NoContactLink
from beneficiaries.models.no_contact import NoContactQuerySet
from beneficiaries.near_meetings import meetings_near
from core.templatetags.french import date_words, time_words
from programs.models import Program
from programs.models.meeting import BUFFER, Presence, crossings
from referrals.models import Referral, Status
from referrals.models.states import HELD_OPEN, UNDECIDED

# A person whom a partner accepted so long ago may still go there.
ACCEPTED_FOR = timedelta(days=180)
Pair = tuple[UUID, UUID]
Words = dict[Pair, tuple[list[str], list[str]]]


@dataclass(frozen=True)
class Side:
    """One of the two files; what brings it there is told to who may open it, and to nobody else."""

    person: Beneficiary
    is_open: bool
    reasons: list[str]


@dataclass(frozen=True)
class Crossing:
    """A link whose two people may meet."""

    link: NoContactLink
    sides: list[Side]


def crossings_of(links: NoContactQuerySet, user: User, now: datetime) -> list[Crossing]:
    """Of these links, those whose people may meet, with where each is, for the files that the user may open."""
    rows = list(links.current().for_list())
    words = _words_of([(link.first_id, link.second_id) for link in rows], now)
    met = [link for link in rows if (link.first_id, link.second_id) in words]
    ends = {end for link in met for end in (link.first_id, link.second_id)}
    seen = set(Beneficiary.objects.content_visible_to(user).filter(pk__in=ends).values_list("pk", flat=True))
    return [
        Crossing(
            link,
            [
                Side(person, person.pk in seen, reasons if person.pk in seen else [])
                for person, reasons in zip((link.first, link.second), words[link.first_id, link.second_id], strict=True)
            ],
        )
        for link in met
    ]


def _words_of(pairs: Iterable[Pair], now: datetime) -> Words:
    """Where each of the two is, in words, for the pairs who meet: our programs, their appointments, the partners."""
    wanted = list(pairs)
    placed = crossings(wanted)
    there = {one.program for where in placed.values() for both in where for one in both}
    programs = Program.objects.select_related("site").in_bulk(there)
    words: Words = {
        pair: tuple(_once(_place(both[end], programs[both[end].program]) for both in where) for end in (0, 1))  # type: ignore[misc]
        for pair, where in placed.items()
    }
    for pair, met in meetings_near(wanted, now, BUFFER).items():
        for end, reasons in enumerate(words.setdefault(pair, ([], []))):
            reasons += _once(_appointment(both[end]) for both in met)
    for pair, services in _referred(wanted, now).items():
        for reasons in words.setdefault(pair, ([], [])):
            reasons += [_("Orientation vers %(service)s") % {"service": service} for service in services]
    return words


def _referred(pairs: Iterable[Pair], now: datetime) -> dict[Pair, list[str]]:
    """The services to which both of a pair are referred, which accepted them of late, or where they still go."""
    wanted = list(pairs)
    asked = models.Q(status__in=UNDECIDED | {Status.ATTENDING})
    going = asked | models.Q(status__in=HELD_OPEN, replied_at__gte=now - ACCEPTED_FOR)
    rows = Referral.objects.of(end for pair in wanted for end in pair).filter(going, service__isnull=False)
    services: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for row in rows.select_related("service__organization").order_by("sent_at", "pk"):
        if row.service:
            services[row.beneficiary_id][row.service.pk] = f"{row.service.name}, {row.service.organization.name}"
    both = {
        (first, second): [name for pk, name in services[first].items() if pk in services[second]]
        for first, second in wanted
    }
    return {pair: names for pair, names in both.items() if names}


def _place(one: Presence, program: Program) -> str:
    """« Séjour à Le Passage (Maison Le Passage), jusqu’au 3 mai 2026 »."""
    where = f"{program.name} ({program.site.name})" if program.site else program.name
    if one.place is None or one.until == date.max:
        return _("Inscription : %(where)s") % {"where": where}
    return _("Séjour : %(where)s, jusqu’au %(day)s") % {"where": where, "day": date_words(one.until)}


def _appointment(row: Appointment) -> str:
    """« Rendez-vous : Antenne de Lille, 3 mai 2026, 10 h »."""
    when = {"where": row.place, "day": date_words(row.starts_at), "hour": time_words(row.starts_at)}
    return _("Rendez-vous : %(where)s, %(day)s, %(hour)s") % when


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
