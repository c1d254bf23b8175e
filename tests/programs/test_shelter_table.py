"""Table A of the scenarios, on beds, replayed through the pages: A1–A24 row by row; A25 is in test_bed_race."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from core.templatetags.french import date_words
from programs.models import Occupancy, PlaceRequest, Stay, Unavailability
from tests.factories import (
    BeneficiaryFactory,
    ChildFactory,
    NoContactLinkFactory,
    PlaceFactory,
    PlaceRequestFactory,
    ProgramFactory,
    StayFactory,
    UnavailabilityFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TAKEN = "Cette place est déjà prise sur une partie de ces dates."


def day(offset):
    return TODAY + dt.timedelta(days=offset)


def typed(offset):
    return "" if offset is None else day(offset).strftime("%d/%m/%Y")


def words(offset):
    return date_words(day(offset))


@pytest.fixture
def house(gilles):
    return ProgramFactory(kind="shelter", staff=[gilles], name="Le Passage")


@pytest.fixture
def bed(house):
    return PlaceFactory(program=house)


@pytest.fixture
def person(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina)


@pytest.fixture
def desk(chloe, client_of):
    return Desk(client_of(chloe))


class Desk:
    """The coordination at the pages of the houses."""

    def __init__(self, client):
        self.client = client

    def book(self, bed, person, since=0, until=10, **more):
        url = f"{reverse('programs:stay-new', args=[bed.pk])}?personne={person.pk}"
        asked = {"since": typed(since), "until": typed(until), "turnaround_days": 0, **more}
        return self.client.post(url, asked)

    def booked(self, *args, **more):
        answer = self.book(*args, **more)
        assert answer.status_code == 302, answer.context["form"].errors
        return Stay.objects.get(pk=answer.url.split("/")[-2])

    def act(self, stay, act, **told):
        return self.client.post(reverse("programs:stay-step", args=[stay.pk, act]), told)

    def does(self, stay, act, **told):
        answer = self.act(stay, act, **told)
        assert answer.status_code == 302, answer.context["form"].errors
        stay.refresh_from_db()
        return self.client.get(answer.url).text

    def refused(self, stay, act, **told):
        before = Stay.objects.filter(pk=stay.pk).values().get()
        events = stay.events.count()
        answer = self.act(stay, act, **told)
        assert answer.status_code == 200 and "Erreur" in answer.text.partition("</title>")[0]
        assert Stay.objects.filter(pk=stay.pk).values().get() == before and stay.events.count() == events
        return set(answer.context["form"].errors)


@pytest.mark.parametrize("confirmed", [False, True], ids=["A1", "A2"])
def test_cancelled_then_the_cancellation_edited(desk, bed, person, confirmed):
    stay = desk.booked(bed, person)
    if confirmed:
        assert "Confirmé" in desk.does(stay, "confirmer")
    assert desk.refused(stay, "annuler", reason="other") == {"note"}
    assert "Sans nouvelles de la personne" in desk.does(stay, "annuler", reason="no_news")
    assert desk.refused(stay, "corriger-annulation", reason="") == {"reason"}
    page = desk.does(stay, "corriger-annulation", reason="other", note="La date a changé")
    for said in ("Annulé", "Autre raison", "La date a changé", "Sans nouvelles de la personne", "Annulation corrigée"):
        assert said in page
    assert not Occupancy.objects.filter(place=bed).exists()
    assert stay.events.count() == (4 if confirmed else 3)


def test_a3_a4_a5_a10_a11_a12_a_whole_stay_with_its_corrections(desk, bed, person):
    stay = desk.booked(bed, person, -8, 5)
    desk.does(stay, "confirmer")
    assert desk.refused(stay, "arrivee", on="", until="31/02") == {"on", "until"}
    desk.does(stay, "arrivee", on=typed(-6), until=typed(2))
    assert desk.refused(stay, "corriger-arrivee", on=typed(3), until=typed(-9)) == {"on", "until"}
    page = desk.does(stay, "corriger-arrivee", on=typed(-7), until=typed(2))
    assert words(-7) in page and words(-6) in page and "Arrivée corrigée" in page
    assert desk.refused(stay, "prolonger", until=typed(1)) == {"until", "note"}
    assert words(9) in desk.does(stay, "prolonger", until=typed(9), note="Logement prêt le mois prochain")
    assert desk.refused(stay, "depassement", until="") == {"until", "authorised", "reason"}
    page = desk.does(stay, "depassement", until=typed(14), authorised="non", reason="Rien trouvé")
    assert "non autorisé" in page and f"depuis le {words(9)}" in page and stay.nights == 21
    assert Occupancy.objects.get(stay=stay).during.upper.astimezone().date() >= day(13)
    assert desk.refused(stay, "depart") == {"on", "reason", "move_on"}
    assert desk.refused(stay, "depart", on=typed(-7), reason="other", move_on="family") == {"on", "note"}
    page = desk.does(stay, "depart", on=typed(0), reason="moved_on", move_on="family")
    assert "Une solution a été trouvée" in page and "Famille" in page and stay.period.upper == TODAY
    assert desk.refused(stay, "corriger-depart", on="") == {"on", "reason", "move_on"}
    page = desk.does(stay, "corriger-depart", on=typed(-1), reason="moved_on", move_on="own_home", note="Bail signé")
    for said in ("Terminé", "Logement à son nom", "Bail signé", "Départ corrigé", words(-1), words(9)):
        assert said in page
    assert [event.act for event in stay.events.order_by("pk")] == [
        "booked", "confirmed", "arrived", "arrival_corrected", "extended", "overstayed", "departed",
        "departure_corrected",
    ]  # fmt: skip
    assert desk.act(stay, "prolonger", until=typed(30), note="x").status_code == 302, "it is over"


def test_a6_the_next_booking_is_judged_by_the_turnaround_days(desk, bed, person):
    stay = desk.booked(bed, person, 0, 10)
    assert "3 jours" in desk.does(stay, "remise-en-etat", days=3)
    answer = desk.book(bed, person, 11, 14)
    assert f"Prochaine date libre\u00a0: {words(13)}." in answer.text and Stay.objects.count() == 1
    desk.booked(bed, person, 13, 20)
    assert desk.refused(stay, "remise-en-etat", days=4) == {"__all__"}
    assert desk.refused(stay, "remise-en-etat", days=61) == {"days"}


def test_a7_a8_required_details_and_a_place_taken(desk, bed, person):
    answer = desk.book(bed, person, since=None, until=None, turnaround_days="")
    assert set(answer.context["form"].errors) == {"since", "until", "turnaround_days"}
    assert {"until"} == set(desk.book(bed, person, 5, 5).context["form"].errors)
    for since, until in ((-40, 3), (0, 5000)):
        assert set(desk.book(bed, person, since, until).context["form"].errors) == {"__all__"}
    taken = desk.booked(bed, person, 2, 6)
    other = BeneficiaryFactory(team=person.team)
    answer = desk.book(bed, other, 0, 4)
    refusal = answer.context["form"].non_field_errors()[0]
    assert refusal == f"{TAKEN} Du {words(2)} au {words(6)}. Prochaine date libre\u00a0: {words(6)}."
    assert person.last_name not in answer.text and taken.pk == Stay.objects.get().pk


def test_a9_a_stay_that_did_not_begin(desk, bed, person):
    stay = desk.booked(bed, person)
    desk.does(stay, "confirmer")
    assert desk.refused(stay, "non-arrivee") == {"reason"}
    assert "Non arrivé" in desk.does(stay, "non-arrivee", reason="no_news")
    desk.booked(bed, person)


def test_a13_to_a18_places_out_of_use(desk, bed, person):
    new = reverse("programs:unavailability-new", args=[bed.pk])
    assert set(desk.client.post(new, {}).context["form"].errors) == {"since", "until", "reason"}
    told = {"since": typed(3), "until": typed(6), "reason": "works", "note": "Fenêtre"}
    page = desk.client.post(new, told, follow=True)
    row = Unavailability.objects.get()
    assert "Fenêtre" in page.text
    calendar = desk.client.get(reverse("programs:occupancy"))
    assert (
        "Indisponible\u00a0: Travaux ou réparation" in calendar.text and calendar.context["calendar"].offered == 14 - 3
    )
    assert TAKEN in desk.client.post(new, told | {"since": typed(5), "until": typed(9)}).text
    assert TAKEN in desk.book(bed, person, 5, 9).text
    desk.booked(bed, person, 8, 12)
    url = reverse("programs:unavailability", args=[row.pk])
    assert TAKEN in desk.client.post(url, told | {"until": typed(9)}).text
    assert set(desk.client.post(url, told | {"until": "", "reason": "other", "note": ""}).context["form"].errors) == {
        "until", "note",
    }  # fmt: skip
    page = desk.client.post(url, told | {"until": typed(8), "reason": "cleaning"}, follow=True)
    assert "Désinfection, nettoyage" in page.text and "Travaux ou réparation" in page.text
    page = desk.client.post(reverse("programs:unavailability-cancel", args=[row.pk]), follow=True)
    assert "Annulée le" in page.text and "Indisponibilité annulée" in page.text
    assert desk.booked(bed, person, 3, 8)


def test_a19_a20_from_a_request_to_a_stay_without_typing_again(desk, bed, house, person, amina, gilles, client_of):
    asker, url = client_of(amina), f"{reverse('programs:place-request-new')}?personne={person.pk}"
    assert set(asker.post(url, {}).context["form"].errors) == {"since", "until"}
    told = {"program": house.pk, "since": typed(2), "until": typed(20), "message": "Arrive tard le soir"}
    page = asker.post(url, told, follow=True)
    assert "La demande de place est envoyée" in page.text and "Arrive tard le soir" in page.text
    row, host = PlaceRequest.objects.get(), client_of(gilles)
    for act in ("etude", "prete"):
        host.post(reverse("programs:place-request-step", args=[row.pk, act]))
    place = reverse("programs:place-request-place", args=[row.pk])
    form = host.get(place).context["form"]
    given = {name: form.initial[name].strftime("%d/%m/%Y") for name in ("since", "until")}
    assert set(host.post(place, given).context["form"].errors) == {"place"}
    page = host.post(place, {**given, "place": bed.pk}, follow=True)
    stay = Stay.objects.get()
    assert (stay.period.lower, stay.period.upper, stay.request, stay.beneficiary) == (day(2), day(20), row, person)
    assert "Lire la demande" in page.text
    assert "Placée" in asker.get(reverse("programs:place-request", args=[row.pk])).text


def test_a21_a_request_refused_for_another_reason(desk, bed, house, person):
    row = PlaceRequestFactory(beneficiary=person, program=house, status="assessed")
    url = reverse("programs:place-request-reject", args=[row.pk])
    assert set(desk.client.post(url, {"reason": "other"}).context["form"].errors) == {"note"}
    page = desk.client.post(url, {"reason": "other", "note": "Travaux jusqu’à l’été"}, follow=True)
    assert "Refusée" in page.text and "Travaux jusqu’à l’été" in page.text
    assert desk.client.post(url, {"reason": "needs"}).status_code == 200
    assert PlaceRequest.objects.get().reject_reason == "other"
    refused = desk.client.get(reverse("programs:occupancy")).context["refusals"]
    assert refused == [("Autre raison", "moins de 5")]


def test_a22_a23_found_in_exactly_the_right_list(desk, bed, person):
    stay, url = desk.booked(bed, person), reverse("programs:stay-list")

    def lists_with(number):
        found = []
        for status in ("provisional", "confirmed", "arrived", "departed"):
            page = desk.client.post(f"{url}?statut={status}", {"numero": number}, follow=True)
            assert number not in page.request["QUERY_STRING"]
            shown = page.context["page"].object_list
            assert bool(shown) != ("Aucun séjour de ce statut pour ce dossier" in page.text)
            found += [status] if stay in shown else []
        return found

    assert lists_with("2019-9999") == []
    assert lists_with(person.file_number) == ["provisional"]
    desk.does(stay, "confirmer")
    assert lists_with(person.file_number) == ["confirmed"]
    desk.does(stay, "arrivee", on=typed(0), until=typed(10))
    assert lists_with(person.file_number) == ["arrived"]
    Stay.objects.filter(pk=stay.pk).update(period=(day(-3), day(5)))
    stay.refresh_from_db()
    desk.does(stay, "depart", on=typed(0), reason="planned", move_on="unknown")
    assert lists_with(person.file_number) == ["departed"]


def test_a24_the_free_place_that_fits(desk, house, person):
    plain = PlaceFactory(program=house, name="Lit A")
    wide = PlaceFactory(program=house, name="Lit B", is_accessible=True)
    desk.booked(plain, person, 0, 10)
    url = reverse("programs:free-places")

    def found(**needs):
        asked = {"since": typed(0), "until": typed(5), "number": 1, **needs}
        page = desk.client.get(url, asked)
        return [room.first for room, _given in page.context["rooms"]], page.text

    assert found()[0] == [wide] and found(accessible="on")[0] == [wide]
    assert found(since=typed(10), until=typed(12))[0] == [plain, wide]
    desk.booked(wide, person, 0, 8)
    assert (
        found()[0] == []
        and f"Prochaine date libre, pour autant de nuits\u00a0: {words(8)}, Lit B, Le Passage." in found()[1]
    )
    assert found(children="on")[0] == [] and set(desk.client.get(url, {"since": ""}).context["form"].errors)


def test_a_mother_and_her_two_children_are_placed_together_or_not_at_all(desk, house, person, amina):
    flat = [PlaceFactory(program=house, unit="Appartement 2", name=f"Lit {n}", takes_children=True) for n in "123"]
    children = [ChildFactory(beneficiary=person, created_by=amina) for _number in range(2)]
    away = StayFactory(place=flat[2], status="confirmed", period=(day(0), day(12)))
    PlaceFactory(program=house, unit="Appartement 3")
    told = {"children": [child.pk for child in children]}
    answer = desk.book(flat[0], person, 0, 30, **told)
    refusal = answer.context["form"].non_field_errors()[0]
    assert refusal == (
        "Appartement 2 a 2\u00a0places libres sur ces dates, il en faut 3 ensemble."
        f" Prochaine date libre\u00a0: {words(12)}."
    )
    needed = {"since": typed(0), "until": typed(30), "number": 3, "children": "on"}
    sentence = f"Prochaine date libre, pour autant de nuits\u00a0: {words(12)}, Appartement 2, Le Passage."
    assert sentence in desk.client.get(reverse("programs:free-places"), needed).text
    assert list(Stay.objects.all()) == [away]
    row = PlaceRequestFactory(beneficiary=person, program=house, status="ready", since=day(0), until=day(30))
    row.children.set(children)
    page = desk.client.get(reverse("programs:place-request-place", args=[row.pk]))
    assert "Aucune chambre n’a 3 places libres ensemble" in page.text and sentence in page.text
    page = desk.client.get(reverse("programs:free-places"), needed | {"since": typed(12), "until": typed(42)})
    assert "Appartement 2" in page.text and "Lit 1, Lit 2, Lit 3" in " ".join(re.sub("<[^>]+>", "", page.text).split())
    stay = desk.booked(flat[0], person, 12, 40, **told)
    family = Stay.objects.filter(party=stay.party)
    assert {one.place for one in family} == set(flat) and {one.child for one in family} == {None, *children}
    desk.does(stay, "confirmer", together="on")
    assert set(family.values_list("status", flat=True)) == {"confirmed"}
    StayFactory(place=flat[2], status="confirmed", period=(day(40), day(45)))
    assert desk.refused(stay, "prolonger", until=typed(42), note="Encore deux nuits", together="on") == {"__all__"}
    assert {one.period.upper for one in family.all()} == {day(40)}, "all or none"


def test_two_people_kept_apart_are_refused_in_the_words_of_a_place_taken(desk, house, person):
    other = BeneficiaryFactory()
    NoContactLinkFactory(people=(person, other))
    beds = PlaceFactory.create_batch(2, program=house)
    StayFactory(place=beds[0], beneficiary=other, status="confirmed", period=(day(3), day(17)))
    answer = desk.book(beds[1], person, 0, 10)
    refusal = answer.context["form"].non_field_errors()[0]
    assert refusal.startswith(f"{TAKEN} Du {words(0)} au {words(10)}. Prochaine date libre\u00a0:")
    assert words(17) not in refusal and words(3) not in refusal
    stay = desk.booked(beds[1], person, 18, 20)
    StayFactory(place=beds[0], beneficiary=other, status="confirmed", period=(day(25), day(30)))
    assert desk.refused(stay, "prolonger", until=typed(26), note="Attend un logement") == {"__all__"}


def test_the_calendar_tells_each_night_and_costs_the_same_for_twenty_beds(
    desk, house, person, bruno, client_of, django_assert_max_num_queries
):
    beds = PlaceFactory.create_batch(20, program=house)
    StayFactory(place=beds[0], beneficiary=person, period=(day(-9), day(-2)))
    for rank, bed in enumerate(beds[1:], start=1):
        StayFactory(place=bed, status="departed", turnaround_days=2, period=(day(-rank), day(0)))
    UnavailabilityFactory(place=beds[5], period=(day(4), day(6)))
    with django_assert_max_num_queries(16):
        page = desk.client.get(reverse("programs:occupancy"), {"du": day(-5).isoformat(), "jours": "60"})
    for said in ("Fin dépassée", "Remise en état", "Indisponible", "réserver", "Terminé"):
        assert said in page.text
    assert page.text.count("colspan") < 120 and page.context["calendar"].nights("unavailable") == 2
    stranger = client_of(bruno).get(reverse("programs:occupancy")).text
    assert "Fin dépassée" in stranger and "réserver" not in stranger
    assert reverse("programs:stay", args=[Stay.objects.get(place=beds[0]).pk]) not in stranger


WRONG = {"reversed": (5, 3), "same day": (5, 5), "long ago": ("03/01/2001", "05/01/2001"), "too far": (5, "01/01/9999")}


def test_absurd_dates_are_refused_in_words_and_change_nothing(desk, bed, house, person, amina):
    """Each form of the houses × dates reversed, of one day, long ago, in the year 9999: typed values stay."""
    staying = StayFactory(place=bed, beneficiary=person, period=(day(-5), day(20)))
    other_one = BeneficiaryFactory(team=person.team)
    gone = StayFactory(
        place=PlaceFactory(program=house), beneficiary=other_one, status="departed", period=(day(-20), day(-9))
    )
    coming = StayFactory(
        place=PlaceFactory(program=house), beneficiary=other_one, status="confirmed", period=(day(-1), day(9))
    )
    request = PlaceRequestFactory(beneficiary=person, program=house, status="ready")
    closed = UnavailabilityFactory(place=PlaceFactory(program=house), period=(day(3), day(9)))
    other, why = {"reason": "planned", "move_on": "family"}, {"note": "Attend ses clés"}
    periods = {
        f"{reverse('programs:stay-new', args=[closed.place_id])}?personne={person.pk}": {"turnaround_days": 0},
        reverse("programs:unavailability-new", args=[bed.pk]): {"reason": "works"},
        f"{reverse('programs:place-request-new')}?personne={person.pk}": {},
        reverse("programs:place-request-place", args=[request.pk]): {"place": gone.place_id},
    }
    steps = [
        (staying, "prolonger", "until", why, [day(20), day(-6), "01/01/9999"]),
        (staying, "depassement", "until", {"authorised": "oui", "reason": "x"}, [day(19), "01/01/9999"]),
        (staying, "corriger-arrivee", "on", {"until": typed(20)}, [day(1), day(21), "01/01/9999"]),
        (coming, "arrivee", "until", {"on": typed(0)}, [day(0), day(-3), "01/01/9999"]),
        (staying, "depart", "on", other, [day(1), day(-5), "01/01/9999"]),
        (gone, "corriger-depart", "on", other, [day(1), day(-20), "01/01/9999"]),
    ]

    def state():
        return [
            list(model.objects.order_by("pk").values()) for model in (Stay, Unavailability, PlaceRequest, Occupancy)
        ]

    def refuses(url, told):
        before, page = state(), desk.client.post(url, told)
        title = page.text.partition("</title>")[0]
        assert page.status_code == 200 and "Erreur" in title and page.context["form"].errors, (url, told)
        assert all(f'value="{value}"' in page.text for name, value in told.items() if "/" in str(value)), (url, told)
        assert state() == before, (url, told)

    for url, told in periods.items():
        for pair in WRONG.values():
            since, until = (typed(one) if isinstance(one, int) else one for one in pair)
            refuses(url, {**told, "since": since, "until": until})
    refuses(
        reverse("programs:unavailability", args=[closed.pk]), {"since": typed(5), "until": typed(3), "reason": "works"}
    )
    for stay, act, field, told, days in steps:
        for one in days:
            text = one if isinstance(one, str) else f"{one:%d/%m/%Y}"
            refuses(reverse("programs:stay-step", args=[stay.pk, act]), {**told, field: text})
