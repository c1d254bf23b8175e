"""A crèche run by Gilles, where the child of the person comes today."""

import datetime as dt

from django.db import models
from django.utils import timezone

from tests import factories as make
from tests.factories.programs_childcare import hours
from tests.world.records import World


def build(world: World) -> dict[str, models.Model]:
    """The crèche, its places, two children, a request."""
    child, person = world.child, world.person
    creche = make.CrecheFactory(name="Les Petits Pas (fictifs)", staff=[world.gilles])
    make.CareRuleFactory(program=creche)
    make.CareShiftFactory(worker=make.CareWorkerFactory(program=creche, name="Rose Auxiliaire"))
    make.CareCardFactory(child=child, walks=False, instructions="Doudou bleu")
    cribs = [make.CribFactory(program=creche, months_from=3, months_to=60) for _number in range(3)]
    day = timezone.localdate()
    told = {"child": child, "created_by": person.created_by}
    now = timezone.now().replace(second=0, microsecond=0)
    there = make.ChildBookingFactory(
        place=cribs[0], **told, status="arrived", period=hours(day, 0, 23), arrived_at=now - dt.timedelta(minutes=1)
    )
    soon = make.ChildBookingFactory(place=cribs[1], **told, period=hours(day + dt.timedelta(days=1), 9, 12))
    make.UnavailabilityFactory(place=cribs[2], created_by=person.created_by)
    request = make.PlaceRequestFactory(
        beneficiary=person, program=creche, created_by=person.created_by, from_hour=dt.time(9), to_hour=dt.time(12),
        care_reason="other", care_note="Démarches",
    )  # fmt: skip
    request.children.add(child)
    return {"creche": creche, "crib": cribs[0], "child_there": there, "child_booking": soon, "care_request": request}
