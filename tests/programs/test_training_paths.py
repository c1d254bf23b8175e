"""Absences in a row, hours, certificates, validations, signed sheets."""

import datetime as dt
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Alert, Task
from beneficiaries.models.document import document_storage, orphans
from core.errors import DomainError
from core.models import AuditAction, AuditEntry
from programs.models import AbsenceRun, Attendance, AttendanceStatus, EnrolmentStatus, SessionScan, Validation
from programs.models.training.attendance import Mark
from programs.training_papers.content import certificate_of, sessions_to_sign, signing_sheet_of
from programs.training_papers.hours import course_of, hours_of, length_words
from tests.factories import (
    BeneficiaryFactory,
    CertificationFactory,
    ContactRuleFactory,
    EnrolmentFactory,
    ExclusionFactory,
    ProgramFactory,
    SessionFactory,
    SessionScanFactory,
    SkillUnitFactory,
    TrainerFactory,
)

pytestmark = pytest.mark.django_db
PRESENT = AttendanceStatus.PRESENT


@pytest.fixture
def enrolment(farid, amina, nord):
    person = BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Karim", last_name="Bensalem")
    program = ProgramFactory(name="CléA", staff=[farid])
    return EnrolmentFactory(
        program=program, beneficiary=person, started_on=timezone.localdate() - dt.timedelta(days=60)
    )


@pytest.fixture
def sessions(enrolment):
    now = timezone.now() - dt.timedelta(days=1)
    return [
        SessionFactory(program=enrolment.program, starts_at=now - dt.timedelta(days=7 * back))
        for back in (4, 3, 2, 1, 0)
    ]


def note(session, by, mark):
    Attendance.objects.register(session, [mark], by=by, at=timezone.now())


def test_three_absences_in_a_row_are_told_once_and_taken_back_on_return(farid, amina, client_of, enrolment, sessions):
    for session in sessions[:2]:
        note(session, farid, Mark.absent(enrolment.pk))
    note(sessions[2], farid, Mark(enrolment.pk, AttendanceStatus.NOT_REQUIRED))
    assert not Task.objects.exists()
    note(sessions[3], farid, Mark.absent(enrolment.pk, "choice"))
    task = Task.objects.get()
    assert (task.assignee, task.done_at, "CléA" in task.title) == (amina, None, True)
    note(sessions[4], farid, Mark.absent(enrolment.pk))
    assert (Task.objects.count(), AbsenceRun.objects.visible_to(farid).going_on().count()) == (1, 1)
    detail = reverse("programs:detail", args=[enrolment.program_id])
    assert "Bensalem" not in client_of(farid).get(detail).text
    assert "Trois absences de suite" in client_of(farid).get(f"{detail}?vue=inscrits").text
    note(sessions[4], farid, Mark(enrolment.pk, AttendanceStatus.LATE, minutes_late=10))
    task.refresh_from_db()
    assert task.done_at
    assert not AbsenceRun.objects.going_on().exists()


def test_without_a_lead_worker_the_file_bears_an_alert_and_an_excuse_breaks_the_run(farid, enrolment, sessions):
    type(enrolment.beneficiary).objects.filter(pk=enrolment.beneficiary_id).update(lead_worker=None)
    for session, reason in zip(sessions, ["", "health", "", "", ""], strict=True):
        assert not Alert.objects.exists()
        note(session, farid, Mark.absent(enrolment.pk, reason))
    note(sessions[2], farid, Mark(enrolment.pk, PRESENT))
    assert Alert.objects.get().lifted_at


def test_the_hours_are_those_of_the_clock_less_what_was_missed(farid, enrolment, sessions):
    note(sessions[0], farid, Mark(enrolment.pk, AttendanceStatus.LATE, minutes_late=30))
    note(sessions[1], farid, Mark(enrolment.pk, PRESENT))
    note(sessions[2], farid, Mark.absent(enrolment.pk))
    note(sessions[3], farid, Mark(enrolment.pk, AttendanceStatus.NOT_REQUIRED))
    hours = hours_of(course_of(enrolment, timezone.localdate()))
    assert (length_words(hours.done), length_words(hours.planned), hours.blank) == ("5\u00a0h\u00a030", "12\u00a0h", 1)


