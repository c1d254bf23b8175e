"""Pages of organisations, services and contacts."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditAction, AuditEntry
from partners.facts import plain_text
from partners.models import Organization, Service
from tests.casework.desk import cost
from tests.factories import CommuneFactory, ContactFactory, OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def test_a_contacts_details_are_masked_until_asked_for_and_the_journal_knows(client_of, amina):
    contact = ContactFactory(name="Camille Exemple", phone="+33199000123", email="camille@exemple.test")
    client, url = client_of(amina), reverse("partners:organization", args=[contact.organization_id])
    masked = client.get(url).content.decode()
    assert "Camille Exemple" in masked and "01 99 00 01 23" not in masked and "camille@" not in masked
    reveal = reverse("partners:contact-reveal", args=[contact.pk])
    assert client.get(reveal).status_code == 405 and not AuditEntry.objects.exists()
    shown = client.post(reveal).content.decode()
    assert "01 99 00 01 23" in shown and "mailto:camille@exemple.test" in shown
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.object_id) == (amina, AuditAction.OPENED, str(contact.pk))


def test_checked_today_is_one_post_and_says_who(client_of, chloe):
    service = ServiceFactory()
    client_of(chloe).post(reverse("partners:service-checked", args=[service.pk]))
    service.refresh_from_db()
    assert (service.checked_on, service.checked_by) == (timezone.localdate(), chloe)
    assert AuditEntry.objects.get().fields == ["checked_on"]


def test_a_caseworker_reads_the_directory_and_does_not_write_it(client_of, amina):
    service = ServiceFactory()
    client = client_of(amina)
    assert "modifier" not in client.get(reverse("partners:service", args=[service.pk])).content.decode()
    for name, pk in [
        ("service-edit", service.pk),
        ("organization-edit", service.organization_id),
        ("service-new", service.organization_id),
    ]:
        assert client.get(reverse(f"partners:{name}", args=[pk])).status_code == 403
    assert client.post(reverse("partners:service-checked", args=[service.pk])).status_code == 403


def test_an_organisation_is_added_where_its_commune_is(client_of, denis):
    CommuneFactory()
    data = {
        "name": "Nouvelle",
        "city": "lille",
        "postal_code": "59000",
        "is_active": "on",
        "website": "exemple.test",
        "just_checked": "on",
    }
    client_of(denis).post(reverse("partners:organization-new"), data)
    organization = Organization.objects.get()
    assert (organization.insee_code, organization.website) == ("59350", "https://exemple.test")
    assert organization.checked_by == denis and organization.latitude
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == ["created", "changed"]


def test_domains_chosen_by_hand_are_remembered_as_such(client_of, denis):
    service = ServiceFactory(domains=["housing"])
    url = reverse("partners:service-edit", args=[service.pk])
    data = {"name": service.name, "is_active": "on", "domains": ["housing"]}
    client_of(denis).post(url, data)
    service.refresh_from_db()
    assert not service.domains_corrected
    client_of(denis).post(url, data | {"domains": ["justice"]})
    service.refresh_from_db()
    assert service.domains == ["justice"] and service.domains_corrected


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "x" * 10_000},
        {"link": "javascript:alert(1)"},
        {"phone": "abc"},
        {"audiences": ["tous-publics", "femmes"]},
        {"name": "a\x00"},
    ],
    ids=str,
)
def test_a_refused_form_keeps_every_value_and_says_what_to_correct(client_of, denis, bad):
    service = ServiceFactory(name="Intact")
    data = {"name": "Neuf", "description": "Ce que j’ai tapé", "is_active": "on"} | bad
    answer = client_of(denis).post(reverse("partners:service-edit", args=[service.pk]), data)
    text = answer.content.decode()
    assert answer.status_code == 200 and "Ce que j’ai tapé" in text and "Erreur :" in text.replace("\u00a0", " ")
    assert Service.objects.get().name == "Intact"


def test_a_new_service_starts_at_the_address_of_its_organisation(client_of, denis):
    organization = OrganizationFactory(city="Lille", postal_code="59000", latitude=50.6, longitude=3.0)
    client, url = client_of(denis), reverse("partners:service-new", args=[organization.pk])
    assert 'value="59000"' in client.get(url).content.decode()
    client.post(url, {"name": "Douches", "city": "Lille", "postal_code": "59000", "is_active": "on"})
    service = Service.objects.get()
    assert (service.organization, service.latitude) == (organization, 50.6)


def test_the_page_of_a_service_shows_text_as_text(client_of, amina):
    service = ServiceFactory(
        name="<script>alert(1)</script>", description="**Où** <b>ici</b>\n- un\n[site](https://exemple.test)"
    )
    text = client_of(amina).get(reverse("partners:service", args=[service.pk])).content.decode()
    assert "<script>alert" not in text and "<b>ici" not in text and "Où" in text and "**" not in text
    assert plain_text("## Titre\n* un\n**deux**") == "Titre\n• un\ndeux"


def test_organisations_are_found_by_name_or_commune_and_counted_without_more_queries(client_of, amina):
    client, url = client_of(amina), reverse("partners:organization-list")
    ServiceFactory(organization=OrganizationFactory(name="Élan inventé", city="Roubaix"))
    assert "1 service" in client.get(url + "?q=elan").content.decode()
    alone = cost(client, url + "?q=roubaix")
    for _ in range(30):
        ServiceFactory(organization__city="Roubaix")
    assert "31 structures" in client.get(url + "?q=ROUBAIX").content.decode()
    assert cost(client, url + "?q=roubaix") == alone == 5
    for text in ("%25", "_", "%5C", "%00", "x" * 3000):
        assert "Élan" not in client.get(f"{url}?q={text}").content.decode()


def test_an_organisations_page_costs_the_same_whatever_it_offers(client_of, amina):
    organization = OrganizationFactory()
    ServiceFactory(organization=organization)
    ContactFactory(organization=organization)
    client, url = client_of(amina), reverse("partners:organization", args=[organization.pk])
    alone = cost(client, url)
    for _ in range(30):
        ContactFactory(organization=organization, service=ServiceFactory(organization=organization))
    assert cost(client, url) == alone == 12


def test_the_admin_lists_the_directory_without_one_query_a_row(client_of, denis):
    for _ in range(3):
        ContactFactory(organization=ServiceFactory().organization)
    CommuneFactory()
    client = client_of(denis)
    for model in ("organization", "service", "contact", "commune"):
        assert client.get(reverse(f"admin:partners_{model}_changelist") + "?q=l").status_code == 200
    service = Service.objects.first()
    assert client.get(reverse("admin:partners_service_change", args=[service.pk])).status_code == 200
    assert client.get(reverse("admin:partners_organization_change", args=[service.organization_id])).status_code == 200
