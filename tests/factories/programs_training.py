"""Who came to the sessions, and who runs them."""

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from programs.models import (
    AbsenceRun,
    Attendance,
    AttendanceEvent,
    Certification,
    SessionScan,
    SkillUnit,
    Trainer,
    UnitResult,
    Validation,
)
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


class AbsenceRunFactory(factory.django.DjangoModelFactory[AbsenceRun]):
    class Meta:
        model = AbsenceRun

    enrolment = factory.SubFactory(EnrolmentFactory)
    since = factory.SubFactory(SessionFactory, program=factory.SelfAttribute("..enrolment.program"))
    noticed_at = factory.LazyFunction(timezone.now)


class SessionScanFactory(factory.django.DjangoModelFactory[SessionScan]):
    """A signed sheet whose content is a word."""

    class Meta:
        model = SessionScan

    session = factory.SubFactory(SessionFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    format = "pdf"
    size = 4
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF", name="x"))


class CertificationFactory(factory.django.DjangoModelFactory[Certification]):
    class Meta:
        model = Certification

    name = factory.Sequence(lambda n: f"Socle de compétences {n}")
    reference = "RS5616"


class SkillUnitFactory(factory.django.DjangoModelFactory[SkillUnit]):
    class Meta:
        model = SkillUnit

    certification = factory.SubFactory(CertificationFactory)
    code = factory.Sequence(lambda n: f"D{n}")
    title = "Communiquer en français"


class ValidationFactory(factory.django.DjangoModelFactory[Validation]):
    class Meta:
        model = Validation

    enrolment = factory.SubFactory(EnrolmentFactory)
    certification = factory.SubFactory(CertificationFactory)
    created_by = factory.SubFactory(UserFactory)


class UnitResultFactory(factory.django.DjangoModelFactory[UnitResult]):
    class Meta:
        model = UnitResult

    validation = factory.SubFactory(ValidationFactory)
    unit = factory.SubFactory(SkillUnitFactory, certification=factory.SelfAttribute("..validation.certification"))
