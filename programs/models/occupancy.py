"""When a place is taken, whatever takes it: one row for each stay or unavailability, written by the database itself.

PostgreSQL refuses two rows of a place that overlap, whichever code, import or command writes them. What takes a place
names itself here by a nullable one-to-one column and carries the trigger made by takes_its_place.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from uuid import UUID

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.constraints import one_among
from core.errors import DomainError
from core.templatetags.french import date_words
from programs.models.states import StayStatus

ONE_AT_A_TIME = "occupancy_one_at_a_time"
NOT_GIVEN_BACK = "place_not_given_back"
TAKEN = gettext_lazy("Cette place est déjà prise sur une partie de ces dates.")
# Further than this, no free date is promised.
LOOK_AHEAD = timedelta(days=366)


def takes_its_place(column: str, during: str, *, unless: str, watched: Iterable[str]) -> pgtrigger.Trigger:
    """The trigger of a table whose rows take a place.

    column: the one-to-one column of Occupancy; during: the tstzrange of NEW; unless: when NEW holds nothing;
    watched: the columns on which both depend, beside place_id.
    """
    return pgtrigger.Trigger(
        name="takes_its_place",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("place_id", *watched),  # type: ignore[no-untyped-call]
        func=f"""
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM programs_occupancy WHERE {column} = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' AND NOT ({unless}) THEN
        INSERT INTO programs_occupancy (place_id, {column}, during) VALUES (NEW.place_id, NEW.id, {during});
    END IF;
    RETURN NULL;
    """,  # noqa: S608 (the names of our own columns)
    )


def waits_for_departure(*, unless: str) -> pgtrigger.Trigger:
    """The trigger of a table whose rows take the days of period: none is added, and none grows, where somebody is still
    there after the last day of their stay, until the departure or the overstay is noted.
    """
    return pgtrigger.Trigger(
        name="waits_for_departure",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("place_id", "period"),  # type: ignore[no-untyped-call]
        func=f"""
    IF NOT ({unless})
        AND (TG_OP = 'INSERT' OR NEW.place_id <> OLD.place_id OR NOT NEW.period <@ OLD.period)
        AND EXISTS (
            SELECT FROM programs_stay late
            WHERE late.place_id = NEW.place_id AND late.id <> NEW.id AND late.status = 'arrived'
                AND upper(late.period) < LEAST((now() AT TIME ZONE 'Europe/Paris')::date, upper(NEW.period))
        )
    THEN
        RAISE EXCEPTION '{NOT_GIVEN_BACK}' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
    """,
    )


def whole_days(days: str, *, more: str = "0") -> str:
    """SQL of a range of days of the house as a range of moments, with more days at its end."""
    moment = "({day})::timestamp AT TIME ZONE 'Europe/Paris'"
    first, last = moment.format(day=f"lower({days})"), moment.format(day=f"upper({days}) + {more}")
    return f"tstzrange({first}, {last})"


class Refusal(Protocol):
    """What a place is refused for."""

    def words(self) -> str:
        """A sentence for whoever asked; never who."""


@dataclass(frozen=True)
class Conflict:
    """What already takes a place on the dates asked for, and when it is free again; never who."""

    since: date
    until: date
    free_from: date | None

    def words(self) -> str:
        """A sentence for whoever asked."""
        taken = _("%(taken)s Du %(since)s au %(until)s.") % {
            "taken": TAKEN, "since": date_words(self.since), "until": date_words(self.until),
        }  # fmt: skip
        if self.free_from is None:
            return _("%(taken)s Pas de date libre dans l’année qui suit.") % {"taken": taken}
        return _("%(taken)s Prochaine date libre : %(day)s.") % {"taken": taken, "day": date_words(self.free_from)}


@dataclass(frozen=True)
class NotGivenBack(Conflict):
    """Somebody still there after the day they were to leave: nobody knows until when."""

    def words(self) -> str:
        """What is to be noted first."""
        return _(
            "Quelqu’un est encore dans cette place : le départ prévu le %(day)s n’est pas noté."
            " Notez-le, ou notez le dépassement, puis réservez."
        ) % {"day": date_words(self.since)}


class PlaceTaken(DomainError):
    """A place that is not free; conflict tells the dates."""

    def __init__(self, conflict: Refusal) -> None:
        super().__init__(conflict.words())
        self.conflict = conflict


class OccupancyQuerySet(models.QuerySet["Occupancy"]):
    """Reading when places are taken."""

    def besides(self, **causes: UUID | None) -> "OccupancyQuerySet":
        """Without what is about to change: stay, unavailability or child_booking."""
        known = {name: pk for name, pk in causes.items() if pk}
        return self.exclude(**known) if known else self

    def conflict(self, place: UUID, since: date, until: date, **besides: UUID | None) -> Conflict | None:
        """What takes the place on one of these days, and the first day from which as many days are free."""
        if late := self._late(place, since, until, **besides):
            return NotGivenBack(late, until, None)
        rows = self.filter(place=place, during__endswith__gt=midnight(since)).besides(**besides)
        taken = [days_of(row) for row in rows.order_by("during", "pk").values_list("during", flat=True)]
        if not (met := [days for days in taken if days[0] < until]):
            return None
        return Conflict(met[0][0], met[0][1], first_free(taken, since, until - since))

    def late(self) -> "OccupancyQuerySet":
        """Of people still there after the last day of their stay."""
        return self.filter(stay__status=StayStatus.ARRIVED, stay__period__endswith__lt=timezone.localdate())

    def _late(self, place: UUID, since: date, until: date, **besides: UUID | None) -> date | None:
        """The last day of whoever is still there after it, for days not yet given to what is besides."""
        own = {name: pk for name, pk in besides.items() if pk}
        if own and self.filter(**own, during__contains=(midnight(since), midnight(until))).exists():
            return None
        rows = self.late().besides(**besides).filter(place=place, stay__period__endswith__lt=until)
        return rows.values_list("stay__period__endswith", flat=True).first()


class Occupancy(models.Model):
    """A place taken for a time, by a stay with its turnaround days or by an unavailability."""

    id = models.BigAutoField(primary_key=True)
    place = models.ForeignKey("programs.Place", on_delete=models.PROTECT, related_name="occupancies")
    during = DateTimeRangeField(gettext_lazy("période"))
    # The trigger takes the row away with what it stands for.
    stay = models.OneToOneField("programs.Stay", on_delete=models.DO_NOTHING, null=True, related_name="occupancy")
    unavailability = models.OneToOneField(
        "programs.Unavailability", on_delete=models.DO_NOTHING, null=True, related_name="occupancy"
    )
    child_booking = models.OneToOneField(
        "programs.ChildBooking", on_delete=models.DO_NOTHING, null=True, related_name="occupancy"
    )

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("place prise")
        verbose_name_plural = gettext_lazy("places prises")
        constraints = [
            ExclusionConstraint(
                name=ONE_AT_A_TIME,
                expressions=[("place", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message=TAKEN,
            ),
            models.CheckConstraint(
                condition=one_among("stay", "unavailability", "child_booking"),
                name="occupancy_one_cause",
                violation_error_message=gettext_lazy(
                    "Une place est prise par un séjour, par une indisponibilité ou par les heures d’un enfant."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


def midnight(day: date) -> datetime:
    """The moment when a day of the house begins."""
    return timezone.make_aware(datetime.combine(day, time()))


def days_of(during: Any) -> tuple[date, date]:
    """The first day that a range of moments takes, and the first day that it leaves."""
    until = timezone.localtime(during.upper)
    rest = timedelta(days=1) if until.time() != time() else timedelta()
    return timezone.localtime(during.lower).date(), until.date() + rest


def first_free(taken: Iterable[tuple[date, date]], since: date, length: timedelta) -> date | None:
    """The first day from which so many days are free; None when there is none within the year."""
    day = since
    for first, last in sorted(taken):
        if first >= day + length:
            break
        day = max(day, last)
    return day if day <= since + LOOK_AHEAD else None


@contextmanager
def refused_when_taken(place: UUID, since: date, until: date, **besides: UUID | None) -> Iterator[None]:
    """Write what takes a place: refused in words when it is taken already, even at the same instant."""
    with refused_by(lambda: Occupancy.objects.conflict(place, since, until, **besides), Conflict(since, until, None)):
        yield


@contextmanager
def refused_by(look: Callable[[], Refusal | None], otherwise: Refusal) -> Iterator[None]:
    """Look before the write, and again when the database refuses it; otherwise: what is told when nothing is seen."""
    if conflict := look():
        raise PlaceTaken(conflict)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not any(name in str(error) for name in (ONE_AT_A_TIME, NOT_GIVEN_BACK)):
            raise
        raise PlaceTaken(look() or otherwise) from error
