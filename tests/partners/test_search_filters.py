"""Filters of the directory live in the URL, and each keeps its promise."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from partners.freshness.searches import kept_query, news_of
from partners.models import Domain, SavedSearch, Service
from partners.search import DirectoryPage, search_services
from partners.vocabulary import refresh_vocabulary
from tests.casework.desk import cost
from tests.factories import CommuneFactory, FavouriteFactory, OrganizationFactory, PartnerSiteFactory, ServiceFactory

pytestmark = pytest.mark.django_db
PLACES = {"Lille": (50.632, 3.047), "Roubaix": (50.690, 3.181), "Arras": (50.291, 2.777), "Paris": (48.857, 2.352)}


@pytest.fixture
def communes() -> None:
    """Lille, Roubaix, and two communes of the same name."""
    CommuneFactory(population=230_000)
    CommuneFactory(insee_code="59512", name="Roubaix", postal_codes=["59100"], latitude=50.69, longitude=3.181)
    CommuneFactory(
        insee_code="93066", name="Saint-Denis", postal_codes=["93200"], department_code="93", population=110_000
    )
    CommuneFactory(
        insee_code="97411", name="Saint-Denis", postal_codes=["97400"], department_code="974", population=150_000
    )


@pytest.fixture
def towns(communes: None) -> None:
    """A service in each of four towns."""
    for name, (latitude, longitude) in PLACES.items():
        ServiceFactory(name=f"Accueil {name}", latitude=latitude, longitude=longitude)


def search(query: str, default: str = "") -> DirectoryPage:
    """The page of a URL."""
    data = QueryDict(query, mutable=True)
    return search_services(data, default_territory=default, page=data.get("page"))


def names(query: str, default: str = "") -> list[str]:
    """Names found, in order."""
    return [card.name for card in search(query, default).cards]


def test_the_radius_keeps_what_is_near_nearest_first(towns):
    assert names("commune=Lille&rayon=5") == ["Accueil Lille"]
    assert names("commune=Lille&rayon=20") == ["Accueil Lille", "Accueil Roubaix"]
    assert names("commune=Lille&rayon=50") == ["Accueil Lille", "Accueil Roubaix", "Accueil Arras"]


def test_distances_are_those_of_the_ground(towns):
    cards = search("commune=Lille&rayon=50").cards
    assert [card.distance for card in cards] == ["100\u00a0m", "11\u00a0km", "42\u00a0km"]


def test_the_corner_of_the_box_is_not_within_the_radius(communes):
    ServiceFactory(name="Coin", latitude=50.632 + 0.17, longitude=3.047 + 0.26)
    assert names("commune=Lille&rayon=20&q=coin") == []
    assert names("commune=Lille&rayon=50&q=coin") == ["Coin"]


@pytest.mark.parametrize("typed", ["Lille", "lille", "LILLE", " 59000", "59800 Lille", "Lille (59)", "Lile"])
def test_a_commune_is_understood_as_people_write_it(towns, typed):
    page = search(f"commune={typed}")
    assert page.territory.commune.pk == "59350"
    assert page.form["commune"].value() == "Lille (59)"


def test_the_largest_of_the_same_name_is_chosen_and_the_others_offered(communes):
    place = search("commune=st denis").territory
    assert (place.commune.pk, [other.pk for other in place.others]) == ("97411", ["93066"])
    assert search("commune=Saint-Denis (93)").territory.commune.pk == "93066"


def test_an_unknown_commune_is_refused_with_words_and_finds_nobody(towns):
    page = search("commune=Xyzqw")
    assert "commune" in page.form.errors and page.cards == []


def test_the_remembered_commune_serves_when_the_url_names_none(towns):
    assert names("rayon=5", default="59512") == ["Accueil Roubaix"]
    assert names("commune=Lille&rayon=5", default="59512") == ["Accueil Lille"]
    assert len(names("commune=&q=accueil", default="59512")) == 4


def test_services_open_to_everyone_match_any_public(communes):
    ServiceFactory(name="Femmes", audiences=["femmes"])
    ServiceFactory(name="Tous", audiences=["tous-publics"])
    ServiceFactory(name="Jeunes", audiences=["jeunes"])
    ServiceFactory(name="Inconnu", audiences=[])
    assert sorted(names("public=femmes&commune=")) == ["Femmes", "Inconnu", "Tous"]


def test_remote_services_are_found_wherever_they_are_when_open_to_the_department(communes):
    remote = {"delivery_modes": ["a-distance"], "latitude": None, "longitude": None}
    ServiceFactory(name="France", eligibility_areas=["france"], **remote)
    ServiceFactory(name="Nord", eligibility_areas=["59"], **remote)
    ServiceFactory(name="Partout", eligibility_areas=[], **remote)
    ServiceFactory(name="Rhône", eligibility_areas=["69"], **remote)
    assert sorted(names("accueil=a-distance&commune=Lille")) == ["France", "Nord", "Partout"]
    assert names("commune=Lille") == []


def test_domain_fees_and_freshness_each_filter(communes):
    today = timezone.localdate()
    ServiceFactory(name="A", domains=[Domain.HEALTH], fees="gratuit", source_updated_on=today)
    ServiceFactory(name="B", domains=[Domain.HEALTH], fees="payant", source_updated_on=today - timedelta(days=400))
    ServiceFactory(name="C", domains=[Domain.JUSTICE])
    assert names("domaine=health&commune=") == ["A", "B"]
    assert names("domaine=health&frais=payant&commune=") == ["B"]
    assert names("domaine=health&verifie=on&commune=") == ["A"]


def test_open_now_reads_the_hours_that_hold_and_keeps_the_count(communes):
    inside, outside = f"{timezone.localtime():%a}"[:2], f"{timezone.localtime() + timedelta(days=2):%a}"[:2]
    ServiceFactory(name="Ouvert", opening_hours=f"{inside} 00:00-24:00")
    ServiceFactory(name="Fermé", opening_hours=f"{outside} 00:00-24:00")
    ServiceFactory(name="Travaux", opening_hours="24/7", closed_until=timezone.localdate())
    ServiceFactory(name="Comme sa structure", opening_hours="", organization__opening_hours="24/7")
    site = PartnerSiteFactory(opening_hours=f"{outside} 08:00-09:00")
    site.organization.opening_hours = "24/7"
    site.organization.save()
    ServiceFactory(name="Comme son lieu", organization=site.organization, site=site)
    ServiceFactory(name="Qui sait", opening_hours="sur rendez-vous")
    page = search("ouvert=on&commune=")
    assert sorted(card.name for card in page.cards) == ["Comme sa structure", "Ouvert"]
    assert page.page_obj.paginator.count == 2 and page.active == 1


def test_language_and_free_places_each_filter(communes):
    today = timezone.localdate()
    ServiceFactory(name="Arabe", languages=["ar", "fr"], places_free=2, places_on=today)
    ServiceFactory(name="Plein", languages=["fr"], places_free=0, places_on=today)
    ServiceFactory(name="Vieux compte", places_free=3, places_on=today - timedelta(days=60))
    assert names("langue=ar&commune=") == ["Arabe"]
    assert names("places=on&commune=") == ["Arabe"]


@pytest.mark.parametrize(
    "query", ["domaine=xyz", "public=1", "rayon=7&q=a", "rayon=-1&q=a", "accueil=%00", "frais=x&q=a"]
)
def test_a_value_that_is_not_in_the_list_is_refused_and_finds_nobody(towns, query):
    page = search(query + "&commune=")
    assert page.form.errors and page.cards == []


def test_filters_survive_in_the_links_of_the_page(towns):
    page = search("q=accueil&commune=Lille&rayon=50&public=femmes&domaine=housing")
    tile = next(tile for tile in page.tiles if tile.label == "Santé")
    again = QueryDict(tile.url[1:])
    assert again.dict() == {
        "q": "accueil", "commune": "Lille (59)", "rayon": "50", "public": "femmes", "domaine": "health",
    }  # fmt: skip
    current = next(tile for tile in page.tiles if tile.current)
    assert "domaine" not in QueryDict(current.url[1:])


def test_nothing_found_offers_ways_on_with_their_counts(towns):
    ServiceFactory(name="Ligne d’écoute", delivery_modes=["a-distance"])
    page = search("q=écoute&commune=Roubaix&rayon=5&frais=payant")
    labels = [(way.label, way.count) for way in page.exits]
    assert labels[0][0].startswith("Chercher jusqu’à 100") and "Frais" in labels[1][0] and "distance" in labels[2][0]
    farther = search("q=arras&commune=Lille&rayon=5").exits[0]
    assert farther.count == "1 service" and names(farther.url[1:]) == ["Accueil Arras"]


def test_any_page_number_gives_a_page(communes):
    for n in range(30):
        ServiceFactory(name=f"Accueil {n:02d}")
    for number, first in {"0": 1, "-1": 1, "abc": 1, "2": 2, "3": 2, "1000000000": 2, "٣": 1, "9" * 30: 2}.items():
        assert search(f"q=accueil&commune=&page={number}").page_obj.number == first, number


def test_pages_do_not_overlap(communes):
    for _ in range(40):
        ServiceFactory(name="Même nom")
    first, second = (names(f"q=nom&commune=&page={n}") for n in (1, 2))
    ids = [card.pk for n in (1, 2) for card in search(f"q=nom&commune=&page={n}").cards]
    assert (len(first), len(second), len(set(ids))) == (25, 15, 40)


def test_a_search_costs_the_same_with_one_row_and_with_thirty(client_of, amina, communes):
    client, url = client_of(amina), reverse("partners:directory") + "?q=accueil&commune=Lille&domaine=housing"
    ServiceFactory(name="Accueil seul")
    refresh_vocabulary()
    assert cost(client, url) == 6
    for n in range(30):
        ServiceFactory(name=f"Accueil {n}", organization=OrganizationFactory(phone="+33199000001"))
    assert "31 services" in client.get(url).content.decode()
    assert cost(client, url) == 6
    assert cost(client, url.replace("accueil", "acceuil")) == 7


def test_a_card_says_something_of_everything_even_when_nothing_is_known(client_of, amina, communes):
    Service.objects.all().delete()
    ServiceFactory(
        name="Nu", description="", audiences=[], delivery_modes=[], city="", postal_code="", insee_code="",
        latitude=None, longitude=None, organization__city="",
    )  # fmt: skip
    text = client_of(amina).get(reverse("partners:directory") + "?q=nu&commune=").content.decode()
    for words in (
        "Public non précisé",
        "Adresse non précisée",
        "Accueil non précisé",
        "Frais non précisés",
        "jamais vérifié",
    ):
        assert words in text


def test_the_card_sends_to_the_referral_with_its_service(client_of, amina, communes):
    service = ServiceFactory(name="Douche")
    text = client_of(amina).get(reverse("partners:directory") + "?q=douche&commune=").content.decode()
    assert f"{reverse('referrals:new')}?service={service.pk}" in text


def test_the_usual_commune_and_distance_are_remembered_by_a_post(client_of, amina, towns):
    client = client_of(amina)
    page = reverse("partners:directory")
    assert "Roubaix (59) et 5 km" in client.get(page + "?commune=Roubaix&rayon=5").content.decode().replace(
        "\u00a0", " "
    )
    typed = {"commune": "Roubaix (59)", "rayon": "5", "next": "https://ailleurs.test/"}
    answer = client.post(reverse("partners:territory"), typed)
    assert answer.url == reverse("partners:directory")
    amina.refresh_from_db()
    assert (amina.territory, amina.territory_km) == ("59512", 5)
    shown = client.get(page).content.decode()
    assert 'value="Roubaix (59)"' in shown and '<option value="5" selected>' in shown and "Retenir" not in shown
    client.post(reverse("partners:territory"), {"commune": "Nulle part", "rayon": "50"})
    client.post(reverse("partners:territory"), {"commune": "Lille", "rayon": "-3"})
    amina.refresh_from_db()
    assert (amina.territory, amina.territory_km) == ("59350", 5)


def test_suggestions_start_with_what_is_typed(client_of, amina, communes):
    url = reverse("partners:communes")
    client = client_of(amina)
    assert "Saint-Denis (974)" in client.get(url, {"commune": "saint d"}).content.decode()
    for text in ("%", "_", "", "\x00", "x" * 5000):
        assert "<option" not in client.get(url, {"commune": text}).content.decode()


def test_favourites_are_the_readers_services_and_those_of_the_houses_kept(client_of, amina, bruno):
    house = OrganizationFactory()
    ServiceFactory(name="Douches", organization=house)
    star = FavouriteFactory(user=amina, organization=None, service=ServiceFactory(name="Permis"))
    FavouriteFactory(user=amina, organization=house, service=None)
    ServiceFactory(name="Autre chose")
    seen = search_services(QueryDict("favoris=on"), reader=amina)
    assert sorted(card.name for card in seen.cards) == ["Douches", "Permis"] and seen.active == 1
    assert not search_services(QueryDict("favoris=on"), reader=bruno).cards
    assert not search("favoris=on").cards, "nobody’s favourites are nobody’s"
    kept = SavedSearch.objects.keep("Les miens", kept_query("favoris=on&page=2"), by=amina, at=timezone.now())
    SavedSearch.objects.update(seen_at=timezone.now() - timedelta(days=1))
    kept.refresh_from_db()
    assert set(news_of(kept).values_list("name", flat=True)) == {"Douches", "Permis"}
    page = client_of(amina).get(reverse("partners:directory"), {"favoris": "on", "commune": ""}).content.decode()
    assert f'formaction="{reverse("partners:service-favourite", args=[star.service_id])}"' in page
    assert page.count('id="stars"') == 1 and page.count("Retirer des favoris") == 1


def test_only_languages_spoken_somewhere_are_offered_with_the_one_chosen():
    ServiceFactory(languages=["fr", "wo"])
    form = search("langue=ka").form
    assert [code for code, _label in form.fields["langue"].widget.choices] == ["", "fr", "ka", "wo"]
