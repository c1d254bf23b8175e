"""Slots, who takes them, legal questions, open clinics."""

import datetime as dt

import factory
from django.utils import timezone

from beneficiaries.models.appointment_states import MeetingMode
from programs.models import (
    ClinicCount,
    LegalQuestion,
    LegalTopic,
    OpenClinic,
    ProgramKind,
    Slot,
    SlotBooking,
)
from tests.factories.accounts import UserFactory
from tests.factories.beneficiaries import AppointmentFactory, BeneficiaryFactory
from tests.factories.programs import ProgramFactory


def next_day_at(hour: int) -> dt.datetime:
    """An hour of tomorrow."""
    day = timezone.localdate() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


class SlotFactory(factory.django.DjangoModelFactory[Slot]):
    """Three quarters of an hour of psychological support, tomorrow, at the site of the program."""

    class Meta:
        model = Slot

    program = factory.SubFactory(ProgramFactory, kind=ProgramKind.PSYCHOLOGICAL_SUPPORT)
    worker = factory.SubFactory(UserFactory)
    created_by = factory.SelfAttribute("worker")
    starts_at = factory.LazyFunction(lambda: next_day_at(10))
    ends_at = factory.LazyAttribute(lambda slot: slot.starts_at + dt.timedelta(minutes=45))
    mode = MeetingMode.INTERVIEW
    site = factory.SelfAttribute("program.site")


class SlotBookingFactory(factory.django.DjangoModelFactory[SlotBooking]):
    """A slot held; person=… is whose appointment it is."""

    class Meta:
        model = SlotBooking

    class Params:
        person = factory.SubFactory(BeneficiaryFactory)

    slot = factory.SubFactory(SlotFactory)
    created_by = factory.SelfAttribute("slot.worker")
    appointment = factory.LazyAttribute(
        lambda booking: AppointmentFactory(
            beneficiary=booking.person,
            worker=booking.slot.worker,
            starts_at=booking.slot.starts_at,
            duration_minutes=45,
            purpose="Rendez-vous au programme",
            slot=booking.slot.pk,
            told_in="health" if booking.slot.program.kind == ProgramKind.PSYCHOLOGICAL_SUPPORT else "ordinary",
        )
    )


class LegalTopicFactory(factory.django.DjangoModelFactory[LegalTopic]):
    class Meta:
        model = LegalTopic

    label = factory.Sequence(lambda n: f"Sujet {n}")


class LegalQuestionFactory(factory.django.DjangoModelFactory[LegalQuestion]):
    class Meta:
        model = LegalQuestion

    program = factory.SubFactory(ProgramFactory, kind=ProgramKind.LEGAL_ADVICE)
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    topic = factory.SubFactory(LegalTopicFactory)
    asked_on = factory.LazyFunction(timezone.localdate)
    referred_by = "self"
    question = "Comment refaire un titre de séjour perdu ?"
    created_by = factory.SubFactory(UserFactory)


class OpenClinicFactory(factory.django.DjangoModelFactory[OpenClinic]):
    class Meta:
        model = OpenClinic

    program = factory.SubFactory(ProgramFactory, kind=ProgramKind.LEGAL_ADVICE)
    held_on = factory.LazyFunction(timezone.localdate)
    starts_at = dt.time(14)
    ends_at = dt.time(17)
    place = "Maison de quartier"
    created_by = factory.SubFactory(UserFactory)


class ClinicCountFactory(factory.django.DjangoModelFactory[ClinicCount]):
    class Meta:
        model = ClinicCount

    clinic = factory.SubFactory(OpenClinicFactory)
    audience = "relatives"
    number = 6
