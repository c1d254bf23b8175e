"""A place stays taken by whoever is in it after the end of the stay, until the departure or the overstay is noted."""

import datetime as dt

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.templatetags.french import date_words
from programs.free_places import rooms
from programs.models import Place, Program, Stay, Unavailability
from programs.models.occupancy import PlaceTaken
from programs.room import with_room
from tests.factories import BeneficiaryFactory, PlaceFactory, StayFactory, UnavailabilityFactory

pytestmark = pytest.mark.django_db
TODAY, DAY = timezone.localdate(), dt.timedelta(days=1)


@pytest.fixture
def bed():
    """Somebody was to leave it two days ago; somebody else is expected in twenty."""
    place = PlaceFactory()
    StayFactory(place=place, status="confirmed", period=(TODAY + 20 * DAY, TODAY + 30 * DAY))
    StayFactory(place=place, period=(TODAY - 9 * DAY, TODAY - 2 * DAY))
    return place


def book(place, by, since=5, until=9):
    person = BeneficiaryFactory()
    return Stay.objects.book(place, person, by=by, since=TODAY + since * DAY, until=TODAY + until * DAY)


def test_nothing_is_promised_until_the_departure_or_the_overstay_is_noted(bed, chloe, client_of):
    late, expected = bed.stays.order_by("period")
    for since in (0, 5, 60):
        with pytest.raises(PlaceTaken, match="Quelqu’un est encore dans cette place") as refusal:
            book(bed, chloe, since, since + 3)
        assert date_words(TODAY - 2 * DAY) in str(refusal.value)
    with pytest.raises(PlaceTaken, match="n’est pas noté"):
        Unavailability.objects.mark(bed, by=chloe, at=timezone.now(), since=TODAY, until=TODAY + DAY, reason="works")
    assert rooms([bed], TODAY + DAY, TODAY + 3 * DAY)[0].free == []
    assert with_room(Program.objects.all(), day=TODAY, now=timezone.now()).get().nights == 1
    page = client_of(chloe).get(reverse("programs:occupancy")).text
    assert "Départ à noter" in page and reverse("programs:stay-new", args=[bed.pk]) not in page
    expected.set_turnaround(by=chloe, at=timezone.now(), days=0)
    with pytest.raises(PlaceTaken, match="n’est pas noté"):
        expected.extend(by=chloe, at=timezone.now(), until=TODAY + 40 * DAY)
    assert book(bed, chloe, -20, -9).period.upper == TODAY - 9 * DAY, "nights before are noted afterwards"
    expected.refresh_from_db()
    late.overstay(by=chloe, at=timezone.now(), until=TODAY + 3 * DAY, authorised=True, reason="Attend ses clés")
    assert book(bed, chloe).status == "provisional"


def test_the_departure_gives_the_place_back(bed, chloe):
    late = bed.stays.get(status="arrived")
    late.depart(by=chloe, at=timezone.now(), on=TODAY, reason="planned", move_on="family")
    assert book(bed, chloe, 0, 4) and Place.objects.get(pk=bed.pk).occupancies.count() == 3


@pytest.mark.parametrize("make", [StayFactory, UnavailabilityFactory])
def test_the_database_refuses_by_itself_and_lets_the_place_be_sold_without_its_trigger(bed, make):
    told = {"status": "provisional"} if make is StayFactory else {}
    with pytest.raises(IntegrityError, match="place_not_given_back"), transaction.atomic():
        make(place=bed, period=(TODAY, TODAY + DAY), **told)
    with pgtrigger.ignore("programs.Stay:waits_for_departure", "programs.Unavailability:waits_for_departure"):
        assert make(place=bed, period=(TODAY, TODAY + DAY), **told).pk
