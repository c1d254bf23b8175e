"""Who came to a session: who may note it, what is refused, what is kept."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError, Outdated
from core.models import AuditEntry
from programs.models import Attendance, AttendanceEvent, AttendanceStatus, EnrolmentStatus, Half, Session
from programs.models.training.attendance import Mark
from tests.factories import BeneficiaryFactory, EnrolmentFactory, ProgramFactory, SessionFactory

PARIS = timezone.get_default_timezone()
pytestmark = pytest.mark.django_db


def at(*moment):
    return dt.datetime(*moment, tzinfo=PARIS)


@pytest.fixture
def program(farid):
    return ProgramFactory(name="CléA", staff=[farid])


@pytest.fixture
def session(program):
    return SessionFactory(program=program, starts_at=timezone.now() - dt.timedelta(hours=1))


@pytest.fixture
def group(program, nord):
    people = BeneficiaryFactory.create_batch(12, team=nord)
    since = timezone.localdate() - dt.timedelta(days=90)
    return [EnrolmentFactory(program=program, beneficiary=one, started_on=since) for one in people]


def note(session, by, *marks, **more):
    return Attendance.objects.register(session, marks, by=by, at=timezone.now(), **more)


def page_of(session):
    return reverse("programs:attendance", args=[session.pk])


def test_the_button_fills_the_blanks_and_keeps_the_exception(farid, client_of, session, group):
    absent = group[4]
    prefix = f"j{absent.pk.hex}"
    data = {f"{prefix}-state": "absent", f"{prefix}-reason": "family", "tous": "oui", "lu": timezone.now().isoformat()}
    assert client_of(farid).post(page_of(session), data).status_code == 302
    assert Attendance.objects.filter(session=session, status="present").count() == 11
    row = Attendance.objects.get(enrolment=absent)
    assert (row.status, row.reason, row.recorded_by) == (AttendanceStatus.EXCUSED, "family", farid)
    assert AuditEntry.objects.filter(object_type="programs.attendance", person_id=absent.beneficiary_id).count() == 1


def test_a_correction_keeps_what_stood_before_and_the_same_sheet_twice_writes_nothing(farid, session, group):
    mark = Mark.absent(group[0].pk)
    note(session, farid, mark)
    assert note(session, farid, mark) == []
    note(session, farid, Mark(group[0].pk, AttendanceStatus.LATE, minutes_late=20))
    events = AttendanceEvent.objects.filter(attendance__enrolment=group[0]).order_by("pk")
    assert [event.status for event in events] == ["unexcused", "late"]
    with pytest.raises(DatabaseError), transaction.atomic():
        events.update(status="present")


def test_a_sheet_read_before_a_colleague_noted_overwrites_nothing(farid, chloe, session, group):
    read = timezone.now()
    note(session, chloe, Mark.absent(group[0].pk, "work"))
    with pytest.raises(Outdated):
        note(session, farid, Mark(group[1].pk, AttendanceStatus.PRESENT), Mark.absent(group[0].pk), seen=read)
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("what", ["to come", "cancelled", "not enrolled yet", "already gone", "elsewhere", "half"])
def test_what_cannot_be_is_refused_and_nothing_is_written(what, farid, program, session, group):
    day, one, half = timezone.localdate(), group[0], Half.WHOLE
    if what == "to come":
        session = SessionFactory(program=program, starts_at=timezone.now() + dt.timedelta(hours=2))
    elif what == "cancelled":
        session = SessionFactory(program=program, starts_at=session.starts_at, is_cancelled=True)
    elif what == "half":
        half = Half.MORNING
    elif what == "elsewhere":
        one = EnrolmentFactory()
    else:
        gone = {"status": EnrolmentStatus.COMPLETED, "ended_on": day - dt.timedelta(days=40)}
        dates = {"started_on": day + dt.timedelta(days=1)} if what == "not enrolled yet" else gone
        type(one).objects.filter(pk=one.pk).update(**dates)
    marks = [Mark(group[1].pk, AttendanceStatus.PRESENT), Mark(one.pk, AttendanceStatus.PRESENT, half=half)]
    with pytest.raises(DomainError):
        note(session, farid, *marks)
    assert not Attendance.objects.exists()


def test_a_session_keeps_its_hours_once_presences_are_noted(farid, session, group):
    note(session, farid, Mark(group[0].pk, AttendanceStatus.PRESENT))
    before = Session.objects.values().get(pk=session.pk)
    later = {"starts_at": session.starts_at + dt.timedelta(days=1), "ends_at": session.ends_at + dt.timedelta(days=1)}
    for act in (lambda: session.move(by=farid, **later), lambda: session.cancel(by=farid, reason="Grève")):
        with pytest.raises(DomainError, match="présences"):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(**later)
    assert Session.objects.values().get(pk=session.pk) == before
    session.move(by=farid, room="Salle 3")
    assert Session.objects.get(pk=session.pk).room == "Salle 3"


def test_an_end_before_the_start_is_refused_and_a_cancelled_session_comes_back(farid, session):
    with pytest.raises(DomainError):
        session.move(by=farid, ends_at=session.starts_at - dt.timedelta(hours=1))
    session.cancel(by=farid, reason="Formatrice absente")
    with pytest.raises(DomainError, match="déjà annulée"):
        session.cancel(by=farid, reason="Encore")
    session.restore(by=farid)
    assert not Session.objects.get(pk=session.pk).is_cancelled


def test_a_long_session_is_marked_by_half_day_and_the_clock_never_lies():
    day = Session(starts_at=at(2026, 10, 20, 9), ends_at=at(2026, 10, 20, 17))
    broken = Session(
        starts_at=day.starts_at, ends_at=day.ends_at, break_from=dt.time(12, 15), break_until=dt.time(13, 30)
    )
    morning = Session(starts_at=day.starts_at, ends_at=at(2026, 10, 20, 13))
    assert [part.half for part in morning.halves()] == [Half.WHOLE]
    assert [part.length for part in day.halves()] == [dt.timedelta(hours=4)] * 2
    assert [part.length / dt.timedelta(hours=1) for part in broken.halves()] == [3.25, 3.5]
    # the night of 25 October 2026 has three hours between one and three o’clock
    night = Session(starts_at=at(2026, 10, 25, 1), ends_at=at(2026, 10, 25, 3))
    assert [part.length for part in night.halves()] == [dt.timedelta(hours=3)]


def test_who_runs_the_program_sees_its_people_and_nobody_else_does(farid, amina, client_of, session, group):
    text = client_of(farid).get(page_of(session)).text
    assert str(group[0].beneficiary.last_name) in text
    assert AuditEntry.objects.filter(object_type="programs.enrolment").count() == 12
    assert client_of(amina).get(page_of(session)).status_code == 404


def test_a_session_that_nobody_noted_is_asked_for_where_its_lead_looks(farid, amina, client_of, session, group):
    detail = reverse("programs:detail", args=[session.program_id])
    client = client_of(farid)
    for page in (detail, reverse("casework:home")):
        assert page_of(session) in client.get(page).text
    assert page_of(session) not in client_of(amina).get(detail).text
    note(session, farid, Mark(group[0].pk, AttendanceStatus.PRESENT))
    assert "Présences à saisir" not in client.get(detail).text
