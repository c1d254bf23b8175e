"""Ma journée: the work of each role, five rows a block, one action a row."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import JusticeStatus
from casework.day.block import Day
from casework.day.caseload import releases
from programs.models import ProgramKind
from tests.casework.desk import shown
from tests.factories import (
    AppointmentFactory,
    BeneficiaryFactory,
    DraftFactory,
    PlaceFactory,
    ProgramFactory,
    ReferralFactory,
    ServiceFactory,
    SessionFactory,
    StayFactory,
    TaskFactory,
)

PARIS = ZoneInfo("Europe/Paris")


def home(client_of, user, query=""):
    response = client_of(user).get(f"{reverse('casework:home')}{query}")
    assert response.status_code == 200
    return response


def plain(text):
    """With ordinary spaces, which are easier to write in a test."""
    return str(text).replace("\u00a0", " ")


def block_of(response, slug):
    """The HTML of one block."""
    return re.search(
        rf'<section class="card"[^>]*id="{slug}".*?</section>', plain(response.content.decode()), re.DOTALL
    )[0]


@pytest.fixture
def karim(nord, amina):
    return BeneficiaryFactory(first_name="Karim", last_name="Benali", team=nord, lead_worker=amina)


def test_the_day_of_a_caseworker_without_anything_says_so(client_of, amina):
    text = shown(home(client_of, amina))
    assert "Bonjour Amina" in text
    assert "Rien à reprendre. Bonne journée." in text
    assert "Pas de rendez-vous à noter aujourd’hui." in text
    assert "Pas de sortie prévue dans les 30 jours." in text
    assert "Toutes les orientations ont une réponse" in text


def test_a_meeting_of_the_day_is_noted_in_one_gesture(client_of, amina, karim):
    now = timezone.now()
    meeting = AppointmentFactory(beneficiary=karim, worker=amina, starts_at=now, purpose="Ouverture de droits")
    AppointmentFactory(beneficiary=karim, starts_at=now, purpose="Celui d’un collègue")
    block = block_of(home(client_of, amina), "rendez-vous")
    assert f"{reverse('beneficiaries:follow-up-new')}?rendez-vous={meeting.pk}" in block
    assert "Karim B." in block and "Ouverture de droits" in block and "collègue" not in block


def test_what_was_left_unfinished_comes_oldest_first_with_its_own_action(client_of, amina, karim):
    now, today = timezone.now(), timezone.localdate()
    task = TaskFactory(beneficiary=karim, assignee=amina, title="Relancer le CCAS", due_on=today - timedelta(days=4))
    TaskFactory(beneficiary=karim, assignee=amina, title="Pas encore", due_on=today + timedelta(days=4))
    meeting = AppointmentFactory(
        beneficiary=karim, worker=amina, starts_at=now - timedelta(days=2), purpose="Entretien passé"
    )
    draft = DraftFactory(owner=amina, beneficiary=karim)
    response = home(client_of, amina)
    block = block_of(response, "a-reprendre")
    assert block.index("Relancer le CCAS") < block.index("Entretien passé") < block.index("Brouillon : Karim B.")
    assert "en retard de 4 jours" in block and "Pas encore" not in block
    assert f'action="{reverse("beneficiaries:task-done", args=[task.pk])}"' in block
    assert (
        reverse("beneficiaries:appointment-outcome", args=[meeting.pk]) in block and f"?brouillon={draft.pk}" in block
    )
    assert "1 tâche en retard" in shown(response)


def test_every_row_has_exactly_one_action(client_of, amina, karim):
    today = timezone.localdate()
    AppointmentFactory(beneficiary=karim, worker=amina)
    TaskFactory(beneficiary=karim, assignee=amina)
    DraftFactory(owner=amina, beneficiary=karim)
    ReferralFactory(beneficiary=karim, sent=True, sent_at=timezone.now() - timedelta(days=18), created_by=amina)
    BeneficiaryFactory(team=karim.team, lead_worker=amina, expected_release_on=today + timedelta(days=3))
    page = home(client_of, amina).content.decode()
    rows = re.findall(r"<li>\s*<span class=\"row-when\">.*?</li>", page, re.DOTALL)
    assert len(rows) == 5
    assert all(len(re.findall(r"row-action", row)) == 1 for row in rows)


def test_a_block_shows_five_rows_then_all_of_them_on_request(client_of, amina, karim):
    today = timezone.localdate()
    for days in range(8):
        TaskFactory(beneficiary=karim, assignee=amina, due_on=today - timedelta(days=days))
    response = home(client_of, amina)
    block = block_of(response, "a-reprendre")
    assert block.count("row-when") == 5 and '<span class="count">8</span>' in block
    assert "?tout=a-reprendre" in block
    whole = home(client_of, amina, "?tout=a-reprendre")
    assert block_of(whole, "a-reprendre").count("row-when") == 8
    assert "Rendez-vous du jour" not in shown(whole)


@pytest.mark.parametrize("query", ["?tout=inconnu", "?sorties=abc", "?sorties=-1", "?tout=%00", "?sorties=9999999999"])
def test_an_absurd_address_shows_the_day(client_of, amina, query):
    assert "Rendez-vous du jour" in shown(home(client_of, amina, query))


def release_on(day, amina, nord, **fields):
    return BeneficiaryFactory(team=nord, lead_worker=amina, expected_release_on=day, **fields)


def test_a_release_says_its_weekday_its_distance_and_what_is_missing(amina, nord):
    friday = date(2025, 10, 17)
    now = datetime(2025, 10, 14, 9, 0, tzinfo=PARIS)
    ready = release_on(friday, amina, nord, first_name="Prête", last_name="Dubois")
    AppointmentFactory(beneficiary=ready, starts_at=datetime(2025, 10, 20, 10, tzinfo=PARIS))
    ReferralFactory(beneficiary=ready, accepted=True)
    release_on(date(2025, 11, 10), amina, nord, first_name="Veille", last_name="Ferié")
    BeneficiaryFactory(team=nord, expected_release_on=friday, first_name="Orpheline")
    rows = {row.title: plain(row.about) for row in releases(Day(amina, now)).rows}
    assert set(rows) == {"Prête D.", "Veille F."}
    assert "vendredi" in rows["Prête D."] and "hébergement : oui" in rows["Prête D."]
    assert "rendez-vous : oui" in rows["Prête D."] and "<strong>papiers : non renseigné" in rows["Prête D."]
    assert "veille de jour férié" in rows["Veille F."] and "<strong>hébergement : non renseigné" in rows["Veille F."]


def test_a_meeting_after_a_week_or_a_refused_shelter_prepares_nothing(amina, nord):
    person = release_on(date(2025, 10, 15), amina, nord)
    AppointmentFactory(beneficiary=person, starts_at=datetime(2025, 10, 23, 10, tzinfo=PARIS))
    ReferralFactory(beneficiary=person, declined=True)
    row = releases(Day(amina, datetime(2025, 10, 14, 9, tzinfo=PARIS))).rows[0]
    assert plain(row.tag) == "hébergement non renseigné"
    assert all(f"<strong>{word} : " in plain(row.about) for word in ("hébergement", "rendez-vous", "papiers", "droits"))


def test_releases_count_thirty_sixty_ninety_days_and_forget_those_who_are_out(amina, nord):
    now = datetime(2025, 10, 14, 23, 30, tzinfo=PARIS)
    for days in (-8, -7, 0, 30, 31, 60, 61, 90, 91):
        release_on(date(2025, 10, 14) + timedelta(days=days), amina, nord)
    release_on(date(2025, 10, 15), amina, nord, justice_status=JusticeStatus.RELEASED)
    block = releases(Day(amina, now))
    assert [plain(link.label) for link in block.links[:3]] == ["30 j : 3", "60 j : 5", "90 j : 7"]
    assert len(releases(Day(amina, now, horizon=90, expanded="sorties")).rows) == 7


def test_the_coordinator_sees_who_has_no_lead_worker_and_how_files_are_shared(client_of, chloe, amina, nord, karim):
    orphan = BeneficiaryFactory(first_name="Oriane", last_name="Petit", team=nord)
    BeneficiaryFactory(first_name="Autre", last_name="Equipe")
    ServiceFactory()
    response = home(client_of, chloe)
    block = block_of(response, "a-attribuer")
    assert "Oriane P." in block and "Autre" not in block and "Karim" not in block
    assert reverse("beneficiaries:lead-change", args=[orphan.pk]) in block
    text = shown(response)
    assert "Amina Exemple 1 personne" in text and "Services à vérifier 1" in text


def test_silent_referrals_are_the_teams_for_a_coordinator_ones_own_for_a_caseworker(client_of, amina, chloe, nord):
    long_ago = timezone.now() - timedelta(days=18)
    hers = BeneficiaryFactory(first_name="Marc", last_name="Tessier", team=nord, lead_worker=amina)
    colleagues = BeneficiaryFactory(first_name="Sofia", last_name="Lenoir", team=nord)
    for person in (hers, colleagues):
        ReferralFactory(beneficiary=person, sent=True, sent_at=long_ago)
    ReferralFactory(beneficiary=hers, sent=True, sent_at=timezone.now() - timedelta(days=6))
    mine, teams = (block_of(home(client_of, user), "orientations") for user in (amina, chloe))
    assert "Marc T." in mine and "Sofia" not in mine and '<span class="count">1</span>' in mine
    assert "Marc T." in teams and "Sofia L." in teams and "18 jours" in teams


def test_a_month_without_contact_is_said_and_a_recent_arrival_is_not_blamed(client_of, amina, nord):
    today = timezone.localdate()
    for name, days in (("Ancien", 41), ("Récent", 30)):
        BeneficiaryFactory(
            first_name=name, last_name="", team=nord, lead_worker=amina, last_contact_on=today - timedelta(days=days)
        )
    BeneficiaryFactory(first_name="Nouveau", team=nord, lead_worker=amina)
    block = block_of(home(client_of, amina), "sans-contact")
    assert "Ancien" in block and "Récent" not in block and "Nouveau" not in block


def test_program_staff_find_sessions_requests_departures_and_room(client_of, gilles):
    today = timezone.localdate()
    shelter = ProgramFactory(name="La Clairière", kind=ProgramKind.SHELTER, capacity=None, staff=[gilles])
    other = ProgramFactory(name="Ailleurs", kind=ProgramKind.SHELTER)
    SessionFactory(program=shelter, title="Réunion de maison")
    SessionFactory(program=other, title="Réunion ailleurs")
    SessionFactory(program=shelter, title="Annulée", is_cancelled=True)
    awa = BeneficiaryFactory(first_name="Awa", last_name="Diallo")
    bed, free = PlaceFactory(program=shelter, name="Lit 3"), PlaceFactory(program=shelter, name="Lit 4")
    StayFactory(place=bed, beneficiary=awa, period=(today - timedelta(days=9), today + timedelta(days=5)))
    StayFactory(place=free, period=(today + timedelta(days=8), today + timedelta(days=20)))
    ReferralFactory(beneficiary=awa, program=shelter, service=None, sent=True)
    ReferralFactory(program=other, service=None, sent=True)
    response = home(client_of, gilles)
    text = shown(response)
    assert "Réunion de maison" in text and "ailleurs" not in text and "Annulée" not in text
    assert block_of(response, "recues").count("row-when") == 1 and "Awa D." in block_of(response, "recues")
    assert "Lit 3 – Awa D." in block_of(response, "sejours") and "Lit 4" not in block_of(response, "sejours")
    assert "La Clairière 1 libre sur 2" in text
