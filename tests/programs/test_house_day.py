"""The day of the houses, and what some days come to."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from core.templatetags.french import date_words
from tests.factories import BeneficiaryFactory, PlaceFactory, ProgramFactory, StayFactory, UnavailabilityFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def day(offset):
    return TODAY + dt.timedelta(days=offset)


@pytest.fixture
def house(gilles, nord):
    """Seven beds: one late, one leaving, one coming, one not come, one there, one free, one out of use."""
    house = ProgramFactory(kind="shelter", staff=[gilles], name="Le Passage")
    beds = [PlaceFactory(program=house, name=f"Lit {number}") for number in range(1, 8)]
    for bed, status, since, until in [
        (0, "arrived", -9, -2),
        (1, "arrived", -20, 0),
        (2, "confirmed", 0, 9),
        (3, "confirmed", -1, 9),
        (4, "arrived", -30, 12),
        (5, "departed", -12, -5),
    ]:
        person = BeneficiaryFactory(team=nord, last_name=f"Canari{bed}")
        told = {"move_on": "family"} if status == "departed" else {}
        StayFactory(place=beds[bed], beneficiary=person, status=status, period=(day(since), day(until)), **told)
    UnavailabilityFactory(place=beds[6], period=(day(-2), day(3)))
    return house


def test_the_day_tells_who_comes_who_leaves_who_is_late_and_which_beds_are_free(
    house, gilles, bruno, client_of, django_assert_max_num_queries
):
    url = reverse("programs:house-day")
    client = client_of(gilles)
    with django_assert_max_num_queries(20):
        page = client.get(url)
    shown = page.context["shown"]
    found = {one.key: [row.stay.place.name for row in one.rows] for one in shown.lists}
    assert found == {
        "late": ["Lit 1"], "awaited": ["Lit 4"], "arrivals": ["Lit 3"], "departures": ["Lit 2"], "present": ["Lit 5"],
    }  # fmt: skip
    assert [line.place.name for line in shown.free] == ["Lit 2", "Lit 6"]
    assert shown.tonight == {"beds": 7, "taken": 4, "free": 2, "closed": 1}
    assert page.text.count("Noter le départ") == 2 and page.text.count("Noter l’arrivée") == 2
    assert f"départ prévu le {date_words(day(-2))}" in page.text
    assert AuditEntry.objects.filter(actor=gilles, object_type="programs.stay").count() == 5
    stranger = client_of(bruno).get(url).text
    assert "Canari" not in stranger and "Noter l" not in stranger and "que vous ne suivez pas" in stranger
    yesterday = client.get(url, {"jour": day(-1).isoformat(), "maison": house.pk}).context["shown"]
    assert [row.stay.place.name for row in yesterday.lists[2].rows] == ["Lit 4"]
    assert client.get(url, {"jour": "9999-99-99", "maison": "x"}).status_code == 200


def test_the_figures_count_nights_and_hide_fewer_than_five_people(
    house, helene, client_of, django_assert_max_num_queries
):
    url, typed = reverse("programs:house-figures"), {"since": f"{day(-9):%d/%m/%Y}", "until": f"{TODAY:%d/%m/%Y}"}
    client = client_of(helene)
    with django_assert_max_num_queries(14):
        page = client.get(url, typed)
    (nights,) = page.context["figures"].houses
    # Ten nights of seven beds, three of them out of use; late 10, leaving today 9, expected 1 + 2, there 10, left 4.
    assert (nights.beds, nights.offered, nights.taken, nights.slept) == (7, 67, 36, 33)
    assert nights.rate == 54
    assert (
        page.context["figures"].move_on == [("Famille", "moins de 5")]
        and page.context["figures"].people == "moins de 5"
    )
    for wrong in ({"since": typed["until"], "until": typed["since"]}, {"since": "x", "until": "1/1/9999"}):
        page = client.get(url, wrong)
        assert page.status_code == 200 and page.context["figures"] is None and wrong["since"] in page.text
