"""Events: the public page, the seats, the mails, the door, next year, and what is forgotten."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.errors import DomainError, TransitionNotAllowed
from core.models import OutgoingMail
from programs.event_figures import audiences
from programs.event_recurrence import last_week_of_november, next_day, renew
from programs.models import Event, EventKind, EventRegistration
from programs.models.event.states import TRANSITIONS, EventStatus
from tests.factories import (
    EventFactory,
    EventItemFactory,
    EventMaterialFactory,
    EventPartnerFactory,
    EventRegistrationFactory,
    EventSpeakerFactory,
    EventTaskFactory,
    OrganizationFactory,
    OutgoingMailFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db
PARIS, DAY = ZoneInfo("Europe/Paris"), dt.timedelta(days=1)
WHO = {"name": "Sacha", "email": "sacha@exemple.test", "organization_kind": "association", "seats": "1"}


def page_of(event):
    return reverse("programs:event-public", args=[event.slug])


def register(event, name, seats=1, **more):
    facts = {"organization": "", "organization_kind": "media", "needs": {}, **more}
    email = f"{name}@exemple.test"
    return EventRegistration.objects.register(event, at=timezone.now(), name=name, email=email, seats=seats, **facts)


def links():
    return [
        mail.body.partition("/inscription/")[2].partition("/")[0]
        for mail in OutgoingMail.objects.order_by("created_at")
    ]


def mails_to(name):
    return OutgoingMail.objects.filter(to=f"{name}@exemple.test").order_by("created_at", "key")


def test_the_public_page_tells_what_may_be_told_and_nothing_of_a_draft():
    event = EventFactory(capacity=2, online_link="https://visio.exemple.test/x")
    named, silent = EventSpeakerFactory(event=event, may_be_named=True), EventSpeakerFactory(event=event)
    EventItemFactory(event=event, title="Témoignages").speakers.set([named, silent])
    EventMaterialFactory(event=event, title="Affiche", is_public=True)
    EventMaterialFactory(event=event, title="Budget interne")
    EventPartnerFactory(event=event)
    EventPartnerFactory(event=event, organization=OrganizationFactory(name="Refuge caché", is_sensitive=True))
    text = Client().get(page_of(event)).content.decode()
    assert named.name in text and "Témoignages" in text and "Affiche" in text and "Il reste 2 places" in text
    assert not [word for word in (silent.name, "Budget interne", "Refuge caché", "visio.exemple") if word in text]
    Event.objects.filter(pk=event.pk).update(status="cancelled", cancel_reason="Salle inondée")
    text = Client().get(page_of(event)).content.decode()
    assert "Salle inondée" in text and "M’inscrire" not in text
    assert Client().get(page_of(EventFactory(status="draft"))).status_code == 404
    entry = Calendar.from_ical(Client().get(page_of(event), {"vue": "agenda"}).content).walk("VEVENT")[0]
    assert (entry["STATUS"], entry["DTSTART"].dt) == ("CANCELLED", event.starts_at.replace(microsecond=0))
    assert "visio" not in str(entry) and entry["LOCATION"] == event.address


def test_one_registers_without_an_account_waits_for_a_seat_and_is_told_when_one_is_freed():
    event = EventFactory(capacity=1, online_link="https://visio.exemple.test/x")
    visitor, needs = Client(), {"access": "Fauteuil"}
    assert visitor.post(page_of(event), WHO | needs).url.endswith("?vue=merci")
    assert "C’est bien noté" in visitor.get(page_of(event), {"vue": "merci"}).content.decode()
    visitor.post(page_of(event), WHO | {"name": "Noé", "email": "noe@exemple.test"})
    first, second = EventRegistration.objects.order_by("created_at")
    assert (first.status, first.needs, second.status) == ("confirmed", needs, "waiting")
    assert "Sacha" not in mails_to("sacha").get().body and "liste d’attente" in mails_to("noe").get().body
    own = reverse("programs:event-registration", args=links()[:1])
    shown = visitor.get(own).content.decode()
    first.refresh_from_db()
    assert "visio.exemple" in shown and first.status == "confirmed", "opening changes nothing"
    assert "Votre inscription est annulée" in visitor.post(own, follow=True).content.decode()
    second.refresh_from_db()
    assert second.status == "confirmed" and "s’est libérée" in mails_to("noe").last().body
    for token in links()[1:]:
        assert visitor.get(reverse("programs:event-registration", args=[token])).status_code == 200, "older links hold"
    visitor.post(own)
    assert OutgoingMail.objects.count() == 3


def test_the_same_answer_whoever_registers_and_machines_write_nothing():
    event = EventFactory()
    visitor = Client()
    for given in (WHO, WHO | {"email": "SACHA@exemple.test"}, WHO | {"email": "x@exemple.test", "website": "spam"}):
        assert visitor.post(page_of(event), given).url.endswith("?vue=merci")
    assert EventRegistration.objects.count() == OutgoingMail.objects.count() == 1
    EventRegistration.objects.update(created_at=timezone.now() - dt.timedelta(hours=2))
    visitor.post(page_of(event), WHO)
    visitor.post(page_of(event), WHO)
    assert OutgoingMail.objects.count() == 2
    bad_ones = {"name": ["", "\u200b"], "email": ["x"], "seats": ["11", "0"], "organization_kind": ["z"]}
    for bad in [{name: value} for name, values in bad_ones.items() for value in values]:
        assert visitor.post(page_of(event), WHO | bad).status_code == 422, bad
    visitor.post(page_of(event), WHO | {"name": "<b>Lou</b>", "email": "lou@exemple.test"})
    assert EventRegistration.objects.get(email="lou@exemple.test").name == "<b>Lou</b>"
    codes = [visitor.post(page_of(event), WHO).status_code for _turn in range(25)]
    assert codes[-1] == 429


@pytest.mark.parametrize(
    "closed",
    [
        {"status": "held"},
        {"status": "cancelled", "cancel_reason": "Pluie"},
        {"with_registration": False},
        {"registration_until": timezone.localdate() - DAY},
        {"starts_at": timezone.now() - DAY},
    ],
    ids=lambda closed: next(iter(closed)),
)
def test_nobody_registers_once_it_is_closed(closed):
    event = EventFactory(**closed)
    answer = Client().post(page_of(event), WHO)
    assert answer.status_code == 422 and not EventRegistration.objects.exists()


def test_a_larger_room_takes_those_who_wait_in_turn_and_a_smaller_one_never_sends_anybody_away(chloe):
    event = EventFactory(capacity=2)
    rows = [register(event, "a", 2), register(event, "b", 3), register(event, "c", 1)]
    assert [row.status for row in rows] == ["confirmed", "waiting", "waiting"]
    event.amend(by=chloe, at=timezone.now(), capacity=4)
    assert [row.status for row in EventRegistration.objects.order_by("created_at")] == [
        "confirmed", "waiting", "confirmed",
    ]  # fmt: skip
    event.refresh_from_db()
    assert event.seats_taken == 3
    with pytest.raises(DomainError, match="3 places sont déjà prises"):
        event.amend(by=chloe, at=timezone.now(), capacity=2)
    event.refresh_from_db()
    assert event.capacity == 4
    event.amend(by=chloe, at=timezone.now(), address="Ailleurs")
    assert all("ont changé" in mails_to(name).last().body for name in "abc")
    event.cancel(by=chloe, at=timezone.now(), reason="Grève")
    assert "Grève" in mails_to("b").last().body and event.changes.get().reason == "Grève"


def test_each_status_follows_the_table(chloe):
    now = timezone.now()
    acts = {
        EventStatus.ANNOUNCED: lambda event: event.announce(by=chloe, at=now),
        EventStatus.HELD: lambda event: event.hold(by=chloe, at=now),
        EventStatus.CANCELLED: lambda event: event.cancel(by=chloe, at=now, reason="Pluie"),
    }
    for before in EventStatus:
        for after, act in acts.items():
            reason = "Pluie" if before == EventStatus.CANCELLED else ""
            event = EventFactory(status=before, cancel_reason=reason, starts_at=now - DAY)
            if after in TRANSITIONS[before]:
                act(event)
            else:
                with pytest.raises(TransitionNotAllowed):
                    act(event)
            assert Event.objects.get(pk=event.pk).status == (after if after in TRANSITIONS[before] else before)
    with pytest.raises(DomainError, match="pas encore commencé"):
        EventFactory().hold(by=chloe, at=now)
    with pytest.raises(DomainError, match="où"):
        EventFactory(status="draft", address="").announce(by=chloe, at=now)


def test_the_database_refuses_what_the_pages_do():
    event, row = EventFactory(capacity=2), None
    row = EventRegistrationFactory(event=event, seats=2, email="Une@exemple.test")
    secret = SiteFactory(has_secret_address=True)
    for values in (
        {"status": "lost"}, {"ends_at": event.starts_at}, {"capacity": 1}, {"capacity": 0}, {"seats_taken": 0},
        {"address": ""}, {"cancel_reason": "x"}, {"status": "cancelled"}, {"site": secret, "address": ""},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**values)
    for values in (
        {"name": ""}, {"seats": 0}, {"seats": 3}, {"came_at": timezone.now()}, {"erased_at": timezone.now()},
        {"status": "x"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            EventRegistration.objects.filter(pk=row.pk).update(**values)
    for more in ({"seats": 1}, {"status": "waiting", "email": "une@EXEMPLE.test"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EventRegistrationFactory(event=event, **more)


def test_at_the_door_one_tap_and_the_figures_by_organisation(client_of, farid):
    event = EventFactory(capacity=12, starts_at=timezone.now() - dt.timedelta(hours=1))
    many = [EventRegistrationFactory(event=event, seats=3) for _two in range(2)]
    EventRegistrationFactory(event=event, organization_kind="media")
    late = EventRegistrationFactory(event=event, status="waiting", seats=10)
    staff, url = client_of(farid), reverse("programs:event-attendees", args=[event.pk])
    for row in many:
        staff.post(url, {"act": "arrivee", "ligne": row.pk})
    staff.post(url, {"act": "arrivee", "ligne": late.pk})
    staff.post(url, {"act": "sans-inscription", "number": "4"})
    staff.post(url, {"act": "inscrire", **WHO, "email": ""})
    event.refresh_from_db()
    audience = audiences([event])[event.pk]
    assert (audience.registered, audience.came, audience.waiting) == (8, 10, 10)
    assert audience.by_kind == [("Association", "6")]
    staff.post(url, {"act": "depart", "ligne": many[0].pk})
    assert audiences([event])[event.pk].by_kind == [("Autres provenances", "moins de 5")]
    assert staff.post(url, {"act": "arrivee", "ligne": EventRegistrationFactory().pk}).status_code == 404
    assert staff.post(url, {"act": "arrivee", "ligne": "x"}).status_code == 404


def test_thirty_days_after_only_numbers_are_left():
    old, recent = (EventFactory(starts_at=timezone.now() - days * DAY) for days in (32, 29))
    gone, kept = (EventRegistrationFactory(event=event, needs={"access": "x"}) for event in (old, recent))
    for event in (old, recent):
        OutgoingMailFactory(about_type="programs.event", about_id=str(event.pk))
    call_command("housekeeping")
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.name, gone.email, gone.needs, gone.status) == ("", "", {}, "confirmed") and gone.erased_at
    assert kept.name and kept.needs and OutgoingMail.objects.get().about_id == str(recent.pk)
    assert audiences([old])[old.pk].registered == 1


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        ("prison_days", dt.date(2026, 11, 23), dt.date(2027, 11, 22)),
        ("prison_days", dt.date(2027, 11, 24), dt.date(2028, 11, 22)),  # a leap year
        ("prison_days", dt.date(2026, 12, 3), dt.date(2027, 11, 25)),
        ("round_table", dt.date(2026, 11, 24), dt.date(2027, 11, 30)),  # week 48
        ("launch", dt.date(2028, 2, 29), dt.date(2029, 2, 27)),
        ("launch", dt.date(2026, 12, 31), dt.date(2027, 12, 30)),  # week 53, then 52
        ("awareness", dt.date(2027, 1, 1), dt.date(2027, 12, 31)),  # of week 53 of 2026
    ],
)
def test_next_year_is_the_same_day_of_the_same_week(kind, day, expected):
    assert next_day(kind, day) == expected and expected.weekday() == day.weekday()


def test_the_last_week_of_november_lies_whole_in_november():
    for year in range(2020, 2101):
        monday = last_week_of_november(year)
        assert monday.weekday() == 0 and {monday.month, (monday + 6 * DAY).month} == {11}
        assert (monday + 13 * DAY).month == 12


def test_renewing_copies_programme_partners_and_tasks_at_the_same_hour_once(chloe):
    start = dt.datetime(2026, 11, 24, 18, tzinfo=PARIS)
    event = EventFactory(
        kind=EventKind.PRISON_DAYS, title="Journées nationales prison 2026", starts_at=start, capacity=40
    )
    opening = EventItemFactory(event=event, starts_at=start + dt.timedelta(hours=1))
    opening.speakers.set([EventSpeakerFactory(event=event)])
    EventPartnerFactory(event=event)
    EventTaskFactory(event=event, due_on=dt.date(2026, 11, 3), done_at=timezone.now(), done_by=chloe)
    EventRegistrationFactory(event=event)
    renewed = renew(event, by=chloe, at=timezone.now())
    renewed.refresh_from_db()
    assert (renewed.title, renewed.slug) == ("Journées nationales prison 2027", "journees-nationales-prison-2027")
    assert timezone.localtime(renewed.starts_at) == dt.datetime(2027, 11, 23, 18, tzinfo=PARIS)
    item, task = renewed.items.get(), renewed.tasks.get()
    assert timezone.localtime(item.starts_at) == dt.datetime(2027, 11, 23, 19, tzinfo=PARIS)
    assert (task.due_on, task.done_at) == (dt.date(2027, 11, 2), None)
    assert renewed.partners.count() == 1 and not renewed.registrations.exists() and not renewed.speakers.exists()
    assert (renewed.status, renewed.seats_taken, renewed.capacity) == ("draft", 0, 40)
    assert renew(event, by=chloe, at=timezone.now()) == renewed
    with pytest.raises(DomainError, match="2100"):
        renew(EventFactory(starts_at=dt.datetime(2100, 11, 24, 18, tzinfo=PARIS)), by=chloe, at=timezone.now())


GIVEN = {
    "kind": "round_table", "title": "Table ronde", "day": "12/03/2031", "start": "18:00", "end": "20:30",
    "visibility": "public", "with_registration": "on", "address": "Salle fictive",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "12/03/9999"}, "année va de"),
        ({"day": "12/03/2019"}, "est passée"),
        ({"end": "17:00"}, "fin vient après le début"),
        ({"last_day": "11/03/2031"}, "fin vient après le début"),
        ({"day": "30/03/2031", "start": "2h30", "end": "5h"}, "heure d’été"),
        ({"day": "31/02/2031"}, "n’existe pas"),
        ({"registration_until": "13/03/2031"}, "au plus tard"),
        ({"site": "secret"}, "protégée"),
        ({"capacity": "0"}, "commence à 1"),
        ({"capacity": "-3"}, "supérieure ou égale"),
        ({"online_link": "javascript:alert(1)"}, "URL valide"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_kept(typed, said, client_of, chloe):
    if typed.get("site"):
        typed = {"site": SiteFactory(has_secret_address=True).pk, "address": ""}
    staff, url = client_of(chloe), reverse("programs:event-new")
    text = staff.post(url, GIVEN | typed).content.decode()
    assert said in text and "Table ronde" in text and not Event.objects.exists()


def test_an_event_is_written_line_by_line_and_its_page_for_guests_is_not_guessed(client_of, chloe, amina):
    staff, url = client_of(chloe), reverse("programs:event-new")
    page = staff.post(url, GIVEN | {"title": "<i>Nuit</i> du retour", "visibility": "invitation"}).url
    event = Event.objects.get()
    assert staff.post(url, GIVEN | {"title": "<i>Nuit</i> du retour", "visibility": "invitation"}).url == page
    assert len(event.slug) > 40 and "<i>Nuit" not in staff.get(page).content.decode()

    def write(part, **typed):
        return staff.post(reverse("programs:event-write", args=[event.pk, part]), typed)

    OrganizationFactory(name="Le Pont (fictif)")
    assert write("partenaire", head="Le Pont (fictif)", role="host").status_code == 302
    assert "déjà ce rôle" in write("partenaire", head="Le Pont (fictif)", role="host").content.decode()
    assert "un des trois" in write("intervenant", name="Lou", user=str(amina.pk)).content.decode()
    assert write("intervenant", name="Lou", may_be_named="on").status_code == 302
    speaker = event.speakers.get()
    assert (
        write("programme", day="12/03/2031", start="18:30", title="Ouverture", speakers=str(speaker.pk)).status_code
        == 302
    )
    assert "en dehors" in write("programme", day="13/03/2031", start="18:30", title="Trop tard").content.decode()
    assert write("preparatif", title="Affiches", due_on="01/03/2031").status_code == 302
    assert write("support", title="Affiche", link="javascript:x").status_code == 200
    for act, line in (("fait", event.tasks.get().pk), ("annoncer", ""), ("retirer-programme", event.items.get().pk)):
        staff.post(reverse("programs:event-do", args=[event.pk, act]), {"ligne": line})
    event.refresh_from_db()
    assert event.status == "announced" and event.tasks.get().done_by == chloe and not event.items.exists()
    assert write("annuler", reason="\u200b ").status_code == 200 and write("annuler", reason="Pluie").status_code == 302
    assert write("modifier").status_code == 404
    assert client_of(amina).get(page).status_code == 200
