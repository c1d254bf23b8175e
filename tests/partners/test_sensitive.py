"""A sensitive organisation is « Autre » on whatever leaves the house; a shelter’s address is in no directory."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from casework.passport.suggestions import service_words
from partners.exchange.files import export
from tests.factories import OrganizationFactory, ReferralFactory, ServiceFactory, SiteFactory

pytestmark = pytest.mark.django_db


def test_a_sensitive_organisation_is_other_on_paper_and_itself_on_our_screens(client_of, amina, nord):
    organization = OrganizationFactory(name="CANARI soins", is_sensitive=True, phone="+33199000001")
    service = ServiceFactory(organization=organization, name="CANARI groupe de parole", address="1 rue CANARI")
    assert service_words(service) == {"name": "Autre", "where": "", "phone": "01 99 00 00 01"}
    sent = ReferralFactory(sent=True, service=service, beneficiary__team=nord, created_by=amina)
    client = client_of(amina)
    printed = client.get(reverse("referrals:print", args=[sent.pk])).content.decode()
    assert "CANARI" not in printed and "<bdi>Autre</bdi>" in printed
    assert "CANARI soins" in client.get(reverse("partners:organization", args=[organization.pk])).content.decode()


def test_the_address_of_a_shelter_is_in_no_directory(client_of, denis):
    with pytest.raises(IntegrityError), transaction.atomic():
        SiteFactory(has_secret_address=True, address="12 rue CANARI")
    SiteFactory(name="Maison CANARI", address="12 rue CANARI", postal_code="59000", city="CANARI-ville")
    ServiceFactory()
    client = client_of(denis)
    asked = {"directory": "q", "organization-list": "q", "communes": "commune", "areas": "more_areas", "heads": "head"}
    for page, name in asked.items():
        for text in ("canari", ""):
            answer = client.get(reverse(f"partners:{page}"), {name: text})
            shown = answer.content.decode().replace("canari", "")
            assert answer.status_code == 200 and "CANARI" not in shown
    for content in ("structures", "services"):
        assert not any("CANARI" in part for part in export("json", content))
