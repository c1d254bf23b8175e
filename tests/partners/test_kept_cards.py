"""What each keeps of the directory: stars, team notes; the check of the day, and the quality of a card."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partners.models import CardChange, Favourite, TeamNote
from partners.quality import quality_of
from tests.factories import FavouriteFactory, OrganizationFactory, ServiceFactory, TeamNoteFactory

pytestmark = pytest.mark.django_db


def test_todays_check_is_taken_back_as_it_was(client_of, chloe, denis):
    organization = OrganizationFactory(checked_on="2026-01-02", checked_by=denis)
    for name in ("organization-checked", "organization-checked", "organization-unchecked"):
        client_of(chloe).post(reverse(f"partners:{name}", args=[organization.pk]))
    organization.refresh_from_db()
    assert (organization.checked_on.isoformat(), organization.checked_by) == ("2026-01-02", denis)
    assert CardChange.objects.count() == 2
    client_of(denis).post(reverse("partners:organization-unchecked", args=[organization.pk]))
    organization.refresh_from_db()
    assert organization.checked_on, "an old check is not taken back"


def test_an_edit_writes_each_field_before_and_after_in_words(client_of, chloe):
    organization = OrganizationFactory(name="Le Pont (fictif)", city="Lille", phone="+33199000001")
    client = client_of(chloe)
    data = {"name": organization.name, "city": "Lille", "phone": "01 99 00 00 02", "country": "FR"}
    client.post(reverse("partners:organization-edit", args=[organization.pk]), data)
    change = CardChange.objects.get()
    assert (change.field, change.before, change.after, change.by) == ("phone", "+33199000001", "+33199000002", chloe)
    page = client.get(reverse("partners:organization-history", args=[organization.pk])).content.decode()
    assert "01 99 00 00 01" in page and "01 99 00 00 02" in page


def test_a_star_is_ones_own_and_a_double_click_leaves_it_as_it_was(client_of, amina, bruno):
    service = ServiceFactory(name="Douches", domains=["support"])
    client, url = client_of(amina), reverse("partners:service-favourite", args=[service.pk])
    client.post(url)
    mine = reverse("partners:favourite-list")
    assert "Douches" in client.get(mine).content.decode()
    assert "Douches" not in client.get(mine, {"domaine": "health"}).content.decode()
    assert "Douches" not in client_of(bruno).get(mine).content.decode()
    assert "Retirer des favoris" in client.get(reverse("partners:service", args=[service.pk])).content.decode()
    client.post(url)
    assert not Favourite.objects.exists()
    assert client.post(url, {"next": "https://ailleurs.test/"}).url == reverse("partners:service", args=[service.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        FavouriteFactory(user=amina, organization=service.organization, service=service)


def test_a_team_note_is_read_by_its_team_and_changed_by_its_author(client_of, amina, bruno, chloe, nord):
    service = ServiceFactory()
    page = reverse("partners:service", args=[service.pk])
    client_of(amina).post(
        reverse("partners:service-note-new", args=[service.pk]), {"team": nord.pk, "text": "Demander Sam le matin."}
    )
    note = TeamNote.objects.get()
    seen = {user: "Demander Sam" in client_of(user).get(page).content.decode() for user in (amina, chloe, bruno)}
    assert seen == {amina: True, chloe: True, bruno: False}
    edit, remove = (reverse(f"partners:team-note-{verb}", args=[note.pk]) for verb in ("edit", "remove"))
    assert client_of(chloe).post(edit, {"text": "Autre"}).status_code == 404
    assert client_of(bruno).post(reverse("partners:service-note-new", args=[service.pk]), {"team": nord.pk, "text": "x"}
    ).status_code == 200, "not a team of his"  # fmt: skip
    client_of(amina).post(edit, {"text": "Demander Alex."})
    assert "Demander Alex." in client_of(chloe).get(page).content.decode()
    client_of(amina).post(remove)
    assert "Alex" not in client_of(amina).get(page).content.decode() and TeamNote.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamNoteFactory(team=nord, author=amina, text="")


def test_the_published_rule_of_quality_is_told_in_words():
    poor = ServiceFactory(organization__phone="", description="Court.", audiences=[], contact_methods=["telephoner"])
    said = quality_of(poor)
    assert said.score < 30 and said.tone == "warning"
    assert "le téléphone, puisqu’on appelle" in said.missing and "le public accueilli" in said.missing
    full = ServiceFactory(
        description="Un accueil de jour ouvert à tous. " * 10,
        topics=["logement-hebergement--louer-un-logement"],
        contact_methods=["telephoner", "envoyer-un-courriel"],
        referred_by=["usagers"],
        phone="+33199000001",
        email="a@exemple.test",
        address="1 rue inventée",
        fees="gratuit",
        confirmed_on=timezone.localdate(),
    )
    assert (quality_of(full).score, quality_of(full).missing) == (100, [])
