"""Planning the sessions of a course: holidays, summer time, rooms, and what a year costs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from programs.models import Session
from programs.planning import Days, meeting_days, plan_sessions
from tests.factories import ProgramFactory, SessionFactory, TrainerFactory

pytestmark = pytest.mark.django_db
NINE, NOON = dt.time(9), dt.time(12)


def plan(program, by, days, **facts):
    return plan_sessions(program, days, by=by, **{"starts": NINE, "ends": NOON, **facts})


def test_a_course_leaves_out_the_holidays_and_keeps_its_hour_across_the_change_of_time(farid):
    days = meeting_days(dt.date(2027, 3, 25), {0, 3}, number=4)  # Thursday; Monday 29 March is Easter Monday
    assert days.holidays == [dt.date(2027, 3, 29)]
    program, trainer = ProgramFactory(staff=[farid]), TrainerFactory()
    planned = plan(program, farid, days, room="Salle 2", trainers=[trainer])
    assert [timezone.localtime(one.starts_at).hour for one in planned.added] == [9] * 4
    assert {one.starts_at.astimezone(dt.UTC).hour for one in planned.added} == {8, 7}
    assert trainer.sessions.count() == 4


def test_planning_twice_adds_nothing_and_a_year_asks_no_more_questions_than_a_month(farid, client_of):
    program = ProgramFactory(staff=[farid])
    TrainerFactory()

    def questions(weeks):
        days = meeting_days(timezone.localdate() + dt.timedelta(days=1), {1, 3}, number=weeks)
        with CaptureQueriesContext(connection) as asked:
            plan(program, farid, days, room="Salle 2", trainers=program.staff.none())
        return len(asked)

    month = questions(8)
    assert questions(104) <= month
    before = Session.objects.count()
    questions(104)
    assert Session.objects.count() == before == 104


def test_a_room_taken_by_another_program_and_an_hour_that_does_not_exist_are_refused(farid):
    program = ProgramFactory(staff=[farid])
    other = ProgramFactory(site=program.site, name="Cuisine")
    day = timezone.localdate() + dt.timedelta(days=20)
    plan(other, farid, Days([day], []), room="Salle 2")
    with pytest.raises(DomainError, match="Cuisine"):
        plan(program, farid, Days([day], []), room="salle 2", starts=dt.time(11), ends=dt.time(13))
    with pytest.raises(DomainError, match="pendule"):
        plan(program, farid, Days([dt.date(2027, 3, 28)], []), starts=dt.time(2, 30), ends=NOON)
    with pytest.raises(DomainError, match="fin"):
        plan(program, farid, Days([day], []), starts=NOON, ends=NINE)
    assert Session.objects.count() == 1


def test_a_lead_plans_then_moves_and_cancels_from_the_pages(farid, amina, client_of):
    program = ProgramFactory(staff=[farid])
    client, new = client_of(farid), reverse("programs:session-new", args=[program.pk])
    asked = {"day": "12/01/2027", "starts": "9h", "ends": "12h30", "weekdays": ["1"], "number": "3"}
    assert client_of(amina).post(new, asked).status_code == 404
    assert "fin vient après" in client.post(new, {**asked, "ends": "8h"}).text
    assert client.post(new, asked).status_code == 302
    session = Session.objects.order_by("starts_at").first()
    move = reverse("programs:session-step", args=[session.pk, "deplacer"])
    assert client.post(move, {"day": "13/01/2027", "starts": "14h", "ends": "16h"}).status_code == 302
    assert timezone.localtime(Session.objects.get(pk=session.pk).starts_at).day == 13
    cancel = reverse("programs:session-step", args=[session.pk, "annuler"])
    assert "obligatoire" in client.post(cancel, {"reason": ""}).text
    assert client.post(cancel, {"reason": "Salle fermée"}).status_code == 302
    restore = reverse("programs:session-step", args=[session.pk, "retablir"])
    assert client.post(restore).status_code == 302
    stored = Session.objects.get(pk=session.pk)
    assert (stored.is_cancelled, stored.cancel_reason) == (False, "")


def test_the_page_of_a_program_costs_the_same_with_one_unnoted_session_and_twenty(farid, client_of):
    program = ProgramFactory(staff=[farid])
    page, client = reverse("programs:detail", args=[program.pk]), client_of(farid)
    past = timezone.now() - dt.timedelta(days=3)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{page}?vue=passees")
        return len(asked)

    SessionFactory(program=program, starts_at=past)
    questions()
    few = questions()
    for number in range(20):
        SessionFactory(program=program, starts_at=past - dt.timedelta(days=number + 1))
    assert questions() == few