def test_a_certificate_waits_for_the_end_then_tells_hours_and_units(farid, client_of, enrolment, sessions):
    unit = SkillUnitFactory(title="Communiquer en français")
    path = Validation.objects.register(enrolment, unit.certification, by=farid)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    result = path.results.get()
    said = {result.pk: {"evidence": "Lettre du 12", "outcome": "obtained"}}
    with pytest.raises(DomainError, match="jury"):
        path.note(by=farid, jury_on=timezone.localdate() + dt.timedelta(days=9), units=said)
    path.note(by=farid, jury_on=yesterday, units=said)
    with pytest.raises(DomainError, match="terminée"):
        certificate_of(enrolment, timezone.localdate())
    enrolment.end(status=EnrolmentStatus.COMPLETED, reason="", by=farid, on=timezone.localdate())
    with pytest.raises(DomainError, match="à saisir"):
        certificate_of(enrolment, timezone.localdate())
    for session in sessions:
        note(session, farid, Mark(enrolment.pk, PRESENT))
    paper = certificate_of(enrolment, timezone.localdate())
    assert dict(paper.facts)["Heures suivies"] == "15\u00a0h sur 15\u00a0h"
    assert (len(paper.skills), "Certification obtenue" in paper.mention) == (1, True)
    rule = ContactRuleFactory(beneficiary=enrolment.beneficiary, channels=[])
    url = reverse("programs:course-certificate", args=[enrolment.pk])
    assert client_of(farid).post(url).status_code == 302
    assert AuditEntry.objects.filter(action=AuditAction.REFUSED, person_id=enrolment.beneficiary_id).exists()
    type(rule).objects.filter(pk=rule.pk).update(channels=["in_person"])
    answer = client_of(farid).post(url)
    with pikepdf.open(BytesIO(answer.content)) as file:
        assert file.Root.MarkInfo.Marked
        assert len(file.pages) == 1
    assert AuditEntry.objects.filter(action=AuditAction.PRINTED, person_id=enrolment.beneficiary_id).exists()


def test_a_course_is_read_by_its_worker_and_written_by_who_runs_it(farid, amina, client_of, enrolment, sessions):
    note(sessions[0], farid, Mark.absent(enrolment.pk))
    note(sessions[0], farid, Mark(enrolment.pk, PRESENT))
    page = reverse("programs:course", args=[enrolment.pk])
    for reader in (farid, amina):
        assert "Noté d’abord" in client_of(reader).get(page).text
    empty, certification = CertificationFactory(), SkillUnitFactory().certification
    begin = reverse("programs:validation-new", args=[enrolment.pk])
    client = client_of(farid)
    client.post(begin, {"certification": empty.pk})
    assert not Validation.objects.exists()
    path = client.post(begin, {"certification": certification.pk}).url
    row = Validation.objects.get().results.get()
    sent = {"jury_on": "hier", f"evidence-{row.pk}": "Fiche", f"outcome-{row.pk}": "partly"}
    assert client_of(amina).post(path, sent).status_code == 404
    assert client.post(path, sent).status_code == 302
    assert "Obtenue en partie" in client_of(amina).get(page).text


def test_the_sheet_to_sign_has_a_cell_a_half_day_and_journals_each_name(farid, client_of, enrolment, sessions, nord):
    session = sessions[0]
    session.trainers.add(TrainerFactory(name="Odile Exemple"))
    day = timezone.localtime(session.starts_at).replace(hour=9, minute=0)
    type(session).objects.filter(pk=session.pk).update(starts_at=day, ends_at=day.replace(hour=17))
    session.refresh_from_db()
    later = EnrolmentFactory(program=enrolment.program, started_on=timezone.localdate())
    sheet, people = signing_sheet_of(sessions_to_sign(session, week=False), farid)
    assert [row[0] for row in sheet.rows] == ["Karim Bensalem"]
    assert later not in people
    assert len(sheet.columns) == 2
    assert ("Formation par", "Odile Exemple") in sheet.facts
    answer = client_of(farid).post(reverse("programs:session-sheet", args=[session.pk]))
    with pikepdf.open(BytesIO(answer.content)) as file:
        assert file.Root.MarkInfo.Marked
    printed = AuditEntry.objects.filter(action=AuditAction.PRINTED)
    assert [entry.person_id for entry in printed] == [enrolment.beneficiary_id]


def test_a_signed_sheet_stays_with_its_session_and_opens_for_its_team_alone(
    farid, amina, client_of, enrolment, sessions
):
    session, client = sessions[0], client_of(farid)
    whole = BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(whole)
    for name, content, kept in (("x.pdf", b"hello", 0), ("feuille.pdf", whole.getvalue(), 1)):
        upload = SimpleUploadedFile(name, content)
        client.post(reverse("programs:session-scan-new", args=[session.pk]), {"feuille": upload})
        assert SessionScan.objects.count() == kept
    scan = SessionScan.objects.get()
    url = reverse("programs:session-scan", args=[scan.pk])
    assert client_of(amina).get(url).status_code == 404
    assert client.get(url).headers["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(object_type="programs.sessionscan", action=AuditAction.OPENED).count() == 1
    later = timezone.now() + dt.timedelta(days=2)
    assert scan.file.name not in orphans(later)
    ExclusionFactory(beneficiary=enrolment.beneficiary, user=farid, created_by=amina)
    assert client.get(url).status_code == 404


def test_a_signed_sheet_removed_leaves_its_line_and_no_file(farid, client_of, django_capture_on_commit_callbacks):
    scan = SessionScanFactory(session__program__staff=[farid])
    name = scan.file.name
    with django_capture_on_commit_callbacks(execute=True):
        client_of(farid).post(reverse("programs:session-scan-remove", args=[scan.pk]))
    stored = SessionScan.objects.get(pk=scan.pk)
    assert (stored.file.name, stored.removed_by) == ("", farid)
    assert not document_storage().exists(name)
