"""Work and emergency aid of a person, as the tab « Programmes » shows them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import AidPayment, Application, Beneficiary, JobCheck, Placement
from partners.models import Post
from partners.territory import distance_from, territory_of_code, within

SHOWN, NEAR_SHOWN, NEAR_KM = 20, 5, 30


@dataclass(frozen=True)
class Work:
    """Applications, placements, news to ask for, posts near where the person lives, aid."""

    applications: list[Application]
    placements: list[Placement]
    due: list[JobCheck]
    near: list[Any]
    aid: list[AidPayment]
    may_ask_aid: bool


def work_of(person: Beneficiary, reader: User, day: date) -> Work:
    """What one reader sees of it."""
    applications = list(Application.objects.visible_to(reader).for_list().filter(beneficiary=person)[:SHOWN])
    return Work(
        applications=applications,
        placements=list(Placement.objects.visible_to(reader).for_list().filter(beneficiary=person)[:SHOWN]),
        due=list(JobCheck.objects.visible_to(reader).due(day).filter(placement__beneficiary=person)),
        near=posts_near(person, day, {row.post_id for row in applications}),
        aid=list(AidPayment.objects.visible_to(reader).for_list().filter(beneficiary=person)[:SHOWN]),
        may_ask_aid=reader.can(Permission.AID_ASK),
    )


def posts_near(person: Beneficiary, day: date, known: set[Any]) -> list[Any]:
    """Open posts around the commune of the person, nearest first, without those already applied for."""
    place = territory_of_code(person.commune_code)
    if not place.commune or not place.located:
        return []
    rows: Any = within(Post.objects.open_on(day).exclude(pk__in=known), place.commune, NEAR_KM)
    rows = rows.annotate(distance=distance_from(place.commune)).select_related("employer__organization")
    return list(rows.order_by("distance", "pk")[:NEAR_SHOWN])
