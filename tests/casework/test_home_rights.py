"""Ma journée never shows what a role may not read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from core.models import AuditAction
from tests.casework.desk import shown
from tests.factories import (
    AlertFactory,
    AppointmentFactory,
    AuditEntryFactory,
    BeneficiaryFactory,
    ConfidentialNoteFactory,
    DraftFactory,
    FollowUpFactory,
    ReferralFactory,
    TaskFactory,
)

CONTENT = ["CANARI-RDV", "CANARI-TÂCHE", "CANARI-RÉCIT", "CANARI-SECRET", "CANARI-ALERTE", "CANARI-MESSAGE"]


@pytest.fixture
def watched(amina, bruno, nord, sud):
    """Two people, one in each team, with canaries in every text."""
    now, today = timezone.now(), timezone.localdate()
    for first_name, team, worker in (("Nordine", nord, amina), ("Sudine", sud, bruno)):
        person = BeneficiaryFactory(
            first_name=first_name, team=team, lead_worker=worker, expected_release_on=today + timedelta(days=3)
        )
        AppointmentFactory(beneficiary=person, worker=worker, starts_at=now, purpose="CANARI-RDV")
        TaskFactory(beneficiary=person, assignee=worker, title="CANARI-TÂCHE")
        follow_up = FollowUpFactory(beneficiary=person, author=worker, summary="CANARI-RÉCIT")
        ConfidentialNoteFactory(follow_up=follow_up, body="CANARI-SECRET")
        AlertFactory(beneficiary=person, text="CANARI-ALERTE")
        DraftFactory(owner=worker, beneficiary=person, payload={"summary": ["CANARI-RÉCIT"]})
        ReferralFactory(
            beneficiary=person, sent=True, sent_at=now - timedelta(days=20), created_by=worker, message="CANARI-MESSAGE"
        )
        BeneficiaryFactory(first_name=f"Sans-référent-{first_name.lower()}", team=team)


SEEN = {
    "amina": {"Nordine", "CANARI-RDV", "CANARI-TÂCHE"},
    "chloe": {"Nordine", "Sans-référent-nordine"},
    "bruno": {"Sudine", "CANARI-RDV", "CANARI-TÂCHE"},
    "denis": set(),
    "farid": set(),
    "gilles": set(),
    "helene": set(),
    "ines": set(),
}


@pytest.mark.parametrize("who", SEEN)
def test_each_role_reads_its_own_canaries_and_no_other(who, cast, client_of, watched):
    text = shown(client_of(cast[who]).get(reverse("casework:home")))
    words = {"Nordine", "Sudine", "Sans-référent-nordine", "Sans-référent-sudine", *CONTENT}
    assert {word for word in words if word in text} == SEEN[who]


def test_the_director_reads_numbers_with_their_period_and_no_name(client_of, helene, watched):
    text = shown(client_of(helene).get(reverse("casework:home")))
    assert "Personnes accompagnées 4" in text and "Suivis du mois 2" in text
    assert f"au {timezone.localdate().day}" in text and "Dossiers dont le suivi est en cours" in text


def test_the_data_protection_officer_reads_the_journal_by_identifiers(client_of, ines_dpo, amina, watched):
    entry = AuditEntryFactory(actor=amina, action=AuditAction.OPENED, person_id="6f8a3c1e-0000-4000-8000-000000000001")
    text = shown(client_of(ines_dpo).get(reverse("casework:home")))
    assert str(entry.person_id) in text and "Ouvertures de dossier 1" in text


def test_the_administrator_finds_the_doors_of_the_administration_and_nobodys_file(client_of, denis, watched):
    page = client_of(denis).get(reverse("casework:home"))
    assert reverse("admin:accounts_user_changelist") in page.content.decode()
    assert "Comptes ouverts" in shown(page)


def test_roles_add_up(client_of, amina, watched):
    amina.roles = [Role.CASEWORKER, Role.TECHNICAL_ADMIN]
    amina.save()
    text = shown(client_of(amina).get(reverse("casework:home")))
    assert "Rendez-vous du jour" in text and "Comptes ouverts" in text


def test_a_meeting_with_somebody_no_longer_visible_is_not_shown(client_of, amina, sud):
    moved = BeneficiaryFactory(first_name="Partie", team=sud)
    AppointmentFactory(beneficiary=moved, worker=amina)
    TaskFactory(beneficiary=moved, assignee=amina, title="CANARI-TÂCHE")
    DraftFactory(owner=amina, beneficiary=moved)
    text = shown(client_of(amina).get(reverse("casework:home")))
    assert "Partie" not in text and "CANARI" not in text
