"""A day of the crèche on a phone: arrivals in one tap, the ratio, a departure, somebody refused at the gate."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import ChildBooking
from tests.factories import (
    BeneficiaryFactory,
    CareRuleFactory,
    CareWorkerFactory,
    ChildBookingFactory,
    ChildFactory,
    CrecheFactory,
    CribFactory,
    ParentalAuthorityFactory,
    PickUpPersonFactory,
)
from tests.factories.programs_childcare import hours
from tests.journeys.browser import PHONE


@pytest.fixture
def bookings(gilles, amina):
    creche = CrecheFactory(staff=[gilles], name="Les Petits Pas (fictifs)")
    CareRuleFactory(program=creche)
    CareWorkerFactory(program=creche, name="Rose Amandier")
    rows = []
    for name in ("Aya", "Milo"):
        parent = BeneficiaryFactory(first_name="Sofia", last_name="Lambert", created_by=amina)
        child = ChildFactory(beneficiary=parent, first_name=name, created_by=amina)
        ParentalAuthorityFactory(child=child, holder=parent, name="", kind="mother", state="full", created_by=amina)
        PickUpPersonFactory(child=child, name="Rui Lambert", is_allowed=False, details="Ordonnance", created_by=amina)
        slot = hours(timezone.localdate(), 0, 23)
        rows.append(ChildBookingFactory(place=CribFactory(program=creche), child=child, period=slot, created_by=amina))
    return rows


def test_a_day_of_the_creche_on_a_phone(enter, at, gilles, bookings):
    page = enter(gilles)
    page.set_viewport_size(PHONE)
    page.goto(at(reverse("programs:creche", args=[bookings[0].place.program_id])))
    for name in ("Aya", "Milo"):
        page.get_by_role("button", name=f"Arrivé : {name}").click()
        page.locator("li", has_text=name).get_by_text("Présent", exact=True).wait_for()
    ratio = page.locator("#sheet [role=status]")
    assert "non conforme" in ratio.inner_text() and "2 présents" in page.locator("#sheet").inner_text()
    page.locator("main label", has_text="Rose Amandier").click()
    page.get_by_label("Rose Amandier, de").fill("0h")
    page.get_by_label("Rose Amandier, à").fill("23h59")
    page.get_by_role("button", name="Enregistrer l’équipe du jour").click()
    page.get_by_text("2\u00a0adultes requis, 1\u00a0présent").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    ChildBooking.objects.update(arrived_at=hours(timezone.localdate(), 0, 1)[0])
    page.get_by_role("button", name="Parti avec Sofia L., Mère : Aya").click()
    page.locator("li", has_text="Aya").get_by_text("Parti", exact=True).wait_for()
    page.get_by_role("link", name="Autre personne : Milo").click()
    page.locator("main label", has_text="Rui Lambert").click()
    page.get_by_role("button", name="Noter le départ").click()
    page.get_by_text("Rui Lambert ne peut pas partir avec l’enfant").first.wait_for()
    left, here = (ChildBooking.objects.get(pk=row.pk) for row in bookings)
    assert (left.status, here.status) == ("departed", "arrived") and "Sofia L." in left.taken_by
    assert here.events.filter(act="gate_refused").count() == 1
