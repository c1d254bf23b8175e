"""Programs, places, stays, enrolments."""

import datetime as dt

import factory
from django.utils import timezone

from programs.models import (
    Enrolment,
    EnrolmentEvent,
    Occupancy,
    Place,
    PlaceEvent,
    PlaceKind,
    PlaceRequest,
    Program,
    ProgramKind,
    Session,
    Site,
    Stay,
    StayStatus,
    Unavailability,
)
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import BeneficiaryFactory


class SiteFactory(factory.django.DjangoModelFactory[Site]):
    class Meta:
        model = Site

    name = factory.Sequence(lambda n: f"Site {n}")
    has_secret_address = False
    city = factory.LazyAttribute(lambda site: "" if site.has_secret_address else "Lille")


class ProgramFactory(factory.django.DjangoModelFactory[Program]):
    """A training program; staff=[…] names those who answer for it."""

    class Meta:
        model = Program
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Atelier {n}")
    kind = ProgramKind.TRAINING
    site = factory.SubFactory(SiteFactory)
    capacity = 12

    @factory.post_generation
    def staff(self: Program, create: bool, extracted: list[object] | None, **kwargs: object) -> None:  # type: ignore[misc]
        if create and extracted:
            self.staff.set(extracted)

    @factory.post_generation
    def leads(self: Program, create: bool, extracted: list[object] | None, **kwargs: object) -> None:  # type: ignore[misc]
        if create and extracted:
            self.leads.set(extracted)


class SessionFactory(factory.django.DjangoModelFactory[Session]):
    class Meta:
        model = Session

    program = factory.SubFactory(ProgramFactory)
    starts_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + dt.timedelta(hours=3))


class PlaceFactory(factory.django.DjangoModelFactory[Place]):
    class Meta:
        model = Place

    program = factory.SubFactory(ProgramFactory, kind=ProgramKind.SHELTER)
    site = factory.SelfAttribute("program.site")
    kind = PlaceKind.BED
    name = factory.Sequence(lambda n: f"Lit {n}")


class StayFactory(factory.django.DjangoModelFactory[Stay]):
    class Meta:
        model = Stay

    place = factory.SubFactory(PlaceFactory)
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    created_by = factory.SubFactory(UserFactory)
    period = factory.LazyFunction(lambda: (timezone.localdate(), timezone.localdate() + dt.timedelta(days=7)))
    status = StayStatus.ARRIVED


class UnavailabilityFactory(factory.django.DjangoModelFactory[Unavailability]):
    class Meta:
        model = Unavailability

    place = factory.SubFactory(PlaceFactory)
    created_by = factory.SubFactory(UserFactory)
    period = factory.LazyFunction(lambda: (timezone.localdate(), timezone.localdate() + dt.timedelta(days=7)))
    reason = "works"


class OccupancyFactory(factory.django.DjangoModelFactory[Occupancy]):
    """Made by the database: the row of a new stay."""

    class Meta:
        model = Occupancy

    @classmethod
    def _create(cls, model_class: type[Occupancy], *args: object, **kwargs: object) -> Occupancy:
        return StayFactory(**kwargs).occupancy  # type: ignore[no-any-return]


class PlaceRequestFactory(factory.django.DjangoModelFactory[PlaceRequest]):
    class Meta:
        model = PlaceRequest

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    created_by = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)
    since = factory.LazyFunction(timezone.localdate)
    until = factory.LazyAttribute(lambda request: request.since + dt.timedelta(days=30))


class PlaceEventFactory(factory.django.DjangoModelFactory[PlaceEvent]):
    class Meta:
        model = PlaceEvent

    stay = factory.SubFactory(StayFactory)
    act = "booked"
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class EnrolmentFactory(factory.django.DjangoModelFactory[Enrolment]):
    class Meta:
        model = Enrolment

    program = factory.SubFactory(ProgramFactory)
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    created_by = factory.SubFactory(UserFactory)
    started_on = factory.LazyFunction(timezone.localdate)


class EnrolmentEventFactory(factory.django.DjangoModelFactory[EnrolmentEvent]):
    class Meta:
        model = EnrolmentEvent

    enrolment = factory.SubFactory(EnrolmentFactory)
    to_status = "active"
    by = factory.SubFactory(UserFactory)
    on = factory.LazyFunction(timezone.localdate)
