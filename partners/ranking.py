"""Which service comes first: the words, then the way to go, where each doubt counts as so many kilometres more."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from partners.filters import ServiceFilter, closed_on, fresh, full_on
from partners.fit import PersonFacts
from partners.models import DeliveryMode, Service
from partners.territory import distance_from
from partners.wording import ConstantQuery, SearchedWord, Wording

# What a doubt counts for, in kilometres.
STALE_KM = 3.0
OTHER_AUDIENCE_KM = 8.0
FULL_KM = 15.0
CLOSED_KM = 100.0
REFUSES_KM = 10.0  # for one who always says no
UNKNOWN_SHARE = 60  # taken for granted of one of whom nothing is known
IN_NAMES, BY_TOPIC, IN_TEXT = range(3)


class Breadth(Func):
    """How many topics a service has beside those asked for, less those asked: patterns, then topics."""

    template = "(SELECT coalesce(sum(CASE WHEN topic LIKE ANY (%(expressions)s) AS topic)"
    arg_joiner, arity = ") THEN -1 ELSE 1 END), 0) FROM unnest(", 2
    output_field = FloatField()


def ranked(filters: ServiceFilter, person: PersonFacts | None = None) -> QuerySet[Any, Any]:
    """Ids, distances and the total, best first; what cannot fit the person comes last."""
    commune = filters.territory.commune if filters.territory.located else None
    distance = distance_from(commune) if commune else Value(None, output_field=FloatField())
    wording = filters.wording if filters.wording and filters.wording.words else None
    afar = Case(When(Q(delivery_modes=[DeliveryMode.REMOTE]), then=True), default=False, output_field=BooleanField())
    words = tier(wording, near=filters.near)
    km = effort(wording, distance, near=filters.near)
    last = [Case(When(person.excluded, then=1), default=0, output_field=IntegerField())] if person else []
    services: QuerySet[Service] = filters.qs
    return (
        services.annotate(distance=distance, total=Window(Count("*")))
        .order_by(*last, words, afar, km, "name", "pk")
        .values_list("pk", "distance", "total")
    )


def tier(wording: Wording | None, *, near: bool) -> Combinable:
    """Names that hold the words, then topics, then descriptions; what comes near, by how many words it holds."""
    if not wording:
        return Value(0)
    if near:
        return sum((_held(word) for word in wording.asked), start=Value(0))
    return Case(
        When(title_vector=wording.in_names, then=IN_NAMES),
        When(title_vector=wording.anywhere, then=BY_TOPIC),
        default=IN_TEXT,
        output_field=IntegerField(),
    )


def effort(wording: Wording | None, distance: Combinable, *, near: bool) -> Combinable:
    """Kilometres to go, and those that doubts count for: old facts, no place, a closure, refusals, topics beside."""
    day = timezone.localdate()
    share = Coalesce(F("track_record__acceptance"), Value(UNKNOWN_SHARE))
    km: Any = Coalesce(distance, Value(0.0)) + Value(REFUSES_KM / 100) * (Value(100) - share)
    km += Case(When(closed_on(day), then=CLOSED_KM), When(full_on(day), then=FULL_KM), default=0.0)
    km += Case(When(fresh(), then=0.0), default=STALE_KM)
    if not wording:
        return km
    if topics := wording.topics(wide=near):
        km += Breadth(Value(topics, ArrayField(TextField())), F("topics"))
    if wording.audiences:
        km += Case(When(audiences__overlap=wording.audiences, then=0.0), default=OTHER_AUDIENCE_KM)
    return km


def _held(word: SearchedWord) -> Combinable:
    """How far a service is from a word: named, written, of the same category, not there."""
    return Case(
        When(title_vector=ConstantQuery(word.in_names), then=0),
        When(title_vector=ConstantQuery(word.query), then=1),
        When(search_vector=ConstantQuery(word.query), then=2),
        When(title_vector=ConstantQuery(word.wide_query), then=3),
        default=6,
        output_field=IntegerField(),
    )
