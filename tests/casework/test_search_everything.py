"""One search over people, organisations, services and programs."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from core.models import AuditAction, AuditEntry
from core.sealed import unseal
from tests.casework.desk import shown
from tests.factories import BeneficiaryFactory, OrganizationFactory, ProgramFactory, ServiceFactory

URL = "casework:search"


@pytest.fixture
def nadia(nord, amina):
    return BeneficiaryFactory(
        first_name="Élodie",
        last_name="Vanhoutte",
        nickname="Lolo",
        file_number="2025-0143",
        team=nord,
        lead_worker=amina,
    )


def search(client_of, user, words):
    response = client_of(user).post(reverse(URL), {"q": words}, follow=True)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("words", ["elodie", "VANHOUTTE Élodie", "lolo", "van", "2025-0143"])
def test_a_person_is_found_whatever_accents_order_or_nickname(words, client_of, amina, nadia):
    response = search(client_of, amina, words)
    text = shown(response)
    assert "Élodie Vanhoutte" in text and "1 résultat" in text and words in text
    assert "Cherché dans : personnes" in text
    assert f"{reverse('beneficiaries:follow-up-new')}?personne={nadia.pk}" in response.content.decode()


def test_a_wrong_letter_proposes_the_nearest_names_without_counting_them(client_of, amina, nadia):
    text = shown(search(client_of, amina, "vanoutte"))
    assert "Les plus proches" in text and "Élodie Vanhoutte" in text and "0 résultat" in text


def test_services_organisations_and_programs_are_found_too(client_of, amina):
    ServiceFactory(name="Domiciliation administrative")
    OrganizationFactory(name="Maison de la Domiciliation")
    ProgramFactory(name="Atelier domiciliation")
    text = shown(search(client_of, amina, "domiciliation"))
    for words in ["Domiciliation administrative", "Maison de la Domiciliation", "Atelier domiciliation"]:
        assert words in text


def test_the_words_travel_sealed(client_of, amina, nadia):
    response = client_of(amina).post(reverse(URL), {"q": "  Élodie\x00  Vanhoutte "})
    query = parse_qs(urlsplit(response.url).query)
    assert "lodie" not in response.url and unseal(query["r"][0]).split() == ["Élodie", "Vanhoutte"]


@pytest.mark.parametrize("who", ["bruno", "denis", "farid", "gilles", "ines"])
def test_nobody_finds_a_person_they_may_not_see(who, client_of, cast, nadia):
    for words in ("Vanhoutte", "vanoutte", "2025-0143"):
        response = search(client_of, cast[who], words)
        assert "Élodie" not in shown(response) and str(nadia.pk) not in response.content.decode()


def test_looking_for_people_is_journalled_without_the_words(client_of, amina, denis, nadia):
    search(client_of, amina, "Vanhoutte")
    search(client_of, denis, "Vanhoutte")
    entry = AuditEntry.objects.get(action=AuditAction.SEARCHED)
    assert entry.actor == amina and entry.fields == []


def test_nothing_typed_is_answered_with_what_can_be_searched(client_of, amina):
    client = client_of(amina)
    assert client.post(reverse(URL), {"q": "   "}).url == reverse(URL)
    text = shown(client.get(reverse(URL)))
    assert "numéro" in text and "Ajouter une personne" in text
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "words", ["zzzzzz", "%", "'", "a" * 10_000, "😀", "مرحبا", "\x00", "&|!():*", "14/10/1990", "0639"]
)
def test_any_words_get_an_answer(words, client_of, amina, nadia):
    search(client_of, amina, words)


@pytest.mark.parametrize("token", ["", "x", "%00", "gAAAAA"])
def test_a_token_that_is_not_ours_is_an_empty_search(token, client_of, amina):
    assert "résultat" not in shown(client_of(amina).get(f"{reverse(URL)}?r={token}"))


def test_five_people_are_shown_and_the_list_has_the_others(client_of, amina, nord):
    for number in range(7):
        BeneficiaryFactory(first_name=f"Paul{number}", last_name="Martin", team=nord)
    response = search(client_of, amina, "martin")
    page = response.content.decode()
    assert "7 résultats" in shown(response)
    link = next(part for part in page.split('"') if part.startswith(f"{reverse('beneficiaries:list')}?r="))
    assert "7" in shown(client_of(amina).get(link))
