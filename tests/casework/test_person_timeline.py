"""The timeline: newest first, filters in the URL, confidential notes for their readers alone."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import FollowUpMode
from tests.casework.desk import shown
from tests.factories import BeneficiaryFactory, ConfidentialNoteFactory, FollowUpFactory, UserFactory


@pytest.fixture
def karim(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina)


def timeline(client_of, user, person, query=""):
    response = client_of(user).get(reverse("casework:person-timeline", args=[person.pk]) + query)
    assert response.status_code == 200
    return response


def test_follow_ups_come_newest_first_by_pages_that_never_overlap(client_of, amina, karim):
    day = date(2025, 10, 1)
    for number in range(60):
        FollowUpFactory(beneficiary=karim, happened_on=day - timedelta(days=number // 7), summary=f"Récit{number:03}")
    pages = [
        re.findall(r"Récit\d{3}", shown(timeline(client_of, amina, karim, f"?page={number}"))) for number in (1, 2, 3)
    ]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert len({summary for page in pages for summary in page}) == 60
    weeks = [int(summary[-3:]) // 7 for page in pages for summary in page]
    assert weeks == sorted(weeks)


@pytest.mark.parametrize("page", ["0", "-1", "1000000000", "abc", "%00"])
def test_an_absurd_page_shows_one_that_exists(client_of, amina, karim, page):
    FollowUpFactory(beneficiary=karim, summary="Seul récit")
    assert "Seul récit" in shown(timeline(client_of, amina, karim, f"?page={page}"))


def test_filters_by_mode_author_and_period_stand_in_the_url(client_of, amina, karim):
    thomas = UserFactory(first_name="Thomas")
    FollowUpFactory(beneficiary=karim, author=amina, mode=FollowUpMode.PHONE, happened_on=date(2025, 3, 1), summary="A")
    FollowUpFactory(beneficiary=karim, author=thomas, happened_on=date(2025, 3, 2), summary="B")
    FollowUpFactory(beneficiary=karim, author=thomas, happened_on=date(2025, 5, 2), summary="C")

    def found(query):
        response = timeline(client_of, amina, karim, query)
        return "".join(re.findall(r'item-text" dir="auto">(\w)<', response.content.decode()))

    assert found("") == "CBA"
    assert found("?mode=phone") == "A"
    assert found(f"?par={thomas.pk}") == "CB"
    assert found("?du=2+mars+2025&au=30/04/2025") == "B"
    assert found(f"?par={thomas.pk}&mode=phone") == ""


@pytest.mark.parametrize("query", ["?mode=fax", "?par=nobody", "?du=31/02/2025", "?par=%00&mode=%00&du=%00"])
def test_a_filter_not_understood_is_said_and_hides_nothing(client_of, amina, karim, query):
    FollowUpFactory(beneficiary=karim, summary="Toujours là")
    assert "Toujours là" in shown(timeline(client_of, amina, karim, query))


def test_a_confidential_note_is_read_by_those_it_names(client_of, amina, chloe, nord, karim):
    colleague = UserFactory(teams=[nord])
    follow_up = FollowUpFactory(beneficiary=karim, author=amina, summary="Pour tous")
    ConfidentialNoteFactory(follow_up=follow_up, body="CANARI-SECRET", readers=[chloe])
    read = {user.pk: shown(timeline(client_of, user, karim)) for user in (amina, chloe, colleague)}
    assert all("Pour tous" in text for text in read.values())
    assert "CANARI-SECRET" in read[amina.pk] and "CANARI-SECRET" in read[chloe.pk]
    assert "CANARI-SECRET" not in read[colleague.pk] and "confidentielle" not in read[colleague.pk]


def test_nothing_noted_and_nothing_found_are_told_apart(client_of, amina, karim):
    assert "Aucun suivi noté pour l’instant." in shown(timeline(client_of, amina, karim))
    FollowUpFactory(beneficiary=karim, happened_on=timezone.localdate())
    assert "Aucun suivi ne répond à ces filtres." in shown(timeline(client_of, amina, karim, "?mode=letter"))
