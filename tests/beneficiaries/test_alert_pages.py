"""Alerts: always with an end, lifted by one button."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Alert
from core.models import AuditAction, AuditEntry
from tests.factories import AlertFactory, BeneficiaryFactory

TODAY = timezone.localdate


@pytest.fixture
def sofia(nord, amina):
    """Followed by Amina."""
    return BeneficiaryFactory(team=nord, lead_worker=amina)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ({"span": "7"}, 7),
        ({"span": "30", "ends_on": ""}, 30),
        ({"span": "30", "ends_on": "demain"}, 1),
    ],
)
def test_an_alert_ends_after_the_span_or_on_the_day_written(client_of, amina, sofia, typed, days):
    url = reverse("beneficiaries:alert-new", args=[sofia.pk])
    for _time in range(2):
        assert client_of(amina).post(url, {"text": "Ne pas appeler", **typed}).status_code == 302
    alert = Alert.objects.get()
    assert alert.ends_on == TODAY() + dt.timedelta(days=days)
    assert (alert.starts_on, alert.created_by) == (TODAY(), amina)
    assert AuditEntry.objects.get(person_id=sofia.pk).action == AuditAction.CREATED


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "__all__"),
        ({"span": "5000"}, "span"),
        ({"span": "7", "ends_on": "31/02"}, "ends_on"),
        ({"ends_on": "hier"}, "ends_on"),
        ({"ends_on": "01/01/2099"}, "ends_on"),
        ({"span": "7", "text": ""}, "text"),
        ({"span": "7", "text": "a" * 10_000}, "text"),
        ({"span": "7", "text": "a\x00b"}, "text"),
        ({"span": "🙂", "ends_on": "\u202e"}, "ends_on"),
    ],
)
def test_a_refused_alert_keeps_what_was_typed(client_of, amina, sofia, typed, field):
    typed = {"text": "Ne pas appeler", **typed}
    answer = client_of(amina).post(reverse("beneficiaries:alert-new", args=[sofia.pk]), typed)
    form = answer.context["form"]
    assert field in form.errors and not Alert.objects.exists()
    assert {name: form[name].value() for name in typed} == typed


def test_lifting_an_alert_goes_back_where_the_button_was(client_of, amina, sofia):
    alert = AlertFactory(beneficiary=sofia)
    url = reverse("beneficiaries:alert-lift", args=[alert.pk])
    client = client_of(amina)
    assert client.get(url).status_code == 405
    assert client.post(url, headers={"referer": "http://testserver/?x=1#alertes"}).url == "http://testserver/?x=1"
    assert client.post(url, {"next": "//ailleurs.test/"}).url == reverse("casework:person-file", args=[sofia.pk])
    alert.refresh_from_db()
    assert alert.lifted_by == amina
    assert AuditEntry.objects.filter(object_id=str(alert.pk)).count() == 1, "lifting twice changes nothing"


def test_the_alerts_of_others_do_not_exist(client_of, bruno, helene, sofia):
    alert = AlertFactory(beneficiary=sofia)
    for person, code in ((bruno, 404), (helene, 403)):
        client = client_of(person)
        assert client.post(reverse("beneficiaries:alert-lift", args=[alert.pk])).status_code == code
        assert client.get(reverse("beneficiaries:alert-new", args=[sofia.pk])).status_code == code
    assert not Alert.objects.visible_to(helene).exists()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("alert_lifted_at_with_lifted_by", {"lifted_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}),
        ("alert_starts_on_before_ends_on", {"ends_on": dt.date(2000, 1, 1)}),
        ("alert_lasts_a_year_at_most", {"ends_on": dt.date(2098, 1, 1)}),
    ],
)
def test_the_database_refuses_an_impossible_alert(sofia, name, values):
    alert = AlertFactory(beneficiary=sofia)
    assert name in {constraint.name for constraint in Alert._meta.constraints} and len(Alert._meta.constraints) == 3
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(**values)
