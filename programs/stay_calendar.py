"""The occupancy of the houses over some days: a line for each place, a cell for each run of nights, the figures."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.links import link_to
from core.templatetags.french import day_short, initials
from programs.models import Occupancy, Place, Stay, StayStatus
from programs.models.occupancy import days_of, midnight
from programs.models.place_event import PlaceEvent
from programs.models.stay_states import TONES, Act, RejectReason

LENGTHS = (14, 30, 60)
SMALL = 5
FREE, LATE, HELD, TURNAROUND, UNAVAILABLE = "free", "late", "held", "turnaround", "unavailable"
DAY = timedelta(days=1)
S = StayStatus
CELL_TONES = {FREE: "", LATE: "danger", HELD: "warning", **TONES, S.DEPARTED: "success"}
CELL_WORDS: dict[str, Any] = {
    FREE: gettext_lazy("Libre"),
    LATE: gettext_lazy("Fin dépassée"),
    HELD: gettext_lazy("Départ à noter"),
    TURNAROUND: gettext_lazy("Remise en état"),
    UNAVAILABLE: gettext_lazy("Indisponible"),
    **{status: status.label for status in StayStatus},
    S.ARRIVED: gettext_lazy("Occupé"),
}


@dataclass(frozen=True)
class Cell:
    """A run of nights of a place in the same state."""

    kind: str
    since: date
    until: date
    text: str
    url: str = ""

    @property
    def span(self) -> int:
        """How many nights."""
        return (self.until - self.since).days

    @property
    def tone(self) -> str:
        """Its colour, which only repeats the words; none for a free night."""
        return CELL_TONES.get(self.kind, "neutral")

    @property
    def words(self) -> str:
        """What these nights are."""
        said = str(CELL_WORDS[self.kind])
        if self.kind == UNAVAILABLE:
            return _("Indisponible\u00a0: %(reason)s") % {"reason": self.text}
        return f"{said} ({self.text})" if self.text and self.kind != FREE else said

    def drawn(self, book: str, dates: str) -> str:
        """Its markup, written at once: a calendar has thousands. Dates and « , réserver » are heard and not seen.

        What cannot be opened and is nobody’s, a place made ready, says no dates: its column does.
        """
        told = "" if self.kind == TURNAROUND else dates.format(day_short(self.since), day_short(self.until))
        if self.kind == FREE and self.url:
            told = f"{book}{told}"
        said = f"{escape(self.words)}<i>{told}</i>" if told else escape(self.words)
        said = f'<a href="{escape(self.url)}">{said}</a>' if self.url else f"<span>{said}</span>"
        span = f' colspan="{self.span}"' if self.span > 1 else ""
        tone = f' class="night tone-{self.tone}"' if self.tone else ""
        return f"<td{span}{tone}>{said}</td>"


@dataclass(frozen=True)
class Line:
    """A place and its nights."""

    place: Place
    cells: list[Cell]

    @property
    def drawn(self) -> SafeString:
        """The markup of its nights; each part of it was escaped."""
        book, dates = escape(_(", réserver")), escape(_(" du {} au {}"))
        return SafeString("".join(cell.drawn(book, dates) for cell in self.cells))


@dataclass(frozen=True)
class Calendar:
    """Some days of some places."""

    since: date
    until: date
    lines: list[Line]

    @property
    def days(self) -> list[date]:
        """Each day shown."""
        return [self.since + timedelta(days=number) for number in range((self.until - self.since).days)]

    def nights(self, *kinds: str) -> int:
        """How many nights are in one of these states."""
        return sum(cell.span for line in self.lines for cell in line.cells if cell.kind in kinds)

    @property
    def taken(self) -> int:
        """Nights booked or slept."""
        return self.nights(*StayStatus.values, LATE)

    @property
    def slept(self) -> int:
        """Nights of people who came."""
        return self.nights(StayStatus.ARRIVED, StayStatus.DEPARTED, LATE)

    @property
    def offered(self) -> int:
        """Nights that could be slept: every night but those out of use."""
        return len(self.lines) * (self.until - self.since).days - self.nights(UNAVAILABLE)

    @property
    def rate(self) -> int | None:
        """Per cent of the nights offered that are taken."""
        return round(100 * self.taken / self.offered) if self.offered else None

    def on(self, day: date) -> dict[str, int]:
        """How many places are taken, free or out of use on a day."""
        kinds = [cell.kind for line in self.lines for cell in line.cells if cell.since <= day < cell.until]
        taken = sum(kind in {*StayStatus.values, LATE} for kind in kinds)
        free, closed = kinds.count(FREE), len(kinds) - kinds.count(FREE) - taken
        return {"beds": len(self.lines), "taken": taken, "free": free, "closed": closed}


def calendar_of(user: User, places: Any, since: date, until: date, today: date) -> Calendar:
    """The calendar of these places: two queries, whatever their number."""
    listed = list(places)
    seen = Stay.objects.visible_to(user).filter(pk=OuterRef("stay_id"))
    rows = (
        Occupancy.objects.filter(
            Q(during__overlap=(midnight(since), midnight(until))) | Q(stay__status=StayStatus.ARRIVED),
            place__in=listed,
        )
        .select_related("stay__beneficiary", "unavailability")
        .annotate(is_visible=Exists(seen))
        .order_by("during", "pk")
    )
    by_place: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_place[row.place_id].append(row)
    given = set(Place.objects.managed_by(user).values_list("pk", flat=True))
    shown = _Shown(since, until, today)
    lines = [Line(place, list(shown.cells(place, by_place[place.pk], place.pk in given))) for place in listed]
    return Calendar(since, until, lines)


@dataclass(frozen=True)
class _Shown:
    """The days of a calendar, and how it cuts the nights of a place."""

    since: date
    until: date
    today: date

    def cells(self, place: Place, rows: list[Any], given: bool) -> Iterator[Cell]:
        """What takes the place, and the free nights between."""
        day, parts = self.since, [part for row in rows for part in self._parts(row, given)]
        for index, part in enumerate(parts):
            first, last = max(part.since, day), min(part.until, self.until)
            if part.kind in {LATE, HELD}:
                last = min([last, *(later.since for later in parts[index + 1 :])])
            if last <= first:
                continue
            yield from self._free(place, day, first, given)
            yield Cell(part.kind, first, last, part.text, part.url)
            day = last
        yield from self._free(place, day, self.until, given)

    def _parts(self, row: Any, given: bool) -> Iterator[Cell]:
        first, last = days_of(row.during)
        if (stay := row.stay) is None:
            url = link_to("programs:unavailability", row.unavailability_id) if given else ""
            yield Cell(UNAVAILABLE, first, last, row.unavailability.get_reason_display(), url)
            return
        who = initials(stay.beneficiary.display_name) if row.is_visible else ""
        url = link_to("programs:stay", stay.pk) if row.is_visible else ""
        left = stay.period.upper
        yield Cell(stay.status, first, left, who, url)
        if stay.is_late(self.today):
            # Nothing is promised after tonight until somebody says how long the person stays.
            yield Cell(LATE, left, self.today + DAY, who, url)
            yield Cell(HELD, self.today + DAY, self.until, who, url)
        elif last > left:
            yield Cell(TURNAROUND, left, last, "")

    def _free(self, place: Place, first: date, last: date, given: bool) -> Iterator[Cell]:
        if first >= last:
            return
        url, asked = "", max(first, self.today)
        if given and asked < last:
            url = f"{link_to('programs:stay-new', place.pk)}?du={asked.isoformat()}"
        yield Cell(FREE, first, last, day_short(asked), url)


def refusals(places: Any, since: date, until: date) -> list[tuple[str, str]]:
    """How many requests to these houses were refused in these days, by reason; fewer than five are hidden."""
    programs = {place.program_id for place in places}
    rows = PlaceEvent.objects.filter(act=Act.REJECTED, at__gte=midnight(since), at__lt=midnight(until))
    rows = rows.filter(request__program__in=programs, request__reject_reason__gt="")
    reasons = rows.values_list("request__reject_reason").annotate(number=Count("pk"))
    counted = reasons.order_by("-number", "request__reject_reason")
    return [
        (str(RejectReason(reason).label), str(number) if number >= SMALL else _("moins de 5"))
        for reason, number in counted
    ]
