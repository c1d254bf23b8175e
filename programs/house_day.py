"""The day of the houses: who is still there, who comes, who leaves, who sleeps there, which beds are free tonight."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.models import AuditAction
from core.templatetags.french import date_words
from programs.models import Place, Stay, StayStatus
from programs.models.stay_states import TONES
from programs.stay_calendar import FREE, Calendar, calendar_of

S = StayStatus
EXPECTED = {S.PROVISIONAL, S.CONFIRMED}
SLEPT = {S.ARRIVED, S.DEPARTED}
NOT_SHOWN = {S.CANCELLED}


@dataclass(frozen=True)
class DayRow:
    """A person and their bed, as a list of the day says it; no name when the reader does not follow the person."""

    stay: Stay
    about: str
    tone: str
    step: str = ""


@dataclass(frozen=True)
class DayList:
    """One of the lists of the day; empty says what is read when nobody is in it."""

    key: str
    title: str
    empty: str
    rows: list[DayRow]


@dataclass(frozen=True)
class HouseDay:
    """The day of some houses."""

    lists: list[DayList]
    free: list[Any]
    tonight: dict[str, int]


def day_of(user: User, places: Iterable[Place], day: date, today: date) -> HouseDay:
    """What the day holds, in five queries; each name shown is one entry of the journal, all in one."""
    listed = list(places)
    calendar: Calendar = calendar_of(user, listed, day, day + timedelta(days=1), today)
    free = [line for line in calendar.lines if line.cells and line.cells[0].kind == FREE]
    stays = list(stays_about(user, listed, day))
    audit.record_each(user, AuditAction.OPENED, [(stay, stay.beneficiary_id) for stay in stays if stay.is_visible])
    return HouseDay(lists_of(stays, day, today), free, calendar.on(day))


def stays_about(user: User, places: list[Place], day: date) -> Iterable[Any]:
    """The stays that the day concerns: begun or ending that day, holding its night, or late."""
    late = Q(status=S.ARRIVED, period__endswith__lt=day)
    awaited = Q(status__in=EXPECTED, period__startswith__lt=day, period__endswith__gt=day)
    rows = Stay.objects.filter(
        Q(period__contains=day) | Q(period__endswith=day) | late | awaited, place__in=[place.pk for place in places]
    )
    seen = Stay.objects.visible_to(user).filter(pk=OuterRef("pk"))
    rows = rows.exclude(status__in=NOT_SHOWN).for_list().annotate(is_visible=Exists(seen))
    return rows.order_by("place__program__name", "place__name", "period", "pk")


def lists_of(stays: list[Any], day: date, today: date) -> list[DayList]:
    """The lists of a day, in the order in which a morning goes through them."""

    def rows(fits: Callable[[Any], bool], about: Callable[[Any], str], step: str = "") -> list[DayRow]:
        return [
            DayRow(stay, about(stay), TONES[stay.status], step if day <= today else "") for stay in stays if fits(stay)
        ]

    now = day == today
    return [
        DayList(
            "late",
            _("Encore là après la fin"),
            _("Personne"),
            rows(
                lambda stay: now and stay.is_late(today),
                lambda stay: _("départ prévu le %(day)s") % {"day": date_words(stay.period.upper)},
                "depart",
            ),
        ),
        DayList(
            "awaited",
            _("Attendus, pas encore arrivés"),
            _("Personne"),
            rows(
                lambda stay: now and stay.status in EXPECTED and stay.period.lower < day < stay.period.upper,
                lambda stay: _("attendu·e depuis le %(day)s") % {"day": date_words(stay.period.lower)},
                "arrivee",
            ),
        ),
        DayList(
            "arrivals",
            _("Arrivées"),
            _("Aucune arrivée"),
            rows(
                lambda stay: stay.period.lower == day,
                lambda stay: _("jusqu’au %(day)s") % {"day": date_words(stay.period.upper)},
                "arrivee",
            ),
        ),
        DayList(
            "departures",
            _("Départs"),
            _("Aucun départ"),
            rows(
                lambda stay: stay.period.upper == day and stay.status in SLEPT,
                lambda stay: _("depuis le %(day)s") % {"day": date_words(stay.period.lower)},
                "depart",
            ),
        ),
        DayList(
            "present",
            _("Présents cette nuit"),
            _("Personne"),
            rows(
                lambda stay: stay.status in SLEPT and stay.period.lower <= day < stay.period.upper,
                lambda stay: _("jusqu’au %(day)s") % {"day": date_words(stay.period.upper)},
            ),
        ),
    ]
