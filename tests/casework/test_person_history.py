"""The journal of a file, in words, whole for the coordination and one’s own for the others."""

import pytest
from django.urls import reverse

from core.models import AuditAction
from tests.casework.desk import shown
from tests.factories import AuditEntryFactory, BeneficiaryFactory, UserFactory


@pytest.fixture
def karim(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina)


@pytest.fixture
def journal(karim, amina):
    other = UserFactory(first_name="Zoé", last_name="Collègue")
    AuditEntryFactory(
        actor=other, person_id=karim.pk, action=AuditAction.CHANGED, fields=["expected_release_on", "closed_by"]
    )
    AuditEntryFactory(actor=other, person_id=karim.pk, object_type="beneficiaries.followup", action=AuditAction.CREATED)
    AuditEntryFactory(actor=other, person_id=karim.pk, object_type="disparu.modele", fields=["champ"])
    AuditEntryFactory(actor=other, person_id=BeneficiaryFactory().pk, object_type="beneficiaries.task")
    AuditEntryFactory(actor=amina, person_id=karim.pk, object_type="beneficiaries.alert", action=AuditAction.CREATED)


def history(client_of, user, person, query=""):
    return shown(client_of(user).get(reverse("casework:person-history", args=[person.pk]) + query))


def test_the_coordination_reads_every_act_in_words(client_of, chloe, karim, journal):
    text = history(client_of, chloe, karim)
    assert "Zoé Collègue" in text and "a modifié : le dossier" in text and "date de sortie prévue" in text
    assert (
        "closed_by" not in text
        and "a créé : suivi" in text
        and "disparu.modele" in text
        and "tâche" not in text.partition("du journal")[2]
    )


def test_a_caseworker_reads_their_own_acts_and_is_told_so(client_of, amina, karim, journal):
    text = history(client_of, amina, karim)
    assert "Vous voyez vos propres consultations et modifications." in text
    assert "a créé : alerte" in text and "Zoé" not in text


def test_the_journal_has_pages(client_of, chloe, karim):
    AuditEntryFactory.create_batch(30, person_id=karim.pk)
    assert "Page 2 sur 2" in history(client_of, chloe, karim, "?page=2")
