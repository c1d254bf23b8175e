"""The public interface: valid OpenAPI, no fault whatever is asked, nobody’s contact in any answer."""

import warnings

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase
from hypothesis import given as hypothesis_given
from hypothesis import settings as examples

from partners.exchange.interface import description
from tests.factories import (
    CommuneFactory,
    OrganizationFactory,
    PlaceFactory,
    ProtectedAddressFactory,
    ServiceFactory,
    SiteFactory,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import openapi

pytestmark = pytest.mark.django_db
BASE = "/api/v1/"


@pytest.fixture
def directory():
    """A few cards, one of each that must not be seen."""
    CommuneFactory()
    shown = OrganizationFactory(
        name="Maison ouverte",
        insee_code="59350",
        phone="+33199000102",
        email="canari@exemple.test",
        description="CANARI?",
    )
    ServiceFactory.create_batch(30, organization=shown, phone="+33199000103", email="canari@exemple.test")
    secret = OrganizationFactory(name="Canari violences", is_sensitive=True)
    ServiceFactory(organization=secret, name="Canari caché")
    ServiceFactory(organization__name="Canari parti", organization__is_active=False)
    ServiceFactory(name="x", description="")
    shelter = SiteFactory(name="Canari abri", has_secret_address=True)
    ProtectedAddressFactory(site=shelter, address="3 allée Canari", city="Canariville")
    PlaceFactory(name="Canari lit", program__name="Canari foyer", program__site=shelter)
    return shown


def test_lists_are_cut_into_pages_and_nothing_personal_is_in_them(directory, client):
    answer = client.get(f"{BASE}services/", {"commune": "59350", "rayon": "20", "domaine": "housing"}).json()
    assert len(answer["resultats"]) == 25 and answer["suivante"] == 2
    second = client.get(f"{BASE}services/", {"commune": "59350", "domaine": "housing", "page": "2"}).json()
    keys = {one["uuid"] for one in answer["resultats"] + second["resultats"]}
    assert len(keys) == 31 and second["suivante"] is None
    found = client.get(f"{BASE}services/", {"q": "accueil de jour"}).json()["resultats"]
    assert found and found[0]["nom"].startswith("Accueil de jour")
    structures = client.get(f"{BASE}structures/", {"q": "MAISON", "commune": "59350"}).json()["resultats"]
    assert [one["nom"] for one in structures] == ["Maison ouverte"]
    one = client.get(f"{BASE}structures/{directory.pk}/").json()
    for text in map(
        str, (answer, second, found, structures, one, client.get(f"{BASE}services/", {"q": "canari"}).json())
    ):
        assert not {"telephone", "courriel", "contact_nom_prenom"} & set(one)
        assert "+33199" not in text and "@" not in text and "Canari" not in text
    for path in ("services/?q=abri", "structures/?q=canari", "openapi.json", ""):
        assert "Canari" not in client.get(f"{BASE}{path}").content.decode(), "a shelter is nowhere in the directory"


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "page=401", "commune=x", "domaine=x", "rayon=3", "rayon=x", "x=1", "q=a&q=b"],
)
def test_a_demand_that_makes_no_sense_is_refused_with_its_field(directory, client, query):
    assert client.get(f"{BASE}services/?commune=00000").status_code == 404
    answer = client.get(f"{BASE}services/?{query}")
    assert answer.status_code == 422 and answer.json()["erreurs"][0]["champ"] == query.partition("=")[0]


def test_too_many_demands_wait_and_the_interface_may_be_closed(client, settings):
    settings.DIRECTORY_API_PER_MINUTE = 2
    codes = [client.get(f"{BASE}structures/").status_code for _turn in range(4)]
    assert 429 in codes and codes[:2] == [200, 200]
    settings.DIRECTORY_API = False
    assert Client().get("/api/").status_code == 404


@pytest.mark.filterwarnings("ignore")
def test_no_fault_and_no_breach_of_the_schema_whatever_is_asked(directory, settings):
    settings.DIRECTORY_API_PER_MINUTE = 1_000_000
    schema = openapi.from_dict(description())
    schema.app = get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        ask_everything(schema)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def ask_everything(schema) -> None:
    """Some dozens of demands for each operation, sensible and not."""
    for operation in schema.get_all_operations():
        strategy = operation.ok().as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)

        @examples(max_examples=12, deadline=None, database=None, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @hypothesis_given(case=strategy)
        def ask(case) -> None:
            assert "Canari" not in case.call_and_validate().text

        ask()
