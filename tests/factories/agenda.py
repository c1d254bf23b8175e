"""What goes with appointments: who takes part, what changed, permits, days of visits, calendar addresses."""

import secrets

import factory
from django.utils import timezone

from beneficiaries.models import (
    AppointmentChange,
    AppointmentParticipant,
    CalendarFeed,
    Outcome,
    VisitDay,
    VisitPermit,
)
from core.tokens import digest
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import AppointmentFactory, PrisonFactory


class AppointmentParticipantFactory(factory.django.DjangoModelFactory[AppointmentParticipant]):
    class Meta:
        model = AppointmentParticipant

    appointment = factory.SubFactory(AppointmentFactory)
    name = "Sa sœur"


class AppointmentChangeFactory(factory.django.DjangoModelFactory[AppointmentChange]):
    class Meta:
        model = AppointmentChange

    appointment = factory.SubFactory(AppointmentFactory)
    to_outcome = Outcome.ATTENDED
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class CalendarFeedFactory(factory.django.DjangoModelFactory[CalendarFeed]):
    class Meta:
        model = CalendarFeed

    worker = factory.SubFactory(UserFactory)
    token_hash = factory.LazyFunction(lambda: digest(secrets.token_urlsafe(32)))
    created_at = factory.LazyFunction(timezone.now)


class VisitPermitFactory(factory.django.DjangoModelFactory[VisitPermit]):
    class Meta:
        model = VisitPermit

    worker = factory.SubFactory(UserFactory)
    prison = factory.SubFactory(PrisonFactory)
    valid_until = factory.LazyFunction(timezone.localdate)


class VisitDayFactory(factory.django.DjangoModelFactory[VisitDay]):
    class Meta:
        model = VisitDay

    worker = factory.SubFactory(UserFactory)
    prison = factory.SubFactory(PrisonFactory)
    day = factory.LazyFunction(timezone.localdate)
