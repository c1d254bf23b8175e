"""Which service comes first: the words, then the way to go, where each doubt counts as so many kilometres more."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, Count, F, FloatField, Func, IntegerField, QuerySet, Value, When, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from partners.filters import PLACES_HOLD, ServiceFilter
from partners.fit import PersonFacts
from partners.models import DeliveryMode, Service
from partners.territory import distance_from
from partners.wording import Wording

# What a doubt counts for, in kilometres.
STALE_KM = 3.0
OTHER_AUDIENCE_KM = 8.0
FULL_KM = 15.0
CLOSED_KM = 100.0
REFUSES_KM = 10.0  # for one who always says no
UNKNOWN_SHARE = 60  # taken for granted of one of whom nothing is known
DOUBTED = [
    "checked_on", "confirmed_on", "source_updated_on", "closed_from", "closed_until", "places_free", "places_on",
    "track_record__acceptance",
]  # fmt: skip


class Formula(Func):
    """SQL around a few columns, written at once: Django would build a tree of expressions at each request."""

    formula = ""

    def __init__(self, *columns: str, params: Sequence[object] = ()) -> None:
        super().__init__(*(F(column) for column in columns))
        self.params = list(params)

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> Any:
        """The formula, its columns in place."""
        columns = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        return self.formula.format(*columns), list(self.params)


class Tier(Formula):
    """Names that hold the words, then topics, then descriptions."""

    formula = "(CASE WHEN {0} @@ %s::tsquery THEN 0 WHEN {0} @@ %s::tsquery THEN 1 ELSE 2 END)"
    output_field = IntegerField()


class Held(Formula):
    """How far a service is from one word: named, written, of the same category, not there."""

    formula = (
        "(CASE WHEN {0} @@ %s::tsquery THEN 0 WHEN {0} @@ %s::tsquery THEN 1"
        " WHEN {1} @@ %s::tsquery THEN 2 WHEN {0} @@ %s::tsquery THEN 3 ELSE 6 END)"
    )
    output_field = IntegerField()


class Afar(Formula):
    """Given at a distance only."""

    formula = f"({{0}} = ARRAY['{DeliveryMode.REMOTE.value}']::varchar[])"
    output_field = BooleanField()


class Doubts(Formula):
    """Kilometres for what was not checked lately, a closure, no place, refusals: as fresh(), closed_on() and full_on().

    Columns: those of DOUBTED. Params: since when a check is fresh, today twice, since when a count of places holds.
    """

    formula = (
        f"(CASE WHEN greatest({{0}}, {{1}}, {{2}}) >= %s THEN 0 ELSE {STALE_KM} END"
        " + CASE WHEN coalesce({3}, {4}) IS NOT NULL"
        " AND NOT coalesce({3} > %s, false) AND NOT coalesce({4} < %s, false)"
        f" THEN {CLOSED_KM} WHEN {{5}} = 0 AND {{6}} >= %s THEN {FULL_KM} ELSE 0 END"
        f" + {REFUSES_KM / 100} * (100 - coalesce({{7}}, {UNKNOWN_SHARE})))"
    )
    output_field = FloatField()


class Breadth(Formula):
    """How many topics a service has beside those asked for, less those asked."""

    formula = (
        "(SELECT coalesce(sum(CASE WHEN topic LIKE ANY (%s) THEN -1 ELSE 1 END), 0) FROM unnest({0}) AS topic)::float8"
    )
    output_field = FloatField()


class ForOthers(Formula):
    """Kilometres for a service that does not name the publics of the search."""

    formula = f"(CASE WHEN {{0}} && %s::varchar[] THEN 0 ELSE {OTHER_AUDIENCE_KM} END)"
    output_field = FloatField()


def ranked(filters: ServiceFilter, person: PersonFacts | None = None) -> QuerySet[Any, Any]:
    """Ids, distances and the total, best first; what cannot fit the person comes last."""
    commune = filters.territory.commune if filters.territory.located else None
    distance = distance_from(commune) if commune else Value(None, output_field=FloatField())
    wording = filters.wording if filters.wording and filters.wording.words else None
    words = tier(wording, near=filters.near)
    km = effort(wording, near=filters.near) + Coalesce(distance, Value(0.0))
    last = [Case(When(person.excluded, then=1), default=0, output_field=IntegerField())] if person else []
    services: QuerySet[Service] = filters.qs
    return (
        services.annotate(distance=distance, total=Window(Count("*")))
        .order_by(*last, *words, Afar("delivery_modes"), km, "name", "pk")
        .values_list("pk", "distance", "total")
    )


def tier(wording: Wording | None, *, near: bool) -> list[Combinable]:
    """By where the words are; what comes near, by how many of them it holds."""
    if not wording:
        return []
    if not near:
        return [Tier("title_vector", params=[wording.in_names.text, wording.anywhere.text])]
    held: list[Any] = [
        Held("title_vector", "search_vector", params=[word.in_names, word.query, word.query, word.wide_query])
        for word in wording.asked
    ]
    return [sum(held[1:], start=held[0])]


def effort(wording: Wording | None, *, near: bool) -> Any:
    """What doubts count for: about the facts, the places, the answers, the topics, the publics."""
    day = timezone.localdate()
    since, lately = day - timedelta(days=settings.SERVICE_STALE_DAYS), day - PLACES_HOLD
    km: Any = Doubts(*DOUBTED, params=[since, day, day, lately])
    if not wording:
        return km
    if topics := wording.topics(wide=near):
        km += Breadth("topics", params=[topics])
    if wording.audiences:
        km += ForOthers("audiences", params=[wording.audiences])
    return km
