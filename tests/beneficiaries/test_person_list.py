"""The list of people: who sees whom, filters, order, pages, cost."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import FileStatus, JusticeStatus
from core.sealed import unseal
from tests.factories import AlertFactory, BeneficiaryFactory, PrisonFactory

URL = reverse("beneficiaries:list")


def names(response):
    """What the rows say, in their order."""
    return [row.name for row in response.context["page_obj"].object_list]


@pytest.fixture
def sofia(nord, amina):
    """In custody, out in 3 days, silent for 41 days, with an alert; followed by Amina."""
    today = timezone.localdate()
    person = BeneficiaryFactory(
        first_name="Sofia",
        last_name="Lopez",
        nickname="Sofi",
        team=nord,
        lead_worker=amina,
        justice_status=JusticeStatus.IN_CUSTODY,
        prison=PrisonFactory(name="MA des Tilleuls"),
        expected_release_on=today + dt.timedelta(days=3),
        last_contact_on=today - dt.timedelta(days=41),
    )
    AlertFactory(beneficiary=person, text="Ne pas appeler le soir")
    return person


def test_a_caseworker_sees_the_people_of_the_team_and_what_is_due(client_of, amina, sofia, sud):
    BeneficiaryFactory(first_name="Autre", last_name="Equipe", team=sud)
    response = client_of(amina).get(URL)
    assert names(response) == ["Sofia Lopez"]
    page = response.content.decode()
    for expected in (
        "1 personne<",
        "dans 3\u00a0jours",
        "MA des Tilleuls",
        "Ne pas appeler le soir",
        "il y a 5\u00a0semaines",
    ):
        assert expected in page


def test_a_director_sees_every_identity_and_no_content(client_of, helene, sofia, sud):
    BeneficiaryFactory(first_name="Autre", last_name="Equipe", team=sud)
    probes = {"situation": "released", "sans_contact": "90", "tri": "echeance", "etablissement": str(sofia.prison_id)}
    response = client_of(helene).get(URL, probes)
    assert names(response) == ["Autre Equipe", "Sofia Lopez"], "withheld facts neither filter nor sort"
    page = response.content.decode()
    assert sofia.file_number in page
    for withheld in ("Tilleuls", "Ne pas appeler", "détention", "semaines", "Échéance", "Nouvelle personne"):
        assert withheld not in page


def test_the_words_searched_are_sealed_and_the_filters_kept(client_of, amina, sofia, nord):
    BeneficiaryFactory(first_name="Jean", last_name="Lopez", team=nord)
    response = client_of(amina).post(
        reverse("beneficiaries:list-search"), {"q": " LOPÈZ sofi ", "referente": "moi", "x": "y"}
    )
    query = parse_qs(urlsplit(response.url).query)
    assert set(query) == {"r", "referente"}
    assert "lopez" not in response.url.lower() and "%C3%88z" not in response.url
    assert unseal(query["r"][0]) == "LOPÈZ sofi"
    page = client_of(amina).get(response.url)
    assert names(page) == ["Sofia Lopez"]
    assert 'value="LOPÈZ sofi"' in page.content.decode()
    assert "Lopez" not in page.content.decode().partition("</title>")[0]


def test_a_search_that_finds_nobody_says_what_was_searched_and_who_is_near(client_of, amina, sofia):
    url = client_of(amina).post(reverse("beneficiaries:list-search"), {"q": "Lopes"}).url
    page = client_of(amina).get(url).content.decode()
    assert "Rien ne correspond à «\u00a0Lopes\u00a0»" in page
    assert "Effacer la recherche" in page
    assert "Noms proches" in page and "Sofia Lopez" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Awa", "Sofia Lopez"]),
        ({"referente": "moi"}, ["Sofia Lopez"]),
        ({"referente": "personne"}, ["Awa"]),
        ({"statut": "termines"}, ["Zoé"]),
        ({"statut": "tous"}, ["Awa", "Sofia Lopez", "Zoé"]),
        ({"situation": "in_custody"}, ["Sofia Lopez"]),
        ({"sortie_avant": "dans le futur"}, ["Awa", "Sofia Lopez"]),
        ({"sans_contact": "30"}, ["Awa", "Sofia Lopez"]),
        ({"sans_contact": "60"}, ["Awa"]),
        ({"tri": "-nom"}, ["Sofia Lopez", "Awa"]),
        ({"tri": "echeance"}, ["Sofia Lopez", "Awa"]),
        ({"tri": "-contact"}, ["Sofia Lopez", "Awa"]),
        ({"tri": "; DROP", "referente": "x", "statut": "\x00", "situation": "🙂", "r": "é"}, ["Awa", "Sofia Lopez"]),
    ],
)
def test_each_filter_and_order(client_of, amina, sofia, nord, query, expected):
    BeneficiaryFactory(first_name="Awa", last_name="", team=nord)
    BeneficiaryFactory(
        first_name="Zoé", last_name="", team=nord, status=FileStatus.CLOSED, closed_at=timezone.now(), closed_by=amina
    )
    assert names(client_of(amina).get(URL, query)) == expected


def test_a_release_before_a_day_written_in_words(client_of, amina, sofia, nord):
    BeneficiaryFactory(team=nord, expected_release_on=timezone.localdate() + dt.timedelta(days=40))
    assert names(client_of(amina).get(URL, {"sortie_avant": "demain"})) == []
    week = (timezone.localdate() + dt.timedelta(days=7)).strftime("%d/%m/%Y")
    assert names(client_of(amina).get(URL, {"sortie_avant": week})) == ["Sofia Lopez"]


@pytest.mark.parametrize(
    ("number", "shown"), [("0", 2), ("-1", 2), ("1", 1), ("2", 2), ("1000000000", 2), ("x", 1), ("٢", 2)]
)
def test_any_page_number_gives_a_page(client_of, amina, nord, number, shown):
    BeneficiaryFactory.create_batch(26, team=nord)
    page = client_of(amina).get(URL, {"page": number}).context["page_obj"]
    assert page.number == shown
    assert len(page.object_list) == (25 if shown == 1 else 1)


@pytest.mark.parametrize(
    ("number", "shown", "rows", "following"),
    [
        ("1", 1, 25, True),
        ("2", 2, 25, True),
        ("3", 3, 25, True),
        ("4", 4, 1, False),
        ("9", 4, 1, False),
        ("-1", 4, 1, False),
    ],
)
def test_a_long_list_is_counted_no_further_than_it_must(
    client_of, amina, nord, monkeypatch, number, shown, rows, following
):
    monkeypatch.setattr("core.pagination.COUNTED_AT_MOST", 50)
    BeneficiaryFactory.create_batch(76, team=nord)
    response = client_of(amina).get(URL, {"page": number})
    page, text = response.context["page_obj"], response.content.decode()
    assert (page.number, len(page.object_list), page.has_next()) == (shown, rows, following)
    assert ('rel="next"' in text) == following
    if number in "123":
        assert "Plus de 1\u00a0000 personnes" in text and " sur " not in text.partition("Pages de la liste")[2]


def test_a_full_page_costs_at_most_six_queries_whatever_it_shows(client_of, amina, nord):
    client = client_of(amina)
    client.get(URL)
    for person in BeneficiaryFactory.create_batch(30, team=nord, first_name="Ali", lead_worker=amina):
        AlertFactory.create_batch(2, beneficiary=person)
    searched = client.post(reverse("beneficiaries:list-search"), {"q": "ali"}).url
    client.get(searched)
    filtered = f"{URL}?page=2&tri=contact&situation=unknown"
    # session, user, count, rows; a set filter reads its choices: colleagues, establishments
    for url, least in ((URL, 4), (f"{URL}?tri=-echeance", 4), (searched, 4), (filtered, 6)):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).context["page_obj"].object_list
        asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
        assert len(asked) == least, asked
