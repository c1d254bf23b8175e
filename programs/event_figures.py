"""How many registered and came, and from what kind of organisation: what a funder asks. Small numbers are hidden."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.models import AudienceKind, Event, EventRegistration, RegistrationStatus

SMALL = 5


@dataclass
class Audience:
    """Who registered and who came, in seats; of events or of several together."""

    registered: int = 0
    waiting: int = 0
    came_registered: int = 0
    walk_ins: int = 0
    kinds: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def came(self) -> int:
        """All who were there."""
        return self.came_registered + self.walk_ins

    @property
    def share(self) -> str:
        """How many of those registered came, when there were some."""
        if not self.registered or not self.came_registered:
            return ""
        return _("%(share)d\u00a0%%") % {"share": round(100 * self.came_registered / self.registered)}

    @property
    def by_kind(self) -> list[tuple[str, str]]:
        """Each kind with its number, the largest first; those too few to be told apart are put together."""
        told = [(str(AudienceKind(kind).label), number) for kind, number in self.kinds.items() if number >= SMALL]
        rest = sum(number for number in self.kinds.values() if 0 < number < SMALL)
        rows = [(label, str(number)) for label, number in sorted(told, key=lambda row: (-row[1], row[0]))]
        if rest:
            rows.append((_("Autres provenances"), str(rest) if rest >= SMALL else _("moins de 5")))
        return rows

    def add(self, other: "Audience") -> None:
        """Count another event in."""
        self.registered += other.registered
        self.waiting += other.waiting
        self.came_registered += other.came_registered
        self.walk_ins += other.walk_ins
        for kind, number in other.kinds.items():
            self.kinds[kind] += number

    @property
    def words(self) -> str:
        """« 42 venues, 50 inscrites »."""
        came = ngettext("%(n)d venue", "%(n)d venues", self.came) % {"n": self.came}
        registered = ngettext("%(n)d inscrite", "%(n)d inscrites", self.registered) % {"n": self.registered}
        return f"{came}, {registered}"


def audiences(events: Iterable[Event]) -> dict[UUID, Audience]:
    """The audience of each event, in one query; the kinds are those of who came, or of who registered until then."""
    listed = list(events)
    found = {event.pk: Audience(walk_ins=event.walk_ins) for event in listed}
    confirmed, came = Q(status=RegistrationStatus.CONFIRMED), Q(came_at__isnull=False)
    rows = (
        EventRegistration.objects.filter(event__in=[event.pk for event in listed])
        .values("event_id", "organization_kind")
        .annotate(
            confirmed=Sum("seats", filter=confirmed, default=0),
            waiting=Sum("seats", filter=Q(status=RegistrationStatus.WAITING), default=0),
            came=Sum("seats", filter=came, default=0),
        )
        .order_by("event_id", "organization_kind")
    )
    kinds: dict[UUID, list[tuple[str, int, int]]] = defaultdict(list)
    for row in rows:
        audience = found[row["event_id"]]
        audience.registered += row["confirmed"]
        audience.waiting += row["waiting"]
        audience.came_registered += row["came"]
        kinds[row["event_id"]].append((row["organization_kind"], row["confirmed"], row["came"]))
    for pk, lines in kinds.items():
        for kind, registered, was_there in lines:
            found[pk].kinds[kind] += was_there if found[pk].came_registered else registered
    return found


def total_of(found: Iterable[Audience]) -> Audience:
    """All together."""
    total = Audience()
    for audience in found:
        total.add(audience)
    return total
