"""Events and what they are made of."""

import datetime as dt

import factory
from django.utils import timezone

from programs.models import (
    AudienceKind,
    Event,
    EventChange,
    EventItem,
    EventKind,
    EventMaterial,
    EventPartner,
    EventRegistration,
    EventSpeaker,
    EventStatus,
    EventTask,
    RegistrationStatus,
)
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganizationFactory


class EventFactory(factory.django.DjangoModelFactory[Event]):
    """A round table in a fortnight, announced and open to all."""

    class Meta:
        model = Event

    slug = factory.Sequence(lambda n: f"table-ronde-{n}-2026")
    kind = EventKind.ROUND_TABLE
    title = factory.Sequence(lambda n: f"Table ronde {n}")
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=14))
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + dt.timedelta(hours=3))
    address = "Salle des fêtes fictive, Lille"
    status = EventStatus.ANNOUNCED
    created_by = factory.SubFactory(UserFactory)


class EventChangeFactory(factory.django.DjangoModelFactory[EventChange]):
    class Meta:
        model = EventChange

    event = factory.SubFactory(EventFactory)
    from_status = EventStatus.DRAFT
    to_status = EventStatus.ANNOUNCED
    at = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class EventItemFactory(factory.django.DjangoModelFactory[EventItem]):
    class Meta:
        model = EventItem

    event = factory.SubFactory(EventFactory)
    starts_at = factory.SelfAttribute("event.starts_at")
    title = "Accueil"


class EventSpeakerFactory(factory.django.DjangoModelFactory[EventSpeaker]):
    class Meta:
        model = EventSpeaker

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Intervenante {n}")


class EventPartnerFactory(factory.django.DjangoModelFactory[EventPartner]):
    class Meta:
        model = EventPartner

    event = factory.SubFactory(EventFactory)
    organization = factory.SubFactory(OrganizationFactory)


class EventTaskFactory(factory.django.DjangoModelFactory[EventTask]):
    class Meta:
        model = EventTask

    event = factory.SubFactory(EventFactory)
    title = "Réserver la salle"
    due_on = factory.LazyFunction(timezone.localdate)


class EventMaterialFactory(factory.django.DjangoModelFactory[EventMaterial]):
    class Meta:
        model = EventMaterial

    event = factory.SubFactory(EventFactory)
    title = "Affiche"
    link = "https://exemple.test/affiche.pdf"


class EventRegistrationFactory(factory.django.DjangoModelFactory[EventRegistration]):
    class Meta:
        model = EventRegistration

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Inscrite {n}")
    email = factory.Sequence(lambda n: f"inscrite{n}@exemple.test")
    organization_kind = AudienceKind.ASSOCIATION
    status = RegistrationStatus.CONFIRMED
    created_at = factory.LazyFunction(timezone.now)
