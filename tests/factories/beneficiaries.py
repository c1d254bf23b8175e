"""People and what is noted about them."""

import datetime as dt

import factory
from django.utils import timezone

from beneficiaries.models import (
    Alert,
    Appointment,
    Beneficiary,
    ConfidentialNote,
    Draft,
    FileCounter,
    FollowUp,
    FollowUpMode,
    Prison,
    PrisonKind,
    Task,
    Topic,
)
from tests.factories.accounts import TeamFactory, UserFactory


class PrisonFactory(factory.django.DjangoModelFactory[Prison]):
    class Meta:
        model = Prison

    name = factory.Sequence(lambda n: f"Maison d’arrêt n° {n}")
    kind = PrisonKind.REMAND


class FileCounterFactory(factory.django.DjangoModelFactory[FileCounter]):
    class Meta:
        model = FileCounter

    year = factory.Sequence(lambda n: 1900 + n)


class BeneficiaryFactory(factory.django.DjangoModelFactory[Beneficiary]):
    class Meta:
        model = Beneficiary

    file_number = factory.Sequence(lambda n: f"2020-{n:04}")
    first_name = factory.Sequence(lambda n: f"Prénomde{n}")
    last_name = factory.Sequence(lambda n: f"Nomde{n}")
    birth_year = 1990
    team = factory.SubFactory(TeamFactory)
    created_by = factory.SubFactory(UserFactory)


class AlertFactory(factory.django.DjangoModelFactory[Alert]):
    class Meta:
        model = Alert

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    text = "Pas d’hébergement à la sortie"
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda alert: alert.starts_on + dt.timedelta(days=30))
    created_by = factory.SubFactory(UserFactory)


class FollowUpFactory(factory.django.DjangoModelFactory[FollowUp]):
    class Meta:
        model = FollowUp

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    author = factory.SubFactory(UserFactory)
    happened_on = factory.LazyFunction(timezone.localdate)
    mode = FollowUpMode.INTERVIEW
    topics = factory.LazyFunction(lambda: [Topic.HOUSING])
    summary = "Point sur la recherche d’un logement."


class ConfidentialNoteFactory(factory.django.DjangoModelFactory[ConfidentialNote]):
    """A note read by its author; readers=[…] names others."""

    class Meta:
        model = ConfidentialNote
        skip_postgeneration_save = True

    follow_up = factory.SubFactory(FollowUpFactory)
    author = factory.SelfAttribute("follow_up.author")
    body = "Texte réservé."

    @factory.post_generation
    def readers(self: ConfidentialNote, create: bool, extracted: list[object] | None, **kwargs: object) -> None:  # type: ignore[misc]
        if create:
            self.readers.set([self.author, *(extracted or [])])


class DraftFactory(factory.django.DjangoModelFactory[Draft]):
    class Meta:
        model = Draft

    owner = factory.SubFactory(UserFactory)
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    form = "follow_up"
    payload = factory.LazyFunction(lambda: {"summary": ["Début de texte"]})


class AppointmentFactory(factory.django.DjangoModelFactory[Appointment]):
    class Meta:
        model = Appointment

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    worker = factory.SubFactory(UserFactory)
    created_by = factory.SelfAttribute("worker")
    starts_at = factory.LazyFunction(timezone.now)
    purpose = "Préparation de la sortie"


class TaskFactory(factory.django.DjangoModelFactory[Task]):
    class Meta:
        model = Task

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    title = "Rappeler le CCAS"
    due_on = factory.LazyFunction(timezone.localdate)
    assignee = factory.SubFactory(UserFactory)
    created_by = factory.SelfAttribute("assignee")
