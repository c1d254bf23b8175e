"""Duplicates of the directory: found with their reasons, made one, and put back as they were."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core import serializers
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError
from core.models import AuditEntry
from partners import duplicates, merging
from partners.models import CardChange, CardKind, CardMerge, Favourite, Organization, Service
from referrals.models import Referral
from tests.factories import (
    CampaignLineFactory,
    ContactFactory,
    FavouriteFactory,
    OrganizationFactory,
    PartnerSiteFactory,
    ReferralFactory,
    ServiceFactory,
    TeamNoteFactory,
)

pytestmark = pytest.mark.django_db
ORGANIZATION, SERVICE = CardKind.ORGANIZATION, CardKind.SERVICE


def reasons(kind: str) -> dict[frozenset[str], list[str]]:
    """Names of each pair found, with why."""
    pairs = duplicates.shown_pairs(kind, duplicates.likely_pairs(kind))
    return {frozenset([pair.one.name, pair.other.name]): sorted(pair.reasons) for pair in pairs}


def everything(*models: Any) -> str:
    """All rows, exactly."""
    rows = [row for model in models for row in model._base_manager.order_by("pk")]
    return json.dumps(serializers.serialize("python", rows), default=str)


def test_pairs_are_found_by_what_they_share_and_no_longer_once_told_apart(chloe):
    near = {"latitude": 50.63, "longitude": 3.05}
    OrganizationFactory(name="Association l’Étape", siret="12345678901234", **near)
    OrganizationFactory(name="L’ETAPE (fictif)", phone="+33199000001", email="A@exemple.test", **near)
    OrganizationFactory(name="Autre nom", siret="12345678901234", latitude=43.3, longitude=5.4)
    OrganizationFactory(name="Au même bureau", phone="+33199000001", email="a@exemple.test", city="Paris")
    OrganizationFactory(name="L’Étape", latitude=43.3, longitude=5.4, city="Marseille")
    OrganizationFactory(name="Retirée", phone="+33199000001", is_active=False)
    assert reasons(ORGANIZATION) == {
        frozenset(["Association l’Étape", "L’ETAPE (fictif)"]): ["même nom, au même endroit"],
        frozenset(["Association l’Étape", "Autre nom"]): ["même SIRET"],
        frozenset(["L’ETAPE (fictif)", "Au même bureau"]): ["même courriel", "même téléphone"],
    }
    one, other = (Organization.objects.get(name=name) for name in ("Autre nom", "Association l’Étape"))
    for _twice in range(2):
        duplicates.tell_apart(one, other, by=chloe)
    assert len(reasons(ORGANIZATION)) == 2
    partner = OrganizationFactory(name="Une maison")
    for name in ("Douches", "Douches (fictif)", "Laverie"):
        ServiceFactory(organization=partner, name=name)
    assert list(reasons(SERVICE)) == [frozenset(["Douches", "Douches (fictif)"])]


def test_everything_follows_and_undoing_leaves_every_row_as_it_was(chloe, amina, client_of):
    kept, absorbed = OrganizationFactory(name="Gardée", phone=""), OrganizationFactory(
        name="Réunie", phone="+33199000009", email="r@exemple.test", checked_on="2026-02-03", checked_by=amina
    )  # fmt: skip
    site = PartnerSiteFactory(organization=absorbed)
    service = ServiceFactory(organization=absorbed, site=site)
    ContactFactory(organization=absorbed)
    CampaignLineFactory(organization=absorbed, campaign__created_by=chloe)
    TeamNoteFactory(service=None, organization=absorbed, author=amina)
    ReferralFactory(service=service)
    FavouriteFactory(user=amina, service=None, organization=kept)
    twice = FavouriteFactory(user=amina, service=None, organization=absorbed)
    tables = {type(row) for row in (kept, service, site, twice)} | {
        link for link, _name in merging._links(Organization)
    }
    tables = sorted(tables - {CardMerge}, key=lambda model: model._meta.label)
    before = everything(*tables)

    url = reverse("partners:organization-merge", args=[kept.pk, absorbed.pk])
    client = client_of(chloe)
    assert "Réunie" in client.get(url).content.decode() and everything(*tables) == before
    client.post(url, {"email": "absorbed", "name": "kept"})
    kept.refresh_from_db()
    service.refresh_from_db()
    assert (kept.name, str(kept.phone), kept.email) == ("Gardée", "01 99 00 00 09", "r@exemple.test")
    assert service.organization == kept and service.site.organization == kept
    assert kept.contacts.count() == kept.campaign_lines.count() == 1
    record = CardMerge.objects.get()
    assert record.stayed == ["partners.Favourite"] and Favourite.objects.get(pk=twice.pk).organization == absorbed
    answer = client.get(reverse("partners:organization", args=[absorbed.pk]))
    assert answer.status_code == 302 and answer.url.endswith(f"{kept.pk}/")
    assert set(CardChange.objects.values_list("origin", flat=True)) == {"merge"}

    undo = reverse("partners:card-merge-undo", args=[record.pk])
    client.post(undo)
    assert everything(*tables) == before
    client.post(undo)
    assert everything(*tables) == before, "undone once"
    assert AuditEntry.objects.filter(object_type="partners.cardmerge").count() == 2


def test_a_service_takes_its_referrals_and_what_changed_since_stays(chloe):
    partner = OrganizationFactory()
    kept, absorbed = (ServiceFactory(organization=partner, name="Douches", fees=fees) for fees in ("", "gratuit"))
    referral = ReferralFactory(service=absorbed)
    record = merging.merge(kept, absorbed, by=chloe, at=timezone.now(), choices={})
    assert Referral.objects.get(pk=referral.pk).service == kept
    Service.objects.filter(pk=kept.pk).update(fees="payant")
    assert merging.undo(record, by=chloe, at=timezone.now()) == ["fees"]
    assert Referral.objects.get(pk=referral.pk).service == absorbed
    assert Service.objects.get(pk=kept.pk).fees == "payant" and Service.objects.get(pk=absorbed.pk).is_active


def test_what_would_harm_is_refused(chloe):
    head, now = OrganizationFactory(), timezone.now()
    branch, other = OrganizationFactory(parent=head), OrganizationFactory()
    with pytest.raises(DomainError, match="siège"):
        merging.merge(branch, head, by=chloe, at=now, choices={})
    with pytest.raises(DomainError, match="différentes"):
        merging.merge(head, head, by=chloe, at=now, choices={})
    first = merging.merge(other, OrganizationFactory(), by=chloe, at=now, choices={})
    merging.merge(head, other, by=chloe, at=now + dt.timedelta(seconds=1), choices={})
    with pytest.raises(DomainError, match="depuis"):
        merging.undo(first, by=chloe, at=now)
    with pytest.raises(DomainError, match="30 jours"):
        merging.undo(first, by=chloe, at=now + dt.timedelta(days=31))
