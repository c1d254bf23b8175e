"""Writing the directory by hand: branches, sites, services and contacts; withdrawing and putting back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from partners.models import CardChange, Contact, Organization, Site
from tests.factories import (
    CommuneFactory,
    ContactFactory,
    DepartmentFactory,
    OrganizationFactory,
    PartnerSiteFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, denis):
    """Somebody who writes the directory, near Lille."""
    CommuneFactory()
    DepartmentFactory()
    return client_of(denis)


def post(client, page, pk, **data):
    """Send a form; its errors when it comes back."""
    answer = client.post(reverse(f"partners:{page}", args=[pk] if pk else []), data)
    return dict(answer.context["form"].errors) if answer.status_code == 200 else {}


def test_a_branch_names_its_head_and_shows_on_its_page(client):
    head = OrganizationFactory(name="Le Pont (fictif)", city="Lille")
    OrganizationFactory(name="Le Gué", city="Lille"), OrganizationFactory(name="Le Gué", city="Douai")
    url = reverse("partners:organization-new")
    assert "Le Pont (fictif) (Lille)" in client.get(f"{url}?siege={head.pk}").content.decode()
    assert client.get(f"{url}?siege=x").status_code == 200
    assert post(client, "organization-new", None, name="Antenne de Roubaix", head="le pont (fictif) (lille)") == {}
    branch = Organization.objects.get(name="Antenne de Roubaix")
    assert branch.parent == head
    assert "Antenne de Roubaix" in client.get(reverse("partners:organization", args=[head.pk])).content.decode()
    refused = [("Antenne de Roubaix", "C’est déjà une antenne"), ("Personne", "Aucune"), ("Le Gué", "Plusieurs")]
    for typed, words in refused:
        [message] = post(client, "organization-new", None, name="Autre", head=typed)["head"]
        assert words in message
    assert "des antennes" in str(post(client, "organization-edit", head.pk, name="Le Pont", head="Le Gué (Douai)"))
    assert "propre antenne" in str(post(client, "organization-edit", head.pk, name="Le Pont", head="Le Pont (fictif)"))
    suggested = client.get(reverse("partners:heads"), {"head": "gue"}).content.decode()
    assert "Le Gué (Lille)" in suggested and "Antenne" not in suggested


def test_a_service_takes_the_address_of_its_site_and_follows_it(client):
    organization = OrganizationFactory()
    assert post(client, "site-new", organization.pk, name="Rue Neuve", city="Lille", postal_code="59000") == {}
    site = Site.objects.get()
    assert (site.insee_code, site.organization) == ("59350", organization) and site.latitude
    service = ServiceFactory(organization=organization, city="Ailleurs", insee_code="", latitude=None)
    other = PartnerSiteFactory()
    data = {"name": "Douches", "city": "Ailleurs"}
    assert "site" in post(client, "service-edit", service.pk, **data, site=other.pk)
    assert post(client, "service-edit", service.pk, **data, site=site.pk) == {}
    service.refresh_from_db()
    assert (service.city, service.insee_code, service.latitude) == ("Lille", "59350", site.latitude)
    CommuneFactory(insee_code="59512", name="Roubaix", postal_codes=["59100"], latitude=50.69)
    assert post(client, "site-edit", site.pk, name="Rue Neuve", city="Roubaix", hours_mo="9h-12h") == {}
    service.refresh_from_db()
    assert (service.city, service.latitude, service.hours) == ("Roubaix", 50.69, "Mo 09:00-12:00")
    assert CardChange.objects.filter(service=service, field="city").count() == 2


def test_everything_a_service_says_is_typed_and_shown(client):
    organization = OrganizationFactory(insee_code="59350")
    service = ServiceFactory(organization=organization, domains=["health"])
    data = {
        "name": "Accueil", "sex": "women", "age_min": "18", "age_max": "25", "children_welcome": "False",
        "spoken": "français, arabe", "papers": ["identity_card"], "areas": ["59"], "more_areas": "Lille (59), France",
        "capacity": "12", "places_free": "3", "closed_from": "24/12/2026", "closed_until": "3/1/2027",
        "closed_reason": "Travaux", "topics": ["logement-hebergement--louer-un-logement"], "domains": ["health"],
    }  # fmt: skip
    assert post(client, "service-edit", service.pk, **data) == {}
    service.refresh_from_db()
    assert (service.languages, service.eligibility_areas) == (["ar", "fr"], ["59", "59350", "france"])
    assert (service.domains, service.domains_corrected) == (["housing"], False)
    assert service.places_on == timezone.localdate() and service.children_welcome is False
    text = client.get(reverse("partners:service", args=[service.pk])).content.decode().replace("\u00a0", " ")
    for words in (
        "Femmes seulement, de 18 à 25 ans, sans enfants", "français, arabe", "Pièce d’identité",
        "Nord, Lille (59), France entière", "3 places libres sur 12", "Travaux",
    ):  # fmt: skip
        assert words in text
    wrong = {"spoken": "klingon", "more_areas": "Nulle part", "age_min": "30", "age_max": "20", "places_free": "13"}
    errors = post(client, "service-edit", service.pk, **data | wrong)
    assert {"spoken", "more_areas", "__all__"} <= errors.keys() and len(errors["__all__"]) == 2
    assert post(client, "service-edit", service.pk, **data | {"domains": ["justice"]}) == {}
    service.refresh_from_db()
    assert (service.domains, service.domains_corrected) == (["justice"], True)
    back = data | {"domains": ["justice"], "derive_domains": "on"}
    assert post(client, "service-edit", service.pk, **back) == {}
    service.refresh_from_db()
    assert (service.domains, service.domains_corrected) == (["housing"], False)


def test_a_contact_is_added_corrected_and_withdrawn_with_its_lines_in_the_journal(client):
    service = ServiceFactory()
    assert "__all__" in post(client, "contact-new", service.organization_id, email="a@exemple.test")
    assert post(client, "contact-new", service.organization_id, function="Accueil", service=service.pk) == {}
    contact = Contact.objects.get()
    assert post(client, "contact-edit", contact.pk, function="Direction") == {}
    client.get(reverse("partners:contact-edit", args=[contact.pk]))
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["created", "changed", "opened"]
    assert "service" in post(client, "contact-new", service.organization_id, function="x", service=ServiceFactory().pk)


@pytest.mark.parametrize("make", [OrganizationFactory, ServiceFactory, PartnerSiteFactory, ContactFactory])
def test_what_is_withdrawn_can_be_put_back(make, client, client_of, amina):
    one = make()
    noun = one._meta.model_name
    url = reverse(f"partners:{noun}-presence", args=[one.pk])
    page = reverse("partners:organization", args=[getattr(one, "organization_id", one.pk)])
    client.post(url), client.post(url)
    one.refresh_from_db()
    assert not one.is_active and AuditEntry.objects.count() == 1
    assert "Remettre" in client.get(page).content.decode() or noun == "service"
    if noun in {"site", "contact"}:
        assert str(one) not in client_of(amina).get(page).content.decode()
    client.post(url, {"remettre": "1"})
    one.refresh_from_db()
    assert one.is_active
