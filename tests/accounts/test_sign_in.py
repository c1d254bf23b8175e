"""Signing in, by e-mail or through the demo’s door."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Association
from tests.factories import AssociationFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "quatre mots faciles"


@pytest.fixture
def account(db):
    user = UserFactory(email="lea@exemple.test")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_the_right_password_opens_the_day(account):
    answer = Client().post(reverse("account_login"), {"login": "Lea@exemple.test", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, reverse("casework:home"))


@pytest.mark.parametrize("email", ["lea@exemple.test", "personne@exemple.test"])
def test_a_refusal_does_not_tell_which_accounts_exist(account, email):
    answer = Client().post(reverse("account_login"), {"login": email, "password": "un autre mot"})
    text = answer.content.decode().replace(email, "")
    assert answer.status_code == 200
    assert "incorrects" in text
    other = Client().post(reverse("account_login"), {"login": "autre@exemple.test", "password": "un autre mot"})
    strip = lambda page: [line for line in page.splitlines() if "csrf" not in line.lower()]  # noqa: E731
    assert strip(text) == strip(other.content.decode().replace("autre@exemple.test", ""))


def test_a_closed_account_stays_out(account):
    account.is_active = False
    account.save()
    client = Client()
    client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_nobody_signs_up_alone():
    before = UserFactory._meta.model.objects.count()
    Client().post(reverse("account_signup"), {"email": "x@exemple.test", "password1": PASSWORD})
    assert UserFactory._meta.model.objects.count() == before


def test_the_reset_mail_is_signed_by_the_association_and_says_nothing_else(account):
    AssociationFactory(name="Le Seuil")
    Client().post(reverse("account_reset_password"), {"email": account.email}, headers={"accept-language": "fr"})
    (message,) = mail.outbox
    assert message.to == [account.email]
    assert "Le Seuil" in message.body
    assert account.last_name not in message.subject + message.body


def test_no_redirect_leaves_the_site(account):
    page = reverse("account_login") + "?next=//ailleurs.exemple.test/"
    answer = Client().post(page, {"login": account.email, "password": PASSWORD, "next": "//ailleurs.exemple.test/"})
    assert answer.url == reverse("casework:home")


def test_the_demo_door_is_shut_outside_the_demo(account):
    AssociationFactory(is_demo=True)
    client = Client()
    assert client.post(reverse("accounts:demo-enter", args=[account.pk])).status_code == 404
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_the_demo_door_is_shut_on_real_data(account, settings):
    settings.DEMO = True
    AssociationFactory(is_demo=False)
    assert Client().post(reverse("accounts:demo-enter", args=[account.pk])).status_code == 404


def test_the_demo_opens_in_one_click_and_says_that_its_data_are_invented(account, settings):
    settings.DEMO = True
    AssociationFactory(is_demo=True)
    client = Client(headers={"accept-language": "fr"})
    page = client.get(reverse("account_login")).content.decode()
    assert reverse("accounts:demo-enter", args=[account.pk]) in page
    assert "onnées fictives" in page
    assert client.post(reverse("accounts:demo-enter", args=[account.pk])).status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_the_association_is_one():
    AssociationFactory()
    assert Association.current().name == "Le Seuil"
