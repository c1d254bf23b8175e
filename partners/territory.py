"""Where « near » is: a commune understood from what was typed, and distances from it."""

import math
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, FloatField, Func, QuerySet
from django.db.models.expressions import Combinable

from core.fields import clean_line
from partners.areas import areas_of
from partners.models import Commune, Service

EARTH_KM = 6371
KM_PER_DEGREE = EARTH_KM * math.pi / 180


@dataclass(frozen=True)
class Territory:
    """A commune to be near, or none; others bear the same name; guessed when its spelling was corrected."""

    typed: str = ""
    commune: Commune | None = None
    others: list[Commune] = field(default_factory=list)
    guessed: bool = False

    @property
    def located(self) -> bool:
        """Whether distances can be counted."""
        return self.commune is not None and self.commune.latitude is not None

    @property
    def not_found(self) -> bool:
        """Whether a place was typed that is not in the code."""
        return bool(self.typed) and self.commune is None


def territory_called(text: str) -> Territory:
    """The commune of a name or postal code; the closest spelling when there is none."""
    text = clean_line(text)
    if not text:
        return Territory()
    found = list(Commune.objects.called(text)[:6])
    guessed = not found
    if guessed:
        found = list(Commune.objects.nearest_spelling(text)[:1])
    return Territory(text, found[0] if found else None, found[1:], guessed and bool(found))


def territory_of_code(insee_code: str) -> Territory:
    """The commune remembered by its code."""
    commune = Commune.objects.filter(pk=insee_code).first() if insee_code else None
    return Territory(commune.label, commune) if commune else Territory()


class Distance(Func):
    """Kilometres along the ground from a point (haversine), written at once: it stands three times in a search."""

    formula = (
        "(12742 * asin(sqrt(power(sin(radians({0} - %s) / 2), 2)"
        " + cos(radians(%s)) * cos(radians({0})) * power(sin(radians({1} - %s) / 2), 2))))"
    )
    output_field = FloatField()

    def __init__(self, latitude: float, longitude: float) -> None:
        super().__init__(F("latitude"), F("longitude"))
        self.point = [latitude, latitude, longitude]

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> Any:
        """The formula around the two columns."""
        columns = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        return self.formula.format(*columns), list(self.point)


def distance_from(commune: Commune) -> Combinable:
    """Kilometres along the ground from the commune’s point."""
    return Distance(commune.latitude or 0.0, commune.longitude or 0.0)


def within(services: QuerySet[Service], commune: Commune, km: int) -> QuerySet[Service]:
    """Services whose point lies within the radius: by the box first, which an index serves."""
    latitude, longitude = commune.latitude or 0.0, commune.longitude or 0.0
    tall = km / KM_PER_DEGREE
    wide = tall / max(math.cos(math.radians(latitude)), 0.01)
    box = services.filter(
        latitude__range=(latitude - tall, latitude + tall), longitude__range=(longitude - wide, longitude + wide)
    )
    return box.alias(far=distance_from(commune)).filter(far__lte=km)


def open_to_residents(services: QuerySet[Service], commune: Commune) -> QuerySet[Service]:
    """Services that residents may ask for from afar: no area stated, or one that holds their commune."""
    areas = areas_of(commune)
    return services.filter(eligibility_areas__len=0) | services.filter(eligibility_areas__overlap=areas)
