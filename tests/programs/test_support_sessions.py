"""A session of psychological support: told in the health layer, seen by nobody else, before or after the release."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.meetings import note_outcome
from beneficiaries.models import FollowUp
from core.errors import DomainError
from programs.models import Attendance, Program, Session, SlotBooking
from programs.models.support.slot import Slot
from programs.models.training.attendance import Mark
from programs.models.training.states import AttendanceStatus
from programs.support import hours_of
from programs.support_figures import support_figures, table
from tests import factories as make

pytestmark = pytest.mark.django_db
NOTE, WHY = "Canarinote de la séance", "Canariraison de l’absence"


@pytest.fixture
def paule(nord):
    """The psychologist: a caseworker of the team, who runs the program."""
    return make.UserFactory(first_name="Paule", roles=["caseworker"], teams=[nord])


@pytest.fixture
def camille(nord):
    """Lead worker of the person."""
    return make.UserFactory(first_name="Camille", roles=["caseworker"], teams=[nord])


@pytest.fixture
def program(paule) -> Program:
    """Where Paule listens."""
    return make.ProgramFactory(name="Écoute du canal", kind="psychological_support", staff=[paule])


def session_of(person, program, worker, *, ago=dt.timedelta(hours=1), by=None):
    """A session held some time ago, taken by the lead worker."""
    start = timezone.now().replace(microsecond=0) - ago
    slot = make.SlotFactory(program=program, worker=worker, starts_at=start)
    return make.SlotBookingFactory(slot=slot, person=person, created_by=by or worker)


def test_a_note_is_read_by_those_of_its_layer_and_found_nowhere_by_anybody_else(
    nord, paule, camille, program, cast, client_of
):
    make.AssociationFactory()
    person = make.BeneficiaryFactory(team=nord, lead_worker=camille)
    told, missed = session_of(person, program, paule), session_of(person, program, paule, ago=dt.timedelta(hours=3))
    note_outcome(missed.appointment, "no_show_excused", by=paule, at=timezone.now(), reason=WHY)
    page = reverse("programs:slot", args=[told.slot_id])
    sent = client_of(paule).post(reverse("programs:slot-step", args=[told.slot_id, "note"]), {"text": NOTE})
    assert sent.status_code == 302
    written = FollowUp.objects.get(appointment=told.appointment)
    assert (written.layer, written.author) == ("health", paule)
    told.appointment.refresh_from_db()
    assert told.appointment.outcome == "attended"
    of_file = [
        reverse(f"casework:{name}", args=[person.pk])
        for name in ("person-file", "person-timeline", "person-history", "person-readers", "person-programs")
    ]
    meetings = [reverse("beneficiaries:appointment", args=[one.appointment_id]) for one in (told, missed)]
    week = reverse("programs:slot-list", args=[program.pk])
    pages = [*of_file, *meetings, week, page, reverse("programs:slot", args=[missed.slot_id]), "/"]
    for name, user in {**cast, "camille": camille, "paule": paule}.items():
        client = client_of(user)
        texts = {url: client.get(url, follow=True).content.decode() for url in pages}
        knows = name in {"camille", "paule"}
        assert any(NOTE in text for text in texts.values()) == knows, name
        assert any(WHY in text for text in texts.values()) == knows, name
        assert (client.get(page).status_code == 200) == knows, name
        if not knows:
            assert person.last_name not in texts[week], name
            # The programs page of a file offers every program to everybody: it says nothing of this person.
            assert not [url for url in [*of_file[:-1], *meetings] if program.name in texts[url]], name
    seen = client_of(cast["amina"]).get(meetings[0]).content.decode()
    assert "Rendez-vous au programme" in seen and "sychologique" not in seen


def test_the_report_of_such_a_session_is_written_in_its_layer_and_stays_there(nord, paule, camille, program, client_of):
    person = make.BeneficiaryFactory(team=nord, lead_worker=camille)
    booking = session_of(person, program, paule)
    page = client_of(paule).get(reverse("beneficiaries:follow-up-new"), {"rendez-vous": booking.appointment_id})
    assert page.context["form"]["layer"].value() == "health"
    row = booking.note(NOTE, by=paule, at=timezone.now())
    with pytest.raises(DomainError, match="niveau"):
        row.amend(by=paule, version=row.version, changes={"layer": "ordinary"})
    booking.note("Plus court", by=paule, at=timezone.now())
    assert FollowUp.objects.get(pk=row.pk).summary == "Plus court"
    with pytest.raises(DomainError, match="quelqu’un d’autre"):
        booking.note("Autre", by=camille, at=timezone.now())
    ordinary = make.FollowUpFactory(beneficiary=person, author=paule)
    other = session_of(person, program, paule, ago=dt.timedelta(hours=4))
    with pytest.raises(DomainError, match="niveau"):
        other.appointment.tell(ordinary, by=paule, at=timezone.now())


def stage(booking):
    """As the pages tell it."""
    return SlotBooking.objects.with_stage().get(pk=booking.pk).stage_now


def test_the_stage_is_that_of_the_day_and_may_be_corrected(nord, paule, program):
    person, today = make.BeneficiaryFactory(team=nord), timezone.localdate()
    out = today - dt.timedelta(days=30)
    make.CustodyEpisodeFactory(
        beneficiary=person, entered_on=out - dt.timedelta(days=90), entered_latest=out - dt.timedelta(days=90),
        exited_on=out, exited_latest=out, exit_kind="end_of_sentence",
    )  # fmt: skip
    inside = session_of(person, program, paule, ago=dt.timedelta(days=40))
    after = session_of(person, program, paule, ago=dt.timedelta(days=2))
    unknown = session_of(make.BeneficiaryFactory(team=nord), program, paule, ago=dt.timedelta(days=3))
    assert [stage(one) for one in (inside, after, unknown)] == ["before", "after", ""]
    after.say_stage("before", by=paule)
    assert stage(after) == "before"
    after.say_stage("", by=paule)
    assert stage(after) == "after"


def test_a_group_session_is_a_session_with_its_attendance_counted_by_stage(nord, paule, program):
    now = timezone.now()
    group = make.SessionFactory(program=program, starts_at=now - dt.timedelta(hours=2))
    people = make.BeneficiaryFactory.create_batch(6, team=nord, justice_status="in_custody")
    rows = [make.EnrolmentFactory(program=program, beneficiary=one, created_by=paule) for one in people]
    marks = [Mark(row.pk, AttendanceStatus.PRESENT) for row in rows[:5]] + [Mark.absent(rows[5].pk)]
    Attendance.objects.register(group, marks, by=paule, at=now)
    *_individual, groups = support_figures(program, timezone.localdate().year)
    assert groups.lines == [("Avant la sortie", "5")] and groups.total == "5"


def test_a_number_under_five_is_never_written_alone():
    assert table("t", {"Dettes": 12, "Famille": 7, "Papiers": 2, "Travail": 1}).lines == [
        ("Dettes", "12"),
        ("Regroupés, trop peu nombreux", "10"),
    ]
    alone = table("t", {"Dettes": 3, "Famille": 1})
    assert (alone.lines, alone.total) == ([], "moins de 5")
    assert table("t", {"Dettes": 5, "Famille": 6}).lines == [("Famille", "6"), ("Dettes", "5")]


def told(**changed):
    """What the form of opening sends."""
    day = timezone.localdate() + dt.timedelta(days=3)
    return {"day": f"{day:%d/%m/%Y}", "starts": "9h", "ends": "12h", "minutes": "60", "mode": "phone", "weeks": "2"} | (
        changed
    )


def test_hours_are_opened_week_after_week_or_refused_in_words_and_nothing_changes(paule, program, client_of, bruno):
    url, client = reverse("programs:slot-list", args=[program.pk]) + "?vue=ouvrir", client_of(paule)
    wrong = {
        "La fin vient après le début.": {"ends": "8h"},
        "et un créneau tient entre les deux": {"minutes": "200"},
        "L’année va de 1900 à 2100": {"day": "01/01/9999"},
        "un an à l’avance au plus": {"day": "01/01/2099"},
        "à partir d’aujourd’hui": {"day": "01/01/2020"},
        "Choisissez le site.": {"mode": "interview"},
        "Choisissez l’établissement.": {"mode": "visit"},
        "n’existe pas": {"day": "31/02/2027"},
    }
    for words, change in wrong.items():
        answer = client.post(url, {"worker": paule.pk, **told(**change)})
        assert answer.status_code == 200 and words in answer.content.decode(), words
    assert client.post(url, {"worker": bruno.pk, **told()}).status_code == 200
    assert Slot.objects.count() == 0 and Session.objects.count() == 0
    assert client.post(url, {"worker": paule.pk, **told()}).status_code == 302
    assert Slot.objects.count() == 6
    assert client.post(url, {"worker": paule.pk, **told(weeks="1")}).status_code == 200
    assert Slot.objects.count() == 6
    assert client_of(bruno).post(url, {"worker": paule.pk, **told()}).status_code == 404


def test_the_clock_that_jumps_refuses_its_missing_hour_and_keeps_the_others(monkeypatch):
    march = dt.date(2027, 3, 28)
    monkeypatch.setattr("programs.support.timezone.localdate", lambda *_: dt.date(2027, 3, 1))
    with pytest.raises(DomainError, match="saute cette heure"):
        hours_of(march, dt.time(2, 30), dt.time(4), minutes=30)
    hours, _off = hours_of(march, dt.time(1), dt.time(4), minutes=60)
    assert [end - start for start, end in hours] == [dt.timedelta(hours=1)] * 2
    weekly, _off = hours_of(march - dt.timedelta(days=7), dt.time(9), dt.time(10), minutes=60, weeks=2)
    assert [timezone.localtime(start).hour for start, _end in weekly] == [9, 9]
    _hours, off = hours_of(dt.date(2027, 4, 26), dt.time(9), dt.time(10), minutes=60, weeks=3)
    assert off == []
