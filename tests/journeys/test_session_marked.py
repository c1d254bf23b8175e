"""Twelve people, one absence: marked from the page of the session in four interactions."""

import datetime as dt

from django.utils import timezone

from programs.models import Attendance
from tests.factories import BeneficiaryFactory, EnrolmentFactory, ProgramFactory, SessionFactory
from tests.journeys.hands import Pointer

ACTS_AT_MOST = 4


def test_twelve_people_and_one_absence_are_marked_in_four_interactions(enter, at, farid, nord):
    program = ProgramFactory(staff=[farid])
    since = timezone.localdate() - dt.timedelta(days=30)
    people = BeneficiaryFactory.create_batch(12, team=nord)
    group = [EnrolmentFactory(program=program, beneficiary=one, started_on=since) for one in people]
    session = SessionFactory(program=program, starts_at=timezone.now() - dt.timedelta(hours=1))
    page, absent = enter(farid), group[7]
    page.goto(at(f"/programmes/seances/{session.pk}/"))
    assert page.locator("[data-count=blank]").inner_text() == "12"
    hand = Pointer(page)
    hand.press("Tous présents")
    row = page.locator(f"[data-mark]:has(input[name='j{absent.pk.hex}-state'])")
    assert row.get_by_label("Motif de l’absence").is_hidden()
    row.get_by_text("Absent", exact=True).click()
    row.get_by_label("Motif de l’absence").select_option("health")
    hand.acts += 2
    assert page.locator("[data-count=present]").inner_text() == "11"
    hand.press("Enregistrer")
    page.get_by_text("Les présences sont enregistrées.").wait_for()
    assert hand.acts <= ACTS_AT_MOST
    assert Attendance.objects.filter(session=session, status="present").count() == 11
    assert Attendance.objects.get(enrolment=absent).reason == "health"
