"""Django admin of the programs: useful to who sets them up, limited to one’s own for a lead, silent about people."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse, reverse_lazy
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
    made = {"name": "Atelier vélo", "kind": "training", "is_active": "on", **no_rows("sessions"), **no_rows("places")}
    answer = client_of(farid).post(reverse("admin:programs_program_add"), made)
    assert answer.status_code == 302, answer.text
    program = Program.objects.get()
    assert list(program.staff.all()) == [farid]
    assert LogEntry.objects.get().object_id == str(program.pk)


def test_a_site_with_a_protected_address_refuses_an_address_in_words(denis, client_of):
    site = {"name": "La Maison", "address": "1 rue Sûre", "has_secret_address": "on", "is_active": "on"}
    answer = client_of(denis).post(reverse("admin:programs_site_add"), site)
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


def typed(**more):
    base = {
        "name": "CléA : les bases",
        "kind": "training",
        "is_active": "on",
        **no_rows("sessions"),
        **no_rows("places"),
    }
    return base | more


COURSE = {
    "capacity": "12", "starts_on": "2027-04-01", "ends_on": "2027-07-31", "first_on": "8 avril 2027",
    "from_hour": "9h30", "to_hour": "12 h 30", "number": "12", "rooms": "Salle 2",
    "titles": "Accueil\nLire une consigne",
    "conditions": "Savoir lire une consigne", "audiences": ["tous-publics"],
}  # fmt: skip
ADD = reverse_lazy("admin:programs_program_add")


def test_a_course_with_its_twelve_sessions_is_made_in_one_screen_and_appears_for_caseworkers(farid, amina, client_of):
    site = SiteFactory()
    answer = client_of(farid).post(ADD, typed(site=site.pk, **COURSE), follow=True)
    assert "12 séances créées." in answer.text
    assert "Jours fériés sautés" in answer.text
    program = Program.objects.get()
    assert (list(program.leads.all()), list(program.staff.all())) == ([farid], [farid])
    sessions = [timezone.localtime(one.starts_at) for one in program.sessions.order_by("starts_at")]
    assert len(sessions) == 12
    assert {(day.weekday(), day.hour, day.minute) for day in sessions} == {(3, 9, 30)}
    assert dt.date(2027, 5, 6) not in {day.date() for day in sessions}, "Ascension"
    first = program.sessions.order_by("starts_at")[0]
    assert (first.title, first.room, first.ends_at - first.starts_at) == ("Accueil", "Salle 2", dt.timedelta(hours=3))
    assert "CléA" in client_of(amina).get(reverse("programs:list")).text
    assert client_of(amina).get(reverse("programs:apply", args=[program.pk])).status_code == 200


def test_a_program_is_run_again_with_its_settings_and_without_its_people(farid, client_of):
    client = client_of(farid)
    client.post(ADD, typed(**COURSE))
    old = Program.objects.get()
    EnrolmentFactory(program=old)
    form = client.get(f"{ADD}?reconduire={old.pk}").context["adminform"].form
    held = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
    assert (held["number"], held["rooms"], held["titles"]) == (12, "Salle 2", "Accueil\nLire une consigne")
    assert (held["starts_on"], held["first_on"], held["staff"]) == (None, None, [farid.pk])
    again = typed(**COURSE | {"starts_on": "2027-09-01", "ends_on": "", "first_on": "2 septembre 2027"})
    assert client.post(f"{ADD}?reconduire={old.pk}", again).status_code == 302
    new = Program.objects.exclude(pk=old.pk).get()
    assert (new.sessions.count(), new.enrolments.count(), new.conditions) == (12, 0, old.conditions)
    assert client.get(f"{ADD}?reconduire={ProgramFactory().pk}").status_code == 200, "none of theirs: an empty form"
    assert client.get(f"{ADD}?reconduire=x").status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_on": "2027-05-01", "ends_on": "2027-04-01", "first_on": ""}, "__all__"),
        ({"starts_on": "9999-01-01", "ends_on": "", "first_on": ""}, "__all__"),
        ({"starts_on": "", "ends_on": "2020-01-01", "first_on": ""}, "ends_on"),
        ({"starts_on": "", "ends_on": "", "first_on": "2 janvier 2020"}, "first_on"),
        ({"first_on": "8 avril 9999"}, "first_on"),
        ({"starts_on": "", "first_on": "28 mars 2027", "from_hour": "2h30"}, "first_on"),
        ({"from_hour": "12h30", "to_hour": "9h"}, "first_on"),
        ({"from_hour": ""}, "from_hour"),
        ({"ends_on": "2027-05-01"}, "number"),
        ({"first_on": "8 mars 2027"}, "first_on"),
        ({"first_on": ""}, "first_on"),
        ({"age_min": "40", "age_max": "20"}, "__all__"),
    ],
)
def test_a_program_that_makes_no_sense_is_refused_and_nothing_is_written(change, field, farid, client_of):
    answer = client_of(farid).post(ADD, typed(**COURSE | change))
    assert field in answer.context["adminform"].form.errors, answer.context["adminform"].form.errors
    assert not Program.objects.exists()
    assert not Session.objects.exists()


def test_room_is_never_less_than_those_inside_and_a_program_with_people_stays_open(denis, client_of):
    program = EnrolmentFactory(program__capacity=3).program
    EnrolmentFactory(program=program)
    kept = {"name": program.name, "kind": "training", "site": program.site_id}
    client, page = client_of(denis), change_of(program)
    less = client.post(page, typed(**kept, capacity="1"))
    assert "2 personnes ont une place" in less.text
    closed = client.post(page, {**typed(**kept, capacity="3"), "is_active": ""})
    assert "2 personnes y ont encore une place" in closed.text
    together = {"action": "close", "_selected_action": [program.pk, ProgramFactory().pk]}
    told = client.post(list_of("program"), together, follow=True).text
    assert "2 personnes y ont encore une place" in told
    assert "1 programme modifié." in told
    program.refresh_from_db()
    assert (program.capacity, program.is_active) == (3, True)
