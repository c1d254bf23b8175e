"""A session ends by itself, and nothing typed is lost with it."""

import time

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_session_idle_for_half_an_hour_ends(client_of, amina, monkeypatch):
    client = client_of(amina)
    assert client.get(reverse("core:ping")).status_code == 204
    start = time.time()
    monkeypatch.setattr("core.middleware.time.time", lambda: start + settings.SESSION_IDLE_SECONDS + 60)
    answer = client.get(reverse("core:ping"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_activity_keeps_the_session(client_of, amina, monkeypatch):
    client = client_of(amina)
    start = time.time()
    for minutes in (0, 20, 40, 60):
        monkeypatch.setattr("core.middleware.time.time", lambda minutes=minutes: start + minutes * 60)
        assert client.get(reverse("core:ping")).status_code == 204


def test_a_form_posted_after_the_session_ended_is_given_back():
    answer = Client().post(
        reverse("beneficiaries:follow-up-new"),
        {"summary": "Il a retrouvé sa carte.", "submission": "jeton du formulaire"},
    )
    assert answer.status_code == 401
    assert "Il a retrouvé sa carte." in answer.content.decode()
    assert "jeton du formulaire" not in answer.content.decode()


def test_a_form_whose_token_expired_is_given_back(amina):
    client = Client(enforce_csrf_checks=True)
    client.force_login(amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(reverse("beneficiaries:follow-up-new"), {"summary": "Elle commence <lundi> à Lille."})
    assert answer.status_code == 403
    assert "Elle commence &lt;lundi&gt; à Lille." in answer.content.decode()


def test_private_pages_stay_out_of_every_cache(client_of, amina):
    assert client_of(amina).get(reverse("accounts:profile")).headers["Cache-Control"] == "no-store, private"


def test_signing_out_clears_what_the_browser_kept(client_of, amina):
    answer = client_of(amina).post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_each_answer_carries_the_strict_policy(client_of, amina):
    policy = client_of(amina).get(reverse("accounts:profile")).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_language_follows_the_browser_then_the_profile(client_of, amina):
    client = client_of(amina)
    page = reverse("accounts:profile")
    assert '<html lang="en"' in client.get(page, headers={"accept-language": "en"}).content.decode()
    amina.language = "fr"
    amina.save()
    assert '<html lang="fr"' in client.get(page, headers={"accept-language": "en"}).content.decode()


def test_health_answers_to_anybody():
    assert Client().get("/healthz").json() == {"status": "ok"}
