"""Cards that may be one partner twice: found by PostgreSQL, told with their reasons, never merged by themselves."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from partners.models import CardKind, DistinctCards, Organization, Service
from partners.models.card_change import Card

AT_MOST = 500
REASONS = {
    "siret": _("même SIRET"),
    "phone": _("même téléphone"),
    "email": _("même courriel"),
    "name": _("même nom, au même endroit"),
    "offer": _("même nom, dans la même structure"),
}
# The words that a name may lose without being another: legal forms, and « (fictif) ».
BARE = "regexp_replace(french_sort(name), '\\m(association|asso|les|des|le|la|l|de|du|d|fictif)\\M|[^a-z0-9]', '', 'g')"
ORGANIZATIONS = f"""
WITH known AS (
    SELECT id, siret, phone, email, {BARE} AS bare, insee_code, latitude, longitude
    FROM partners_organization WHERE is_active
), pairs AS (
    SELECT a.id AS one, b.id AS other, 'siret' AS why FROM known a JOIN known b ON a.siret = b.siret AND a.id < b.id
    WHERE a.siret <> ''
    UNION ALL
    SELECT a.id, b.id, 'phone' FROM known a JOIN known b ON a.phone = b.phone AND a.id < b.id WHERE a.phone <> ''
    UNION ALL
    SELECT a.id, b.id, 'email' FROM known a JOIN known b ON lower(a.email) = lower(b.email) AND a.id < b.id
    WHERE a.email <> ''
    UNION ALL
    SELECT a.id, b.id, 'name' FROM known a JOIN known b ON a.bare = b.bare AND a.id < b.id
    WHERE a.bare <> '' AND (
        (a.insee_code <> '' AND a.insee_code = b.insee_code)
        OR (abs(a.latitude - b.latitude) < 0.02 AND abs(a.longitude - b.longitude) < 0.03)
    )
)
"""  # noqa: S608 – constants of this module
SERVICES = f"""
WITH pairs AS (
    SELECT a.id AS one, b.id AS other, 'offer' AS why
    FROM (SELECT id, organization_id, insee_code, {BARE} AS bare FROM partners_service WHERE is_active) a
    JOIN (SELECT id, organization_id, insee_code, {BARE} AS bare FROM partners_service WHERE is_active) b
        ON a.organization_id = b.organization_id AND a.bare = b.bare AND a.insee_code = b.insee_code AND a.id < b.id
    WHERE a.bare <> ''
)
"""  # noqa: S608 – constants of this module
FOUND = """
SELECT one, other, array_agg(DISTINCT why ORDER BY why) FROM pairs
WHERE NOT EXISTS (SELECT FROM partners_distinctcards d WHERE d.first_id = one AND d.second_id = other)
GROUP BY one, other ORDER BY count(DISTINCT why) DESC, one, other LIMIT %s
"""


@dataclass(frozen=True)
class Pair:
    """Two cards that look alike, and why."""

    one: Card
    other: Card
    kind: str
    reasons: list[str] = field(default_factory=list)


def likely_pairs(kind: str) -> list[tuple[UUID, UUID, list[str]]]:
    """Pairs of keys with the codes of what they share, those that share most first; at most 500."""
    with connection.cursor() as cursor:
        cursor.execute((SERVICES if kind == CardKind.SERVICE else ORGANIZATIONS) + FOUND, [AT_MOST])
        return list(cursor.fetchall())


def shown_pairs(kind: str, rows: list[tuple[UUID, UUID, list[str]]]) -> list[Pair]:
    """The pairs of a page, with their cards, in one query."""
    model: Any = Service if kind == CardKind.SERVICE else Organization
    found = model._base_manager.in_bulk({key for row in rows for key in row[:2]})
    return [
        Pair(found[one], found[other], kind, [str(REASONS[code]) for code in codes])
        for one, other, codes in rows
        if one in found and other in found
    ]


def tell_apart(one: Card, other: Card, *, by: Any) -> None:
    """Note that the two are different; twice changes nothing."""
    first, second = sorted((one.pk, other.pk))
    DistinctCards.objects.get_or_create(first_id=first, second_id=second, defaults={"by": by})
