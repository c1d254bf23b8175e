"""The crèche."""

import datetime as dt

import factory
from django.utils import timezone

from programs.models import CareCard, CareRule, CareShift, CareWorker, ChildBooking, PlaceKind, ProgramKind
from tests.factories.accounts import UserFactory
from tests.factories.family import ChildFactory
from tests.factories.programs import PlaceFactory, ProgramFactory


def hours(day: dt.date, since: int, until: int) -> tuple[dt.datetime, dt.datetime]:
    """Full hours of the house on a day."""
    return tuple(timezone.make_aware(dt.datetime.combine(day, dt.time(hour))) for hour in (since, until))  # type: ignore[return-value]


class CrecheFactory(ProgramFactory):
    """A crèche; staff=[…] names those who run it."""

    kind = ProgramKind.CHILDCARE
    name = factory.Sequence(lambda n: f"Crèche {n}")


class CribFactory(PlaceFactory):
    """A childcare place."""

    program = factory.SubFactory(CrecheFactory)
    kind = PlaceKind.CHILDCARE
    name = factory.Sequence(lambda n: f"Berceau {n}")


class CareRuleFactory(factory.django.DjangoModelFactory[CareRule]):
    """Open every day, so that a test may run on any."""

    class Meta:
        model = CareRule

    program = factory.SubFactory(CrecheFactory)
    opens_at = dt.time(0)
    closes_at = dt.time(23, 59)
    open_days = factory.LazyFunction(lambda: list(range(7)))


class CareWorkerFactory(factory.django.DjangoModelFactory[CareWorker]):
    class Meta:
        model = CareWorker

    program = factory.SubFactory(CrecheFactory)
    name = factory.Sequence(lambda n: f"Auxiliaire {n}")


class CareShiftFactory(factory.django.DjangoModelFactory[CareShift]):
    class Meta:
        model = CareShift

    worker = factory.SubFactory(CareWorkerFactory)
    day = factory.LazyFunction(timezone.localdate)
    starts_at = dt.time(8)
    ends_at = dt.time(18)
    noted_by = factory.SubFactory(UserFactory)


class CareCardFactory(factory.django.DjangoModelFactory[CareCard]):
    class Meta:
        model = CareCard

    child = factory.SubFactory(ChildFactory)
    walks = True
    updated_by = factory.SubFactory(UserFactory)


class ChildBookingFactory(factory.django.DjangoModelFactory[ChildBooking]):
    class Meta:
        model = ChildBooking

    place = factory.SubFactory(CribFactory)
    child = factory.SubFactory(ChildFactory)
    beneficiary = factory.SelfAttribute("child.beneficiary")
    period = factory.LazyFunction(lambda: hours(timezone.localdate(), 9, 12))
    status = "confirmed"
    reason = "other"
    reason_note = "Démarche"
    created_by = factory.SubFactory(UserFactory)
