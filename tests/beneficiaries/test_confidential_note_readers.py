"""A confidential note is read by its author and the coordination of the team, named one by one; nobody else."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from beneficiaries.models import Beneficiary, ConfidentialNote, FollowUp
from beneficiaries.models.confidential_note import readers_key
from tests.factories import BeneficiaryFactory, UserFactory

NEW = "beneficiaries:follow-up-new"


@pytest.fixture
def karim(nord, amina) -> Beneficiary:
    return BeneficiaryFactory(team=nord, lead_worker=amina)


def sent(*people: Beneficiary, readers: str) -> dict[str, object]:
    return {
        "submission": str(uuid.uuid4()),
        "people": [str(person.pk) for person in people],
        "when": "today",
        "mode": "interview",
        "topics": ["family"],
        "confidential": "Ce qui ne regarde que nous.",
        "note_readers": readers,
    }


def test_the_author_and_the_coordinators_of_the_team_read_it_nobody_else(
    client_of, amina, bruno, chloe, helene, nord, sud, karim
):
    colleague = UserFactory(roles=[Role.CASEWORKER], teams=[nord])
    elsewhere = UserFactory(roles=[Role.COORDINATOR], teams=[sud])
    gone = UserFactory(roles=[Role.COORDINATOR], teams=[nord], is_active=False)
    client_of(amina).post(reverse(NEW), sent(karim, readers=readers_key([amina, chloe])))
    note = ConfidentialNote.objects.get()
    assert set(note.readers.all()) == {amina, chloe}
    for user in (amina, chloe):
        assert ConfidentialNote.objects.visible_to(user).get() == note
    for user in (bruno, helene, colleague, elsewhere, gone):
        assert not ConfidentialNote.objects.visible_to(user).exists()


def test_a_reader_who_leaves_the_team_reads_no_more(client_of, amina, chloe, karim):
    client_of(amina).post(reverse(NEW), sent(karim, readers=readers_key([amina, chloe])))
    chloe.teams.clear()
    assert not ConfidentialNote.objects.visible_to(chloe).exists()


def test_each_person_has_the_note_with_the_coordination_of_their_own_team(client_of, amina, chloe, sud, karim):
    coordinator = UserFactory(roles=[Role.COORDINATOR], teams=[sud])
    elsewhere = BeneficiaryFactory(team=sud, lead_worker=amina)
    form = sent(karim, elsewhere, readers=readers_key([amina, chloe, coordinator]))
    client_of(amina).post(reverse(NEW), form)
    readers = {
        note.follow_up.beneficiary_id: set(note.readers.all())
        for note in ConfidentialNote.objects.select_related("follow_up").prefetch_related("readers")
    }
    assert readers == {karim.pk: {amina, chloe}, elsewhere.pk: {amina, coordinator}}


def test_a_note_is_not_saved_for_readers_who_were_not_named(client_of, amina, chloe, karim):
    page = client_of(amina).post(reverse(NEW), sent(karim, readers=readers_key([amina])))
    html = page.content.decode()
    assert not FollowUp.objects.exists() and "Vérifiez qui lira" in html
    assert "Ce qui ne regarde que nous." in html and "Chloe Exemple" in html
    assert page.context["audience"].readers_key == readers_key([amina, chloe]), "saving again now passes"
