"""Who came to the sessions, and who runs them."""

import factory
from django.utils import timezone

from programs.models import Attendance, AttendanceEvent, Trainer
from tests.factories.accounts import UserFactory
from tests.factories.programs import EnrolmentFactory, SessionFactory


class TrainerFactory(factory.django.DjangoModelFactory[Trainer]):
    class Meta:
        model = Trainer

    name = factory.Sequence(lambda n: f"Formatrice {n}")


class AttendanceFactory(factory.django.DjangoModelFactory[Attendance]):
    """Somebody present."""

    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory)
    enrolment = factory.SubFactory(EnrolmentFactory, program=factory.SelfAttribute("..session.program"))
    status = "present"
    recorded_at = factory.LazyFunction(timezone.now)
    recorded_by = factory.SubFactory(UserFactory)


class AttendanceEventFactory(factory.django.DjangoModelFactory[AttendanceEvent]):
    class Meta:
        model = AttendanceEvent

    attendance = factory.SubFactory(AttendanceFactory)
    at = factory.SelfAttribute("attendance.recorded_at")
    by = factory.SelfAttribute("attendance.recorded_by")
    status = "present"
