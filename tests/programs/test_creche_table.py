"""Table A of the scenarios, on crèche places, replayed through the pages: A1–A24; A25 is in test_creche_race."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from core.templatetags.french import date_words
from programs.models import CareRule, ChildBooking, Occupancy, PlaceRequest, Unavailability
from tests.factories import (
    BeneficiaryFactory,
    CareRuleFactory,
    ChildBookingFactory,
    ChildFactory,
    CrecheFactory,
    CribFactory,
    NoContactLinkFactory,
    ParentalAuthorityFactory,
    PlaceRequestFactory,
    SessionFactory,
)
from tests.factories.programs_childcare import hours

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NINE, NOON = "9\u00a0h\u00a000", "12\u00a0h\u00a000"
TAKEN = "Cette place est déjà prise sur une partie de ces heures."


def day(offset):
    return TODAY + dt.timedelta(days=offset)


def typed(offset):
    return day(offset).strftime("%d/%m/%Y")


def words(offset):
    return date_words(day(offset))


@pytest.fixture
def creche(gilles):
    return CareRuleFactory(program=CrecheFactory(staff=[gilles])).program


@pytest.fixture
def crib(creche):
    return CribFactory(program=creche)


@pytest.fixture
def person(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina)


@pytest.fixture
def child(person):
    child = ChildFactory(beneficiary=person, first_name="Lina")
    ParentalAuthorityFactory(child=child, holder=person, name="", kind="mother", state="full")
    return child


@pytest.fixture
def desk(chloe, client_of):
    return Desk(client_of(chloe))


class Desk:
    """The coordination at the pages of the crèche."""

    def __init__(self, client):
        self.client = client

    def book(self, crib, *children, on=0, since="9h", until="12h", **more):
        place = f"&place={crib.pk}" if len(children) == 1 else ""
        person = children[0].beneficiary_id
        url = f"{reverse('programs:child-booking-new', args=[crib.program_id])}?personne={person}{place}"
        asked = {"children": [child.pk for child in children], "day": typed(on), "from_hour": since, "to_hour": until}
        asked |= {"repeat": "une-fois", "reason": "other", "reason_note": "Démarches", "minutes": "0"}
        return self.client.post(url, asked | more)

    def booked(self, *args, **more):
        answer = self.book(*args, **more)
        assert answer.status_code == 302, answer.context["form"].errors
        return ChildBooking.objects.get(pk=answer.url.split("/")[-2])

    def act(self, booking, act, **told):
        return self.client.post(reverse("programs:child-booking-step", args=[booking.pk, act]), told)

    def does(self, booking, act, **told):
        answer = self.act(booking, act, **told)
        assert answer.status_code == 302, answer.context["form"].errors
        booking.refresh_from_db()
        return re.sub(r"\s+", " ", strip_tags(self.client.get(answer.url).text.replace("&#x27;", "'")))

    def refused(self, booking, act, **told):
        before = ChildBooking.objects.filter(pk=booking.pk).values().get()
        events = booking.events.exclude(act="gate_refused").count()
        answer = self.act(booking, act, **told)
        assert answer.status_code == 200 and "Erreur" in answer.text.partition("</title>")[0]
        assert ChildBooking.objects.filter(pk=booking.pk).values().get() == before
        assert booking.events.exclude(act="gate_refused").count() == events
        return set(answer.context["form"].errors)


def gate_key(booking):
    return f"parent-{booking.child.parents.get().pk}"


@pytest.mark.parametrize("confirmed", [False, True], ids=["A1", "A2"])
def test_cancelled_then_the_cancellation_edited(desk, crib, child, confirmed):
    booking = desk.booked(crib, child)
    if confirmed:
        assert "Confirmée" in desk.does(booking, "confirmer")
    assert desk.refused(booking, "annuler", reason="other") == {"note"}
    assert "Sans nouvelles" in desk.does(booking, "annuler", reason="no_news")
    assert desk.refused(booking, "corriger-annulation", reason="") == {"reason"}
    page = desk.does(booking, "corriger-annulation", reason="other", note="La date a changé")
    for said in ("Annulée", "Autre raison", "La date a changé", "Sans nouvelles", "Annulation corrigée"):
        assert said in page
    assert not Occupancy.objects.filter(place=crib).exists()
    assert booking.events.count() == (4 if confirmed else 3)


def test_a3_a4_a5_a10_a11_a12_a_whole_day_with_its_corrections(desk, crib, child):
    booking = desk.booked(crib, child, on=-1)
    desk.does(booking, "confirmer")
    assert desk.refused(booking, "arrivee", on="") == {"on"}
    assert desk.refused(booking, "arrivee", on="25h") == {"on"}
    assert "Présent" in desk.does(booking, "arrivee", on="9h05")
    assert desk.refused(booking, "corriger-arrivee", on="13h") == {"on"}
    page = desk.does(booking, "corriger-arrivee", on="8h55")
    assert "8\u00a0h\u00a055".replace("\u00a0", " ") in page.replace("\u00a0", " ") and "Arrivée corrigée" in page
    assert desk.refused(booking, "prolonger", until="11h") == {"until", "note"}
    assert "Prolongation" in desk.does(booking, "prolonger", until="14h", note="La séance dure")
    assert desk.refused(booking, "depassement", until="") == {"until", "authorised", "reason"}
    page = desk.does(booking, "depassement", until="15h", authorised="non", reason="Personne n’est venu")
    assert "non convenu" in page and booking.period.upper == hours(day(-1), 9, 15)[1]
    assert Occupancy.objects.get(child_booking=booking).during.upper == booking.period.upper
    assert desk.refused(booking, "depart") == {"on", "who"}
    assert desk.refused(booking, "depart", on="8h", who="autre") == {"on", "name"}
    page = desk.does(booking, "depart", on="14h30", who=gate_key(booking))
    assert child.beneficiary.short_name in page and booking.period.upper < hours(day(-1), 9, 15)[1]
    assert desk.refused(booking, "corriger-depart", on="") == {"on", "who"}
    page = desk.does(booking, "corriger-depart", on="15h10", who=gate_key(booking), note="Heure mal lue")
    for said in ("Parti", "Heure mal lue", "Départ corrigé", "Dépassement"):
        assert said in page
    assert [event.act for event in booking.events.order_by("pk")] == [
        "booked", "confirmed", "arrived", "arrival_corrected", "extended", "overstayed", "departed",
        "departure_corrected",
    ]  # fmt: skip
    assert desk.act(booking, "prolonger", until="18h", note="x").status_code == 302, "it is over"


def test_a6_the_next_booking_is_judged_by_the_turnaround(desk, crib, child):
    booking = desk.booked(crib, child)
    assert "30 minutes" in desk.does(booking, "remise-en-etat", minutes=30)
    other = ChildFactory(beneficiary=child.beneficiary)
    answer = desk.book(crib, other, since="12h15", until="14h")
    assert "Prochaine heure libre\u00a0: le" in answer.text and "12\u00a0h\u00a030" in answer.text
    assert ChildBooking.objects.count() == 1
    desk.booked(crib, other, since="12h30", until="14h")
    assert desk.refused(booking, "remise-en-etat", minutes=45) == {"__all__"}
    assert desk.refused(booking, "remise-en-etat", minutes=100_000) == {"minutes"}


def test_a7_a8_required_details_and_hours_taken(desk, crib, child):
    nothing = {"day": "", "from_hour": "", "to_hour": "", "reason": "", "repeat": "", "children": []}
    answer = desk.book(crib, child, **nothing)
    assert set(answer.context["form"].errors) == set(nothing)
    assert {"to_hour"} == set(desk.book(crib, child, since="12h", until="9h").context["form"].errors)
    for wrong in ({"on": -40}, {"on": 5000}):
        assert set(desk.book(crib, child, **wrong).context["form"].errors) == {"__all__"}
    assert set(desk.book(crib, child, day="01/01/9999").context["form"].errors) == {"day"}
    desk.booked(crib, child, on=2)
    stranger = ChildFactory(first_name="Zoé", beneficiary=BeneficiaryFactory(team=child.beneficiary.team))
    answer = desk.book(crib, stranger, on=2, since="10h", until="14h")
    refusal = answer.context["form"].non_field_errors()[0]
    assert refusal == (
        f"{TAKEN} Le {words(2)} de {NINE} à {NOON}. Prochaine heure libre\u00a0: le {words(2)} à {NOON}."
    )
    assert child.first_name not in refusal and ChildBooking.objects.count() == 1


def test_a9_a_child_who_did_not_come(desk, crib, child):
    booking = desk.booked(crib, child)
    desk.does(booking, "confirmer")
    assert desk.refused(booking, "non-venu") == {"reason"}
    assert "Non venu" in desk.does(booking, "non-venu", reason="absent")
    desk.booked(crib, child)


def test_a13_to_a18_places_out_of_use(desk, crib, child):
    new = reverse("programs:unavailability-new", args=[crib.pk])
    assert set(desk.client.post(new, {}).context["form"].errors) == {"since", "until", "reason"}
    told = {"since": typed(3), "until": typed(6), "reason": "works", "note": "Fenêtre"}
    assert "Fenêtre" in desk.client.post(new, told, follow=True).text
    row = Unavailability.objects.get()
    week = reverse("programs:creche-week", args=[crib.program_id])
    assert "Travaux ou réparation" in desk.client.get(week, {"du": day(3).isoformat()}).text
    assert "déjà prise" in desk.client.post(new, told | {"since": typed(5), "until": typed(9)}).text
    assert TAKEN in desk.book(crib, child, on=5).text
    booking = desk.booked(crib, child, on=8)
    url = reverse("programs:unavailability", args=[row.pk])
    assert "déjà prise" in desk.client.post(url, told | {"until": typed(9)}).text
    wrong = told | {"until": "", "reason": "other", "note": ""}
    assert set(desk.client.post(url, wrong).context["form"].errors) == {"until", "note"}
    page = desk.client.post(url, told | {"until": typed(8), "reason": "cleaning"}, follow=True)
    assert "Désinfection, nettoyage" in page.text and "Travaux ou réparation" in page.text
    page = desk.client.post(reverse("programs:unavailability-cancel", args=[row.pk]), follow=True)
    assert "Annulée le" in page.text and "Indisponibilité annulée" in page.text
    assert desk.booked(crib, child, on=5) and booking


def test_a19_a20_from_a_request_to_hours_without_typing_again(desk, crib, child, amina, gilles, client_of):
    url = reverse("programs:care-request-new", args=[crib.program_id])
    asker, url = client_of(amina), f"{url}?personne={child.beneficiary_id}"
    needed = {"children", "since", "until", "from_hour", "to_hour", "care_reason"}
    assert set(asker.post(url, {}).context["form"].errors) == needed
    told = {"children": [child.pk], "since": typed(2), "until": typed(4), "from_hour": "9h", "to_hour": "11h30"}
    told |= {"care_reason": "other", "care_note": "Parloir", "message": "Dort à dix heures"}
    page = asker.post(url, told, follow=True)
    assert "La demande de place est envoyée" in page.text and "Dort à dix heures" in page.text
    row, host = PlaceRequest.objects.get(), client_of(gilles)
    page = reverse("programs:care-request", args=[row.pk])
    shown = host.get(page).text
    assert child.first_name in shown and "Parloir" not in shown and child.beneficiary.last_name not in shown
    for act in ("etude", "prete"):
        host.post(page, {"acte": act})
    form = host.get(f"{page}?acte=placer").context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    given = {n: v.strftime("%d/%m/%Y" if hasattr(v, "year") else "%H:%M") for n, v in given.items()}
    assert set(host.post(f"{page}?acte=placer", given | {"since": ""}).context["form"].errors) == {"since"}
    assert host.post(f"{page}?acte=placer", given).status_code == 302
    rows = ChildBooking.objects.order_by("period")
    assert [row.first_day for row in rows] == [day(2), day(3), day(4)]
    assert {one.request_id for one in rows} == {row.pk} and {one.child for one in rows} == {child}
    assert "Placée" in asker.get(page).text and "Parloir" in asker.get(page).text


def test_a21_a_request_refused_for_another_reason(desk, crib, child):
    row = PlaceRequestFactory(
        beneficiary=child.beneficiary, program=crib.program, status="assessed", from_hour=dt.time(9),
        to_hour=dt.time(12), care_reason="work",
    )  # fmt: skip
    url = f"{reverse('programs:care-request', args=[row.pk])}?acte=refuser"
    assert set(desk.client.post(url, {"reason": "other"}).context["form"].errors) == {"note"}
    page = desk.client.post(url, {"reason": "other", "note": "Travaux jusqu’à l’été"}, follow=True)
    assert "Refusée" in page.text and "Travaux jusqu’à l’été" in page.text
    desk.client.post(url, {"reason": "needs"})
    assert PlaceRequest.objects.get().reject_reason == "other"
    week = desk.client.get(reverse("programs:creche-week", args=[crib.program_id]), {"vue": "demandes"})
    assert week.context["refused"] == "moins de 5"


def test_a22_a23_found_in_exactly_the_right_list(desk, crib, child):
    booking, url = desk.booked(crib, child, on=-1), reverse("programs:creche-week", args=[crib.program_id])

    def lists_with(asked):
        found = []
        for status in ("provisional", "confirmed", "arrived", "departed"):
            page = desk.client.post(f"{url}?vue=reservations&statut={status}", {"mots": asked}, follow=True)
            assert asked not in page.request["QUERY_STRING"]
            shown = page.context["page"].object_list
            assert bool(shown) != ("Aucune réservation de ce statut à ce nom" in page.text)
            found += [status] if booking in shown else []
        return found

    number = child.beneficiary.file_number
    assert lists_with("2019-9999") == [] and lists_with(number) == lists_with("Lina") == ["provisional"]
    desk.does(booking, "confirmer")
    assert lists_with(number) == ["confirmed"]
    desk.does(booking, "arrivee", on="9h")
    assert lists_with(number) == ["arrived"]
    desk.does(booking, "depart", on="11h", who=gate_key(booking))
    assert lists_with(number) == ["departed"]


def test_a24_the_free_hours_that_fit_the_age(desk, creche, child):
    babies = CribFactory(program=creche, name="Berceau A", months_from=2, months_to=12)
    walkers = CribFactory(program=creche, name="Petit lit B", months_from=12, months_to=36)
    url = reverse("programs:creche-week", args=[creche.pk])

    def found(months, **more):
        asked = {"day": typed(1), "from_hour": "9h", "to_hour": "12h", "months": months, "number": 1, **more}
        page = desk.client.get(url, {"vue": "libres", **asked})
        return page.context["places"], page.text

    assert found(5)[0] == [babies] and found(20)[0] == [walkers] and found(40)[0] == []
    desk.booked(walkers, child, on=1)
    assert found(20)[0] == [] and f"le {words(1)} à {NOON}" in found(20)[1]
    assert desk.book(babies, child, on=2).status_code == 200, "thirteen months is no longer a baby"


def test_brothers_and_sisters_have_places_together_or_none(desk, creche, person):
    cribs = [CribFactory(program=creche, name=f"Berceau {n}") for n in "123"]
    children = [ChildFactory(beneficiary=person, first_name=name) for name in ("Ana", "Ben", "Cleo")]
    taken = ChildBookingFactory(place=cribs[2], period=hours(day(1), 9, 12))
    answer = desk.book(cribs[0], *children, on=1)
    refusal = answer.context["form"].non_field_errors()[0]
    assert "Il reste 2\u00a0places libres à ces heures, il en faut 3\u00a0ensemble." in refusal
    assert f"Prochaine heure libre\u00a0: le {words(1)} à {NOON}." in refusal
    assert list(ChildBooking.objects.all()) == [taken]
    booking = desk.booked(cribs[0], *children, on=1, since="12h", until="15h")
    family = ChildBooking.objects.filter(party=booking.party)
    assert {one.place for one in family} == set(cribs) and {one.child for one in family} == set(children)
    desk.does(booking, "confirmer", together="on")
    assert set(family.values_list("status", flat=True)) == {"confirmed"}
    ChildBookingFactory(place=cribs[2], period=hours(day(1), 15, 18))
    assert desk.refused(booking, "prolonger", until="16h", note="Séance longue", together="on") == {"__all__"}
    assert {one.period.upper for one in family.all()} == {hours(day(1), 12, 15)[1]}, "all or none"


def test_each_day_of_the_course_and_the_days_without_room(desk, creche, crib, child, person):
    course = SessionFactory.create_batch(3)
    for week, session in enumerate(course):
        session.program = course[0].program
        session.starts_at, session.ends_at = hours(day(7 * week + 1), 9, 12)
        session.save()
    person.enrolments.create(program=course[0].program, status="active", started_on=TODAY, created_by=person.created_by)
    ChildBookingFactory(place=crib, period=hours(day(8), 8, 10))
    told = {
        "on": 1,
        "since": "8h30",
        "until": "12h15",
        "repeat": "seances",
        "reason": "session",
        "session": course[0].pk,
    }
    answer = desk.book(crib, child, **told)
    assert TAKEN in answer.text and ChildBooking.objects.count() == 1, "every day or none"
    booking = desk.booked(crib, child, **told, leave_taken="on")
    rows = ChildBooking.objects.filter(series=booking.series).order_by("period")
    assert [row.session for row in rows] == [course[0], course[2]]
    assert {timezone.localtime(row.period.lower).strftime("%H:%M") for row in rows} == {"08:30"}
    desk.does(booking, "annuler", reason="meeting", following="on")
    assert set(rows.values_list("status", flat=True)) == {"cancelled"}


def test_a_child_without_birth_date_closed_hours_and_a_clock_that_jumps_change_nothing(desk, crib, child, person):
    unknown = ChildFactory(beneficiary=person, first_name="Noé", birth_date=None)
    answer = desk.book(crib, unknown)
    assert "La date de naissance manque\u00a0: Noé" in answer.context["form"].non_field_errors()[0]
    assert reverse("beneficiaries:child-edit", args=[unknown.pk]) in answer.text
    spring = next(d for d in (day(n) for n in range(1, 366)) if hours(d, 12, 13)[0].dst() != hours(d, 0, 1)[0].dst())
    if spring.month == 3:
        answer = desk.book(crib, child, day=spring.strftime("%d/%m/%Y"), since="2h30", until="9h")
        assert "l’horloge saute" in answer.text
    CareRule.objects.filter(program=crib.program).update(opens_at=dt.time(8), open_days=[(TODAY.weekday() + 1) % 7])
    refusal = desk.book(crib, child, since="7h").context["form"].non_field_errors()[0]
    assert "fermée" in refusal and "ouverte de 8\u00a0h\u00a000 à" in refusal, "each problem at once"
    assert not ChildBooking.objects.exists()


def test_two_parents_kept_apart_are_refused_in_the_words_of_a_place_taken(desk, crib, child, person):
    other = BeneficiaryFactory()
    NoContactLinkFactory(people=(person, other))
    CribFactory(program=crib.program)
    ChildBookingFactory(place=crib, child=ChildFactory(beneficiary=other), period=hours(day(3), 14, 16))
    free = CribFactory(program=crib.program)
    refusal = desk.book(free, child, on=3).context["form"].non_field_errors()[0]
    assert refusal == (
        f"{TAKEN} Le {words(3)} de {NINE} à {NOON}. Prochaine heure libre\u00a0: le {words(4)} à {NINE}."
    )
    desk.booked(free, child, on=4)
