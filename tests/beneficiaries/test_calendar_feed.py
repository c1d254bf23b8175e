"""The private calendar address: read back as a telephone reads it, and it says nothing of anybody."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from beneficiaries.models import CalendarFeed, Outcome
from core.models import AuditAction, AuditEntry
from core.tokens import digest
from tests.factories import (
    AppointmentFactory,
    AppointmentParticipantFactory,
    BeneficiaryFactory,
    CalendarFeedFactory,
    PrisonFactory,
)

PARIS = ZoneInfo("Europe/Paris")
CANARIES = ("Zéphyrine", "Canari", "Plumette", "2031-0777", "Préparation secrète", "12 rue des Lilas", "Tilleuls")


@pytest.fixture
def person(nord, amina):
    return BeneficiaryFactory(
        team=nord,
        lead_worker=amina,
        first_name="Zéphyrine",
        last_name="Canari",
        nickname="Plumette",
        file_number="2031-0777",
        address="12 rue des Lilas, Lille",
        prison=PrisonFactory(name="Maison d’arrêt des Tilleuls"),
        justice_status="in_custody",
    )


def at(days, hour=10):
    day = timezone.localdate() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), PARIS)


def meet(person, worker, days=1, hour=10, **more):
    return AppointmentFactory(
        beneficiary=person, worker=worker, starts_at=at(days, hour), purpose="Préparation secrète", **more
    )


def open_feed(client):
    page = client.post(reverse("beneficiaries:calendar-renew"))
    assert page.status_code == 200
    return page.context["address"].partition("/agenda/")[2].removesuffix(".ics")


def read(token):
    return Client().get(reverse("beneficiaries:calendar-feed", args=[token]))


def events(answer):
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_telephone_reads_when_and_where_it_may_and_nobody_s_name(client_of, amina, person):
    meet(person, amina, 1, place="Mairie de quartier", place_in_calendar=True, duration_minutes=45)
    meet(person, amina, 2, place="Foyer caché")
    meet(person, amina, 3, place="Chez elle, 12 rue des lilas", place_in_calendar=True)
    meet(person, amina, 4, place="chez zephyrine", place_in_calendar=True)
    answer = read(open_feed(client_of(amina)))
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer.headers["Cache-Control"]
    found = events(answer)
    assert [event["DTSTART"].dt for event in found] == [at(1), at(2), at(3), at(4)]
    assert found[0]["DTSTART"].params["TZID"] == "Europe/Paris"
    assert [zone["TZID"] for zone in Calendar.from_ical(answer.content).walk("VTIMEZONE")] == ["Europe/Paris"]
    assert found[0]["DTEND"].dt - found[0]["DTSTART"].dt == dt.timedelta(minutes=45)
    assert {str(event["SUMMARY"]) for event in found} == {"Rendez-vous"}
    assert [str(event.get("LOCATION", "")) for event in found] == ["Mairie de quartier", "", "", ""]
    assert not any("DESCRIPTION" in event or "ATTENDEE" in event for event in found)
    text = answer.content.decode().replace("\r\n ", "").lower()
    assert not [word for word in (*CANARIES, "foyer caché", str(person.pk)) if word.lower() in text]


def test_the_feed_holds_what_one_holds_or_takes_part_in_and_still_stands(client_of, amina, chloe, bruno, nord, person):
    meet(person, amina, 1)
    AppointmentParticipantFactory(appointment=meet(person, chloe, 2), name="", user=amina)
    meet(person, chloe, 3)
    meet(person, amina, 4, outcome=Outcome.CANCELLED, outcome_reason="x", outcome_at=at(0), outcome_by=amina)
    meet(person, amina, 400)
    meet(BeneficiaryFactory(lead_worker=bruno), amina, 5)
    assert [event["DTSTART"].dt for event in events(read(open_feed(client_of(amina))))] == [at(1), at(2)]


def test_only_the_hash_of_the_token_is_kept_and_a_wrong_one_opens_nothing(client_of, amina):
    token = open_feed(client_of(amina))
    feed = CalendarFeed.objects.get()
    assert feed.token_hash == digest(token) and token not in str(vars(feed)) and len(token) > 40
    for wrong in (token[:-1], token.lower(), feed.token_hash, str(feed.pk), "x" * 500):
        assert read(wrong).status_code == 404
    assert token not in client_of(amina).get(reverse("beneficiaries:calendar")).content.decode()


def test_renewing_closes_the_former_address_and_revoking_closes_all(client_of, amina):
    client = client_of(amina)
    first, second = open_feed(client), open_feed(client)
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    assert client.post(reverse("beneficiaries:calendar-revoke")).status_code == 302
    assert client.post(reverse("beneficiaries:calendar-revoke")).status_code == 302
    assert read(second).status_code == 404
    assert AuditEntry.objects.filter(actor=amina, object_type="beneficiaries.calendarfeed").count() == 5


def test_each_reading_is_shown_and_journalled_once_an_hour(client_of, amina):
    client = client_of(amina)
    token = open_feed(client)
    assert "<dd>Jamais</dd>" in client.get(reverse("beneficiaries:calendar")).content.decode()
    for _time in range(3):
        read(token)
    readings = AuditEntry.objects.filter(actor=amina, action=AuditAction.OPENED)
    assert readings.count() == 1
    assert "<dd>Jamais</dd>" not in client.get(reverse("beneficiaries:calendar")).content.decode()
    CalendarFeed.objects.update(last_read_at=timezone.now() - dt.timedelta(hours=2))
    read(token)
    assert readings.count() == 2


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": ["director"]}])
def test_somebody_who_leaves_or_changes_role_takes_no_calendar_along(client_of, amina, person, change):
    meet(person, amina)
    token = open_feed(client_of(amina))
    type(amina).objects.filter(pk=amina.pk).update(**change)
    assert read(token).status_code == 404


def test_reading_costs_the_same_with_one_appointment_and_with_thirty(client_of, queries_of, amina, person):
    address = reverse("beneficiaries:calendar-feed", args=[open_feed(client_of(amina))])
    meet(person, amina, place="Mairie", place_in_calendar=True)
    one = queries_of(Client(), address)
    for day in range(2, 20):
        meet(person, amina, day, place="Mairie", place_in_calendar=True)
    assert queries_of(Client(), address) == one <= 8


def test_the_database_keeps_one_open_address_a_worker(amina):
    CalendarFeedFactory(worker=amina)
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        CalendarFeedFactory(worker=amina)
