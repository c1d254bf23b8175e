"""For a person, each service says why it fits, why not and what would unlock it; three people of the demo, one page."""

from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from beneficiaries.fit_facts import facts_of
from beneficiaries.models import Beneficiary, ChildHome, DocumentKind, Gender, ObligationKind
from partners.fit import Verdict
from partners.models import Audience, Domain, Service
from tests.casework.desk import shown
from tests.factories import (
    BeneficiaryFactory,
    ChildFactory,
    CommuneFactory,
    DepartmentFactory,
    DocumentFactory,
    JusticeMeasureFactory,
    ObligationFactory,
    ServiceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FITS, UNKNOWN, NOT_YET, NOT = Verdict
TODAY = timezone.localdate()
EVERYONE, JUSTICE, WOMEN, FAMILIES = Audience.EVERYONE, Audience.JUSTICE, Audience.WOMEN, Audience.FAMILIES
SERVICES: dict[str, dict[str, Any]] = {
    "Accueil de jour": {"domains": [Domain.SUPPORT], "audiences": [EVERYONE]},
    "CHRS": {"audiences": [JUSTICE], "papers": ["identity_card", "photo"], "places_free": 2, "places_on": TODAY},
    "Halte des femmes": {"audiences": [WOMEN, FAMILIES], "sex": "women", "children_welcome": True},
    "Foyer jeunes": {"audiences": [Audience.YOUNG], "age_min": 18, "age_max": 25, "children_welcome": False},
    "Domiciliation": {"domains": [Domain.ADMINISTRATIVE], "eligibility_areas": ["59512"], "audiences": [EVERYONE]},
    "Santé Roubaix": {"domains": [Domain.HEALTH], "city": "Roubaix", "latitude": 50.69, "longitude": 3.18},
    "RSA": {"domains": [Domain.ADMINISTRATIVE], "audiences": [Audience.BENEFITS]},
    "Ateliers": {"domains": [Domain.EMPLOYMENT], "audiences": [], "languages": ["ar", "fr"]},
    "Pension": {"audiences": [EVERYONE], "closed_until": TODAY + timedelta(days=20), "places_free": None},
}
# for whom: service → verdict, words that say why, in this order on the page
KARIM = {  # a man of 31 from Lille, identity card expired, who may not go to Roubaix
    "Accueil de jour": (FITS, "Ouvert à tous les publics"),
    "Ateliers": (UNKNOWN, "Public non précisé → demander au service"),
    "RSA": (UNKNOWN, "Réservé : Bénéficiaires des minima sociaux → à vérifier avec la personne"),
    "CHRS": (NOT_YET, "À renouveler : Pièce d’identité, fin le 1er juin 2026 → demander d’abord une pièce d’identité"),
    "Pension": (NOT_YET, "→ rappeler à la réouverture"),
    "Domiciliation": (NOT, "Réservé au territoire : Roubaix (59) → une domiciliation à Roubaix (59) peut l’ouvrir"),
    "Foyer jeunes": (NOT, "De 18 à 25 ans"),
    "Halte des femmes": (NOT, "Femmes seulement"),
    "Santé Roubaix": (NOT, "Lieu interdit à la personne : « Ne pas paraître à Roubaix »"),
}
SOFIA = {  # a woman of 24 from Lille with her daughter, identity card held, who must keep her address
    "Accueil de jour": (FITS, "Ouvert à tous les publics"),
    "Santé Roubaix": (FITS, "Ouvert à tous les publics"),
    "Ateliers": (UNKNOWN, "Public non précisé"),
    "CHRS": (UNKNOWN, "Accueil des enfants non précisé → demander au service"),
    "Halte des femmes": (UNKNOWN, "Doit résider à une adresse fixée → demander l’accord du SPIP"),
    "RSA": (UNKNOWN, "Réservé : Bénéficiaires des minima sociaux"),
    "Pension": (NOT_YET, "Fermé jusqu’au"),
    "Domiciliation": (NOT, "Réservé au territoire : Roubaix (59)"),
    "Foyer jeunes": (NOT, "N’accueille pas les enfants"),
}
TAREK = {  # a man who reads Arabic only, of whom neither age nor commune is known
    "Ateliers": (UNKNOWN, "On y parle : arabe"),
    "Accueil de jour": (
        UNKNOWN,
        "La personne parle : arabe → demander si quelqu’un la parle, sinon prévoir",
    ),
    "CHRS": (UNKNOWN, "Demandé : Pièce d’identité → rien dans le dossier, à vérifier avec la personne"),
    "Domiciliation": (UNKNOWN, "commune non renseignée dans le dossier"),
    "Foyer jeunes": (UNKNOWN, "De 18 à 25 ans → âge non renseigné dans le dossier"),
    "RSA": (UNKNOWN, "Réservé : Bénéficiaires des minima sociaux"),
    "Santé Roubaix": (UNKNOWN, "La personne parle : arabe"),
    "Pension": (NOT_YET, "Fermé jusqu’au"),
    "Halte des femmes": (NOT, "Femmes seulement"),
}


@pytest.fixture
def directory(db: None) -> None:
    """Nine services around Lille."""
    CommuneFactory()
    CommuneFactory(insee_code="59512", name="Roubaix", postal_codes=["59100"], latitude=50.69, longitude=3.18)
    DepartmentFactory()
    for name, facts in SERVICES.items():
        ServiceFactory(name=name, **facts)


@pytest.fixture
def people(directory: None, nord: Any, amina: User) -> dict[str, Beneficiary]:
    """Karim, Sofia and Tarek, as the demo has them, followed by Amina."""
    file: dict[str, Any] = {"team": nord, "lead_worker": amina}
    born = {age: date(TODAY.year - age, 1, 1) for age in (24, 31)}
    karim = BeneficiaryFactory(gender=Gender.MALE, birth_date=born[31], commune_code="59350", **file)
    DocumentFactory(beneficiary=karim, kind=DocumentKind.IDENTITY_CARD, expires_on=date(2026, 6, 1), uploaded_by=amina)
    measure = JusticeMeasureFactory(beneficiary=karim)
    ObligationFactory(measure=measure, kind=ObligationKind.NO_GO, details="Ne pas paraître à Roubaix")
    sofia = BeneficiaryFactory(gender=Gender.FEMALE, birth_date=born[24], commune_code="59350", **file)
    DocumentFactory(beneficiary=sofia, kind=DocumentKind.IDENTITY_CARD, uploaded_by=amina)
    ChildFactory(beneficiary=sofia, home=ChildHome.THIS_PARENT)
    ObligationFactory(measure=JusticeMeasureFactory(beneficiary=sofia), kind=ObligationKind.RESIDENCE, details="Lille")
    tarek = BeneficiaryFactory(gender=Gender.MALE, languages=["Arabe"], birth_date=None, birth_year=None, **file)
    return {"karim": karim, "sofia": sofia, "tarek": tarek}


def page_of(client_of: Any, user: User, person: Beneficiary) -> Any:
    """The first page of everything around Lille."""
    return client_of(user).get(reverse("casework:find-partner", args=[person.pk]) + "?commune=Lille&rayon=20")


@pytest.mark.parametrize(("who", "expected"), [("karim", KARIM), ("sofia", SOFIA), ("tarek", TAREK)])
def test_every_service_of_the_first_page_says_why_it_fits_or_not(who, expected, people, client_of, amina):
    response = page_of(client_of, amina, people[who])
    cards, text = response.context["directory"].cards, shown(response).replace("\u00a0", " ")
    assert {card.name: card.fit.verdict for card in cards} == {name: told[0] for name, told in expected.items()}
    assert [card.fit.verdict for card in cards] == sorted(card.fit.verdict for card in cards)
    for card in cards:
        said = " ".join(f"{one.text} → {one.unlock}" for one in card.fit.reasons).replace("\u00a0", " ")
        assert expected[card.name][1] in said, card.name
        assert all(one.text.replace("\u00a0", " ") in text for one in card.fit.reasons)


def test_what_cannot_fit_comes_last_of_all_pages(people, client_of, amina):
    for rank in range(30):
        ServiceFactory(name=f"Loin {rank:02}", latitude=50.7, longitude=3.2, audiences=[EVERYONE])
    pages = [
        client_of(amina).get(
            reverse("casework:find-partner", args=[people["karim"].pk]) + f"?commune=Lille&rayon=20&page={number}"
        )
        for number in (1, 2)
    ]
    first, second = ([card.name for card in page.context["directory"].cards] for page in pages)
    assert "Halte des femmes" not in first and {"Halte des femmes", "Foyer jeunes", "Pension"} <= set(second)


def test_a_layer_that_the_reader_may_not_read_leaves_no_trace(people, client_of, amina, farid, nord):
    colleague = UserFactory()
    colleague.teams.add(nord)
    assert facts_of(people["sofia"], amina, TODAY).with_children is True
    assert facts_of(people["sofia"], colleague, TODAY).with_children is None
    text = shown(page_of(client_of, colleague, people["sofia"]))
    assert "Accueil des enfants" not in text and "N’accueille pas les enfants" not in text
    assert facts_of(people["karim"], amina, TODAY).duties and not facts_of(people["karim"], farid, TODAY).duties


def test_a_measure_that_ended_forbids_nothing(people, amina):
    Service.objects.filter(name="Accueil de jour").update(city="Roubaix")
    person = people["karim"]
    person.measures.update(ends_on=TODAY - timedelta(days=1))
    assert facts_of(person, amina, TODAY).duties == ()


def test_the_links_of_the_page_carry_the_search_and_the_file_and_nothing_else(people, client_of, amina):
    html = page_of(client_of, amina, people["karim"]).content.decode()
    links = [unescape(part.split('"')[0]) for part in html.split('href="')[1:]]
    carried = {name for link in links for name, _value in parse_qsl(urlsplit(link).query)}
    assert carried <= {"service", "personne", "mode", "domaine", "commune", "rayon", "next"}
