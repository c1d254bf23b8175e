"""« Noter un suivi »: one page, few gestures, nothing typed is lost."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import (
    Appointment,
    Beneficiary,
    FollowUp,
    FollowUpMode,
    Task,
)
from beneficiaries.models.confidential_note import readers_key
from core.models import AuditEntry
from tests.factories import AppointmentFactory, BeneficiaryFactory, FollowUpFactory

NEW = "beneficiaries:follow-up-new"


@pytest.fixture
def karim(nord, amina) -> Beneficiary:
    return BeneficiaryFactory(first_name="Karim", last_name="Benali", team=nord, lead_worker=amina)


@pytest.fixture
def sofia(nord) -> Beneficiary:
    return BeneficiaryFactory(first_name="Sofia", last_name="Lahlou", team=nord)


@pytest.fixture
def tab(client_of, amina):
    return client_of(amina)


def filled(*people: Beneficiary, **other: object) -> dict[str, object]:
    """A usual follow-up, as the page sends it."""
    return {
        "submission": str(uuid.uuid4()),
        "people": [str(person.pk) for person in people],
        "when": "today",
        "mode": "interview",
        "topics": ["housing"],
        "summary": "Point sur le logement.",
        **other,
    }


def test_the_page_opens_with_nothing_chosen_for_the_user(tab, karim):
    page = tab.get(reverse(NEW))
    form = page.context["form"]
    assert not form["when"].value() and not form["mode"].value() and not form["topics"].value()
    assert [choice.checked for choice in page.context["choice"].choices] == [False], "their own people are offered"


def test_a_usual_follow_up_is_saved_and_leads_to_the_file(tab, amina, karim):
    answer = tab.post(reverse(NEW), filled(karim))
    assert answer.status_code == 302 and answer.url == reverse("casework:person-file", args=[karim.pk])
    row = FollowUp.objects.get()
    assert (row.beneficiary, row.author, row.happened_on) == (karim, amina, timezone.localdate())
    assert (row.happened_at, row.duration_minutes) == (None, None), "no time is invented"
    karim.refresh_from_db()
    assert karim.last_contact_on == timezone.localdate()
    entry = AuditEntry.objects.get(action="created")
    assert (entry.actor, entry.object_id, entry.person_id) == (amina, str(row.pk), karim.pk)


def test_the_link_to_an_old_note_leads_to_its_page_of_the_timeline(tab, amina, karim):
    FollowUpFactory.create_batch(30, beneficiary=karim, author=amina)
    answer = tab.post(reverse(NEW), filled(karim, when="yesterday"), follow=True)
    row = FollowUp.objects.get(happened_on__lt=timezone.localdate())
    assert f"{reverse('casework:person-timeline', args=[karim.pk])}?page=2#suivi-{row.pk}" in answer.content.decode()


def test_the_user_returns_to_where_they_came_from(tab, karim):
    page = tab.get(reverse(NEW), headers={"referer": "http://testserver/personnes/?page=2"})
    assert page.context["next"] == "/personnes/?page=2"
    assert tab.post(reverse(NEW), filled(karim, next="/personnes/?page=2")).url == "/personnes/?page=2"


@pytest.mark.parametrize(
    "address", ["https://mechant.test/", "//mechant.test/", "/\\mechant.test", "javascript:alert(1)"]
)
def test_the_way_back_never_leaves_the_application(tab, karim, address):
    assert tab.post(reverse(NEW), filled(karim, next=address)).url.startswith(f"/personnes/{karim.pk}/")
    outside = tab.get(reverse(NEW), {"next": address}, headers={"referer": "https://mechant.test/x"})
    assert outside.context["next"] == ""


def test_several_people_met_together_have_one_record_each(tab, karim, sofia):
    tab.post(
        reverse(NEW),
        filled(
            karim,
            sofia,
            task_title="Rappeler le CCAS",
            task_due="demain",
            meeting_date="demain",
            meeting_time="9h30",
            meeting_purpose="Suite",
        ),
    )
    assert {row.beneficiary for row in FollowUp.objects.all()} == {karim, sofia}
    assert FollowUp.objects.values("submission").distinct().count() == 1
    assert Task.objects.filter(title="Rappeler le CCAS").count() == Appointment.objects.count() == 2


def test_another_note_keeps_people_day_and_place_and_clears_the_rest(tab, karim, sofia):
    answer = tab.post(
        reverse(NEW), filled(karim, sofia, when="yesterday", place="MA de Lille", then="another", next="/personnes/")
    )
    page = tab.get(answer.url)
    form = page.context["form"]
    assert {choice.person for choice in page.context["choice"].choices if choice.checked} == {karim, sofia}
    assert (form["when"].value(), form["place"].value(), page.context["next"]) == (
        "yesterday",
        "MA de Lille",
        "/personnes/",
    )
    assert not form["mode"].value() and not form["topics"].value() and not form["summary"].value()
    assert form.submission_id != FollowUp.objects.first().submission


def test_an_appointment_brings_person_day_time_and_place(tab, amina, karim):
    starts_at = timezone.make_aware(dt.datetime.combine(timezone.localdate() - dt.timedelta(days=1), dt.time(9, 30)))
    appointment = AppointmentFactory(beneficiary=karim, worker=amina, starts_at=starts_at, place="Accueil")
    page = tab.get(reverse(NEW), {"rendez-vous": str(appointment.pk)})
    form = page.context["form"]
    assert (form["when"].value(), form["place"].value()) == ("yesterday", "Accueil")
    assert 'value="09:30"' in page.content.decode()
    tab.post(reverse(NEW), filled(karim, when="yesterday", mode="no_show", topics=[], appointment=str(appointment.pk)))
    appointment.refresh_from_db()
    assert appointment.follow_up.mode == FollowUpMode.NO_SHOW
    karim.refresh_from_db()
    assert karim.last_contact_on is None, "an absence is not a contact"
    again = tab.get(reverse(NEW), {"rendez-vous": str(appointment.pk)})
    assert again.status_code == 302 and str(appointment.follow_up.pk) in again.url


def test_one_known_person_shows_when_each_topic_was_last_spoken_of(tab, karim):
    FollowUpFactory(beneficiary=karim, happened_on=timezone.localdate() - dt.timedelta(days=21))
    html = tab.get(reverse(NEW), {"personne": str(karim.pk)}).content.decode()
    assert "il y a 3\u00a0semaines" in html
    assert "Benali" not in html.partition("</title>")[0], "no name in the title"
    assert f"Suivi – dossier {karim.file_number}" in html


def test_a_search_without_javascript_keeps_all_that_was_typed(tab, karim, sofia):
    page = tab.post(reverse(NEW), filled(karim, search="1", q="lahlou", summary="Déjà écrit", topics=["papers"]))
    offered = {choice.person: choice.checked for choice in page.context["choice"].choices}
    assert offered == {karim: True, sofia: False}
    html = page.content.decode()
    assert "Déjà écrit" in html and page.context["form"]["topics"].value() == ["papers"]
    assert FollowUp.objects.count() == 0 and "Erreur" not in html.partition("</title>")[0]


def test_a_search_finds_no_one_of_another_team(tab, sud):
    BeneficiaryFactory(first_name="Zoé", last_name="Ailleurs", team=sud)
    for url in (reverse(NEW), reverse("beneficiaries:follow-up-people")):
        page = tab.post(url, {"search": "1", "q": "Ailleurs"})
        assert not page.context["choice"].choices
        assert "Zoé" not in page.content.decode()


def test_checking_a_person_names_the_readers(tab, amina, chloe, karim):
    html = tab.post(reverse("beneficiaries:follow-up-people"), {"people": [str(karim.pk)]}).content.decode()
    assert "l’équipe Antenne Nord" in html and "Chloe Exemple" in html


def test_refer_leads_to_the_partner_search(tab, karim):
    answer = tab.post(reverse(NEW), filled(karim, refer="on"))
    assert answer.url == reverse("casework:find-partner", args=[karim.pk])


def test_an_absence_asks_for_no_topic(tab, karim):
    tab.post(reverse(NEW), filled(karim, mode="no_show", topics=[], absence_reason="Malade", summary=""))
    assert FollowUp.objects.get().absence_reason == "Malade"


@pytest.mark.parametrize(("confidential", "at_most"), [("", 9), ("Pour la coordination.", 13)])
def test_noting_a_follow_up_costs_nine_queries_at_most_thirteen_with_a_note(
    tab, amina, chloe, karim, confidential, at_most
):
    tab.get(reverse(NEW))
    readers = readers_key([amina, chloe])
    with CaptureQueriesContext(connection) as captured:
        tab.post(reverse(NEW), filled(karim, confidential=confidential, note_readers=readers))
    once = ("SAVEPOINT", "RELEASE", "PREPARE")  # a statement is prepared once per connection
    queries = [query["sql"] for query in captured if not query["sql"].startswith(once)]
    assert FollowUp.objects.count() == 1 and len(queries) <= at_most, "\n".join(queries)


@pytest.mark.parametrize("cast", ["denis", "farid", "gilles", "helene", "ines_dpo"])
def test_roles_without_case_work_do_not_note(request, client_of, cast):
    assert client_of(request.getfixturevalue(cast)).get(reverse(NEW)).status_code == 403
