"""Saved searches: what is kept of a URL, what is new, who is told."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import OutgoingMail
from partners.freshness import searches
from partners.models import SavedSearch, Service
from tests.factories import SavedSearchFactory, ServiceFactory

pytestmark = pytest.mark.django_db
TUESDAY = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


def test_the_filters_are_kept_and_nothing_else(client_of, amina):
    client, url = client_of(amina), reverse("partners:saved-search-new")
    for query in ("page=3&domaine=housing&personne=x&r=secret&rayon=20", "rayon=20&domaine=housing", "page=2", ""):
        client.post(url, {"query": query, "name": "  Toits  "})
    saved = SavedSearch.objects.get()
    assert (saved.query, saved.name, saved.user) == ("domaine=housing&rayon=20", "Toits", amina)
    found = client.get(reverse("partners:directory"), {"domaine": "housing"}).content.decode()
    assert "Enregistrer cette recherche" in found


def test_news_are_what_came_or_changed_since_the_last_look_and_the_mail_says_so_once_a_day(client_of, amina):
    old = ServiceFactory(name="Ancien toit", domains=["housing"])
    Service.objects.filter(pk=old.pk).update(updated_at=TUESDAY - dt.timedelta(days=30))
    search = SavedSearchFactory(user=amina, by_email=True, seen_at=TUESDAY - dt.timedelta(days=2))
    assert searches.count_news(TUESDAY) == 0 and not OutgoingMail.objects.exists()
    for name, domain in (("Nouveau toit", "housing"), ("Nouvelle santé", "health")):
        row = ServiceFactory(name=name, domains=[domain])
        Service.objects.filter(pk=row.pk).update(updated_at=TUESDAY)
    assert [searches.count_news(TUESDAY + dt.timedelta(hours=hour)) for hour in (0, 1)] == [1, 0]
    letter = OutgoingMail.objects.get()
    assert "1 service nouveau" in letter.body and "toit" not in letter.body
    client, page = client_of(amina), reverse("partners:saved-search", args=[search.pk])
    text = client.get(page).content.decode()
    assert "Nouveau toit" in text and "Ancien toit" not in text
    assert "1 nouveauté" in client.get(reverse("partners:saved-search-list")).content.decode()
    client.post(reverse("partners:saved-search-change", args=[search.pk]), {"verb": "seen"})
    search.refresh_from_db()
    assert search.news == 0 and search.seen_at > timezone.now() - dt.timedelta(minutes=1)


def test_no_more_than_twenty(client_of, amina):
    for number in range(20):
        SavedSearchFactory(user=amina, query=f"q={number}")
    answer = client_of(amina).post(
        reverse("partners:saved-search-new"), {"query": "domaine=health", "name": "x"}, follow=True
    )
    assert "déjà 20 recherches" in answer.content.decode() and SavedSearch.objects.count() == 20
