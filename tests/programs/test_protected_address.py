"""The address of a protected house: its team and those named for a stay read it, each reading is journalled.

The walk of every page as every role is in tests/test_access.py, with their papers in tests/test_layers.py.
"""

import re

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from casework.passport.suggestions import roofs_for
from core.models import AuditEntry
from programs.models import AddressReader, ProtectedAddress, Stay
from tests.factories import BeneficiaryFactory, PlaceFactory, ProgramFactory, ProtectedAddressFactory
from tests.world.beds import ADDRESS, TOWN

pytestmark = pytest.mark.django_db
CANARY = "CANARI"


def test_the_administration_of_sites_does_not_hold_the_address(world, client_of, denis, chloe, farid):
    site, told = world.more["secret_site"], set()
    assert ProtectedAddress not in admin.site._registry and AddressReader not in admin.site._registry
    for user in (denis, chloe, farid):
        client = client_of(user)
        for model in ("site", "program", "session"):
            for url in (reverse(f"admin:programs_{model}_changelist"), f"?q={CANARY}"):
                page = client.get(url if url.startswith("/") else reverse(f"admin:programs_{model}_changelist") + url)
                told |= {(user.first_name, url)} if TOWN in page.text or ADDRESS in page.text else set()
        for act in ("change", "history"):
            page = client.get(reverse(f"admin:programs_site_{act}", args=[site.pk]))
            told |= {(user.first_name, act)} if TOWN in page.text or ADDRESS in page.text else set()
    assert told == set()
    typed = {"name": site.name, "city": "Roubaix", "has_secret_address": "on", "is_active": "on"}
    page = client_of(denis).post(reverse("admin:programs_site_change", args=[site.pk]), typed)
    assert "ne porte ni adresse, ni code postal, ni commune" in page.text


@pytest.fixture
def stay(nord, amina, chloe, gilles):
    """Booked by the coordination in a protected house."""
    house = ProgramFactory(kind="shelter", staff=[gilles], site__has_secret_address=True)
    ProtectedAddressFactory(
        site=house.site, address="3 allée Canari", city="Canariville", directions="Sonner deux fois"
    )
    person, day = BeneficiaryFactory(team=nord, lead_worker=amina), timezone.localdate()
    place = PlaceFactory(program=house)
    return Stay.objects.book(place, person, by=chloe, since=day, until=day.replace(year=day.year + 1))


def test_who_books_is_named_the_lead_worker_only_when_chosen_and_nobody_after_the_end(
    stay, amina, bruno, chloe, gilles, helene, client_of
):
    url = reverse("programs:stay-address", args=[stay.pk])

    opened = AuditEntry.objects.filter(object_type="programs.protectedaddress", person_id=stay.beneficiary_id)

    def reads(user):
        before = opened.filter(actor=user).count()
        page = client_of(user).get(url)
        told = page.status_code == 200 and "3 allée Canari" in page.text
        assert opened.filter(actor=user).count() == before + told
        assert (url in client_of(user).get(reverse("programs:stay", args=[stay.pk])).text) == told
        return told

    assert [reads(user) for user in (chloe, gilles, amina, bruno, helene)] == [True, True, False, False, False]
    booker = client_of(chloe)
    assert "ne voit pas ce séjour" in booker.post(url, {"user": bruno.pk}).text
    assert (
        "Erreur" in booker.post(url, {"user": ""}).text
        and client_of(amina).post(url, {"user": amina.pk}).status_code == 404
    )
    assert "L’adresse est confiée à" in booker.post(url, {"user": amina.pk}, follow=True).text
    assert reads(amina) and "Adresse confiée" in booker.get(reverse("programs:stay", args=[stay.pk])).text
    assert client_of(amina).post(url, {"user": helene.pk}).status_code == 200 and not reads(helene), "named, not naming"
    row = AddressReader.objects.get(user=amina)
    remove = reverse("programs:address-reader-remove", args=[stay.pk, row.pk])
    assert client_of(amina).post(remove).status_code == 403
    assert "Adresse retirée" in booker.post(remove, follow=True).text and not reads(amina)
    assert booker.post(remove).status_code == 404 and [e.act for e in stay.events.order_by("pk")][1:] == [
        "named",
        "named",
        "unnamed",
    ]
    stay.cancel(by=chloe, at=timezone.now(), reason="declined")
    assert [reads(user) for user in (chloe, gilles)] == [False, True]


def test_the_sheet_handed_to_the_person_bears_the_address_only_when_chosen(stay, amina, chloe, client_of):
    url = reverse("casework:release-passport", args=[stay.beneficiary_id])
    sheet = {"size": 14, "order": "sleep meetings papers helper", "preview": "1"}
    roof = {"r-0-keep": "on", "r-0-name": "La maison", "r-0-with_address": "on"}

    def printed():
        return re.sub(r"<input[^>]*>", "", client_of(amina).post(url, sheet | roof).text)

    assert "protected" not in roofs_for(stay.beneficiary, amina)[0] and "Canari" not in printed()
    AddressReader.objects.register(stay, amina, by=chloe, at=timezone.now())
    assert (
        "Écrire l’adresse protégée" in client_of(amina).get(url).text and "Canari" not in client_of(amina).get(url).text
    )
    assert "3 allée Canari, Canariville" in printed()
    del roof["r-0-with_address"]
    assert "Canari" not in printed()
