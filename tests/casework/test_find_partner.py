"""From a person to a partner in two gestures, from where the person lives."""

import pytest
from django.urls import reverse

from partners.models import Domain
from tests.casework.desk import shown
from tests.factories import BeneficiaryFactory, CommuneFactory, ServiceFactory


@pytest.fixture
def communes(db):
    CommuneFactory()
    CommuneFactory(insee_code="59512", name="Roubaix", postal_codes=["59100"], latitude=50.6927, longitude=3.1778)
    CommuneFactory(insee_code="59178", name="Douai", postal_codes=["59500"], latitude=50.3714, longitude=3.0800)


def find(client_of, user, person, query=""):
    response = client_of(user).get(reverse("casework:find-partner", args=[person.pk]) + query)
    assert response.status_code == 200
    return response


def test_the_nine_domains_are_one_gesture_away(client_of, amina, nord, communes):
    page = find(client_of, amina, BeneficiaryFactory(team=nord)).content.decode()
    assert all(f"domaine={value}" in page for value in Domain.values)


@pytest.mark.parametrize(
    ("lives", "searches_from", "expected"),
    [("59178", "59512", "Douai"), ("", "59512", "Roubaix"), ("", "", "Lille")],
)
def test_near_means_the_person_then_the_worker_then_the_team(
    lives, searches_from, expected, client_of, amina, nord, communes
):
    amina.territory = searches_from
    amina.save()
    page = find(client_of, amina, BeneficiaryFactory(team=nord, commune_code=lives)).content.decode()
    assert f'value="{expected} (59)"' in page


def test_a_card_carries_the_person_to_the_referral(client_of, amina, nord, communes):
    person = BeneficiaryFactory(team=nord)
    service = ServiceFactory(name="Hébergement d’insertion", domains=[Domain.HOUSING])
    ServiceFactory(name="Autre chose", domains=[Domain.JUSTICE])
    response = find(client_of, amina, person, "?domaine=housing")
    assert f"{reverse('referrals:new')}?service={service.pk}&amp;personne={person.pk}" in response.content.decode()
    assert "Autre chose" not in shown(response)


def test_the_commune_of_a_person_is_typed_in_words_and_searched_from(client_of, amina, nord, communes):
    person = BeneficiaryFactory(team=nord, last_name="Martin", first_name="Karim")
    client, url = client_of(amina), reverse("beneficiaries:edit", args=[person.pk])
    typed = {"last_name": "Martin", "first_name": "Karim", "gender": person.gender, "birth": "1990", "version": 1}
    refused = client.post(url, typed | {"commune_code": "Roubai"})
    assert "Vouliez-vous dire Roubaix (59)" in refused.content.decode() and 'value="Roubai"' in refused.content.decode()
    assert client.post(url, typed | {"commune_code": "a\x00"}).status_code == 200
    assert client.post(url, typed | {"commune_code": "roubaix"}).status_code == 302
    person.refresh_from_db()
    assert person.commune_code == "59512"
    assert 'value="Roubaix (59)"' in client.get(url).content.decode()
    assert "Roubaix (59)" in client.get(reverse("casework:person-file", args=[person.pk])).content.decode()
    assert 'value="Roubaix (59)"' in find(client_of, amina, person).content.decode()
