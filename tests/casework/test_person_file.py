"""The person’s file: what it shows, to whom, and the one entry of the journal of each opening."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import JusticeStatus
from core.models import AuditAction, AuditEntry
from tests.casework.desk import shown
from tests.factories import (
    AlertFactory,
    AppointmentFactory,
    BeneficiaryFactory,
    ConfidentialNoteFactory,
    ContactRuleFactory,
    EnrolmentFactory,
    FollowUpFactory,
    PrisonFactory,
    ReferralFactory,
    StayFactory,
    TaskFactory,
)

PAGES = ["person-file", "person-timeline", "person-referrals", "person-programs", "person-history", "find-partner"]


def url(name, person):
    return reverse(f"casework:{name}", args=[person.pk])


@pytest.fixture
def karim(nord, amina):
    person = BeneficiaryFactory(
        first_name="Karim",
        last_name="Benali",
        team=nord,
        lead_worker=amina,
        phone="+33639980112",
        justice_status=JusticeStatus.IN_CUSTODY,
        prison=PrisonFactory(name="MA des Tilleuls"),
        expected_release_on=timezone.localdate() + timedelta(days=3),
        release_date_source="greffe",
        languages=["arabe"],
    )
    ContactRuleFactory(beneficiary=person, channels=[], precautions="Ne pas appeler après 18 h")
    return person


@pytest.fixture
def full(karim, amina):
    """A file with something in every section."""
    AlertFactory(beneficiary=karim, text="CANARI-ALERTE", created_by=amina)
    AppointmentFactory(beneficiary=karim, purpose="CANARI-RDV", starts_at=timezone.now() + timedelta(days=2))
    TaskFactory(beneficiary=karim, title="CANARI-TÂCHE")
    follow_up = FollowUpFactory(beneficiary=karim, author=amina, summary="CANARI-RÉCIT")
    ConfidentialNoteFactory(follow_up=follow_up, body="CANARI-SECRET")
    ReferralFactory(beneficiary=karim, sent=True, service__organization__name="CANARI-STRUCTURE")
    EnrolmentFactory(beneficiary=karim, program__name="CANARI-PROGRAMME")
    StayFactory(beneficiary=karim, place__name="CANARI-LIT")
    return karim


def test_the_summary_shows_every_section(client_of, amina, full):
    page = client_of(amina).get(url("person-file", full))
    text = shown(page)
    for words in [
        "CANARI-ALERTE",
        "CANARI-RDV",
        "CANARI-TÂCHE",
        "CANARI-RÉCIT",
        "CANARI-STRUCTURE",
        "CANARI-PROGRAMME",
    ]:
        assert words in text
    assert "CANARI-LIT" in text and "source : greffe" in text and "MA des Tilleuls" in text
    assert "06 39 98 01 12" in text and "tel:" not in page.content.decode()


def test_a_new_file_says_that_each_section_is_empty(client_of, amina, nord):
    text = shown(client_of(amina).get(url("person-file", BeneficiaryFactory(team=nord))))
    for words in [
        "Rien à signaler avant d’agir.",
        "Aucun rendez-vous ni tâche à venir.",
        "Aucun suivi noté pour l’instant.",
        "Aucune orientation en cours.",
        "Aucun programme en cours.",
        "Rien de noté : demander avant d’appeler ou d’écrire",
    ]:
        assert words in text


def test_the_actions_of_the_file_lead_to_their_pages(client_of, amina, karim):
    page = client_of(amina).get(url("person-file", karim)).content.decode()
    assert f"{reverse('beneficiaries:follow-up-new')}?personne={karim.pk}" in page
    assert url("find-partner", karim) in page
    for name in ["edit", "lead-change", "close", "alert-new", "task-new", "appointment-new"]:
        assert reverse(f"beneficiaries:{name}", args=[karim.pk]) in page


def test_a_colleague_of_the_team_reads_the_situation_and_does_not_change_it(client_of, chloe, nord, karim, cast):
    other = cast["bruno"]
    other.teams.set([nord])
    page = client_of(other).get(url("person-file", karim)).content.decode()
    assert "MA des Tilleuls" in page
    tab = client_of(other).get(url("person-situation", karim)).content.decode()
    assert reverse("beneficiaries:release-date-edit", args=[karim.pk]) not in tab
    assert reverse("beneficiaries:lead-change", args=[karim.pk]) not in page


@pytest.mark.parametrize("name", PAGES)
def test_each_opening_is_one_entry_of_the_journal(name, client_of, amina, full):
    client_of(amina).get(url(name, full), REMOTE_ADDR="192.0.2.7")
    entry = AuditEntry.objects.get(action=AuditAction.OPENED)
    assert (entry.actor, entry.person_id, entry.origin) == (amina, full.pk, "192.0.2.7")


@pytest.mark.parametrize("name", PAGES)
def test_a_file_of_another_team_does_not_exist_and_the_refusal_is_journalled(name, client_of, bruno, full):
    assert client_of(bruno).get(url(name, full)).status_code == 404
    assert [entry.action for entry in AuditEntry.objects.filter(actor=bruno)] == [AuditAction.REFUSED]


@pytest.mark.parametrize("who", ["denis", "farid", "gilles", "ines"])
@pytest.mark.parametrize("name", PAGES)
def test_roles_without_case_work_open_no_file(name, who, client_of, cast, full):
    assert client_of(cast[who]).get(url(name, full)).status_code == 403
    assert not AuditEntry.objects.filter(actor=cast[who]).exists()


def test_a_director_reads_identity_and_contact_and_nothing_else(client_of, helene, full):
    page = client_of(helene).get(url("person-file", full))
    text = shown(page)
    assert "Karim Benali" in text and "06 39 98 01 12" in text and "Ne pas appeler après 18 h" in text
    for words in ["CANARI", "détention", "Tilleuls", "Sortie prévue", "greffe", "Noter un suivi", "Alertes"]:
        assert words not in text
    assert url("person-timeline", full) not in page.content.decode()


@pytest.mark.parametrize("name", ["person-timeline", "person-referrals", "person-programs", "find-partner"])
def test_a_director_does_not_open_the_content(name, client_of, helene, full):
    assert client_of(helene).get(url(name, full)).status_code == 403


def test_the_tables_show_referrals_enrolments_and_stays(client_of, amina, full):
    client = client_of(amina)
    referrals, programs = (shown(client.get(url(name, full))) for name in ("person-referrals", "person-programs"))
    assert "CANARI-STRUCTURE" in referrals and "Envoyée" in referrals
    assert "CANARI-PROGRAMME" in programs and "CANARI-LIT" in programs


def test_a_meeting_noted_or_of_yesterday_is_no_longer_to_come(client_of, amina, karim):
    now = timezone.now()
    noted = FollowUpFactory(beneficiary=karim)
    AppointmentFactory(beneficiary=karim, purpose="Déjà noté", starts_at=now + timedelta(days=1), follow_up=noted)
    AppointmentFactory(beneficiary=karim, purpose="Passé", starts_at=now - timedelta(days=1, hours=1))
    text = shown(client_of(amina).get(url("person-file", karim)))
    assert "Déjà noté" not in text and "Passé" not in text
