"""Django admin of the programs: useful to who sets them up, limited to one’s own for a lead, silent about people."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from programs.models import Enrolment, Program, Session, Stay
from referrals.models import Referral, ReferralEvent
from tests.factories import (
    BeneficiaryFactory,
    EnrolmentFactory,
    PlaceFactory,
    ProgramFactory,
    SessionFactory,
    SiteFactory,
)

PARIS = timezone.get_default_timezone()


def list_of(name):
    return reverse(f"admin:programs_{name}_changelist")


def change_of(record):
    return reverse(f"admin:programs_{record._meta.model_name}_change", args=[record.pk])


def test_nothing_about_people_is_registered():
    assert not {Enrolment, Stay, Referral, ReferralEvent} & set(admin.site._registry)


@pytest.mark.parametrize("name", ["program", "session", "site"])
def test_the_lists_open_for_who_sets_programs_up_and_for_nobody_else(name, denis, chloe, amina, client_of):
    session = SessionFactory()
    for user in (denis, chloe):
        answer = client_of(user).get(list_of(name), {"q": session.program.name})
        assert answer.status_code == 200
    assert client_of(amina).get(list_of(name)).status_code == 302


def test_no_page_of_the_admin_names_somebody_enrolled(denis, client_of):
    program = ProgramFactory()
    EnrolmentFactory(program=program, beneficiary=BeneficiaryFactory(last_name="Bensalem"))
    PlaceFactory(program=program)
    pages = [list_of("program"), change_of(program), reverse("admin:programs_program_history", args=[program.pk])]
    for page in pages:
        assert "Bensalem" not in client_of(denis).get(page).text
    assert "0 / 1" in client_of(denis).get(list_of("program")).text


def test_a_lead_sees_and_changes_only_the_programs_they_run(farid, client_of):
    own, other = ProgramFactory(staff=[farid]), ProgramFactory()
    SessionFactory(program=own, title="La mienne")
    theirs = SessionFactory(program=other, title="La leur")
    client = client_of(farid)
    assert client.get(change_of(own)).status_code == 200
    for hidden in (change_of(other), change_of(theirs)):
        assert client.get(hidden).status_code == 302
    sessions = client.get(list_of("session")).text
    assert "La mienne" in sessions
    assert "La leur" not in sessions
    assert other.name not in client.get(reverse("admin:programs_session_add")).text
    assert client.get(reverse("admin:programs_site_add")).status_code == 403


def no_rows(prefix):
    return {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}


def test_a_lead_answers_for_the_program_they_make_and_its_history_is_kept(farid, client_of):
    typed = {"name": "Atelier vélo", "kind": "training", "is_active": "on", **no_rows("sessions"), **no_rows("places")}
    answer = client_of(farid).post(reverse("admin:programs_program_add"), typed)
    assert answer.status_code == 302, answer.text
    program = Program.objects.get()
    assert list(program.staff.all()) == [farid]
    assert LogEntry.objects.get().object_id == str(program.pk)


def test_a_site_with_a_protected_address_refuses_an_address_in_words(denis, client_of):
    typed = {"name": "La Maison", "address": "1 rue Sûre", "has_secret_address": "on", "is_active": "on"}
    answer = client_of(denis).post(reverse("admin:programs_site_add"), typed)
    assert "Un site à adresse protégée ne porte ni adresse, ni code postal, ni commune." in answer.text


def test_nothing_is_deleted_where_others_point(denis, client_of):
    for record in (ProgramFactory(), SiteFactory()):
        page = reverse(f"admin:programs_{record._meta.model_name}_delete", args=[record.pk])
        assert client_of(denis).post(page, {"post": "yes"}).status_code == 403


def test_programs_are_closed_and_opened_together(denis, client_of):
    programs = ProgramFactory.create_batch(2)
    chosen = [program.pk for program in programs]
    client_of(denis).post(list_of("program"), {"action": "close", "_selected_action": chosen})
    assert not Program.objects.active().exists()
    client_of(denis).post(list_of("program"), {"action": "open_again", "_selected_action": chosen})
    assert Program.objects.active().count() == 2


def test_twelve_weekly_sessions_keep_their_hour_over_the_change_of_time_and_are_added_once(denis, client_of):
    start = dt.datetime(2026, 3, 17, 9, 30, tzinfo=PARIS)
    session = SessionFactory(starts_at=start, ends_at=start + dt.timedelta(hours=3), room="Salle 2")
    for _ in range(2):
        client_of(denis).post(list_of("session"), {"action": "add_weekly", "_selected_action": [session.pk]})
    days = [timezone.localtime(row.starts_at) for row in Session.objects.order_by("starts_at")]
    assert len(days) == 13
    assert {(day.weekday(), day.hour, day.minute) for day in days} == {(1, 9, 30)}
    last = Session.objects.order_by("starts_at").last()
    assert (last.room, last.ends_at - last.starts_at) == ("Salle 2", dt.timedelta(hours=3))
