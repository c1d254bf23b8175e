"""How much room programs have: beds tonight where there are beds, else seats of the group."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, NullIf

from programs.models import Enrolment, Place, PlaceKind, Program, Session, Stay, StayStatus

EMPTYING = [StayStatus.CANCELLED, StayStatus.NOT_ARRIVED, StayStatus.DEPARTED]


def with_room(programs: QuerySet[Program], *, day: date, now: datetime) -> QuerySet[Program]:
    """Tell on each program: beds, nights, people enrolled, waiting, room (None without a limit), next_session_at."""
    beds = Place.objects.filter(program=OuterRef("pk"), is_active=True, kind=PlaceKind.BED)
    late = Q(status=StayStatus.ARRIVED, period__endswith__lt=day)
    nights = Stay.objects.filter(
        Q(period__contains=day) | late, place__program=OuterRef("pk"), place__is_active=True, place__kind=PlaceKind.BED
    )
    enrolled = Enrolment.objects.holding().filter(program=OuterRef("pk"))
    waiting = Enrolment.objects.asking().filter(program=OuterRef("pk"))
    sessions = Session.objects.upcoming(now).filter(program=OuterRef("pk"), is_cancelled=False)
    return programs.annotate(
        beds=NullIf(_number_of(beds, "program"), 0),
        nights=_number_of(nights.exclude(status__in=EMPTYING), "place__program"),
        enrolled=_number_of(enrolled, "program"),
        waiting=_number_of(waiting, "program"),
        room=Coalesce(F("beds"), F("capacity"), output_field=IntegerField()),
        next_session_at=Subquery(sessions.values("starts_at")[:1]),
    )


def _number_of(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many inner rows each program has."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
