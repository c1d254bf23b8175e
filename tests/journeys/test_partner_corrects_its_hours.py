"""A partner corrects its hours from a link on a phone; the diff is approved; the history shows both."""

import pytest

from core.models import OutgoingMail
from partners.models import CardProposal, Organization
from tests.factories import OrganizationFactory, ServiceFactory
from tests.journeys.browser import DESK, PHONE
from tests.journeys.conftest import faults_at_all_sizes, violations
from tests.journeys.hands import Pointer


@pytest.fixture
def partner():
    organization = OrganizationFactory(
        name="Le Pont (fictif)", opening_hours="Mo-Fr 09:00-12:00", phone="+33199000001", email="pont@exemple.test"
    )
    ServiceFactory(organization=organization, name="Douches et laverie")
    return organization


def test_hours_corrected_on_a_phone_approved_at_a_desk_and_both_told(enter, browser, chloe, partner, at):
    desk = Pointer(enter(chloe))
    desk.page.goto(at(f"/annuaire/structures/{partner.pk}/"))
    desk.press("Envoyer le lien de mise à jour")
    [path] = [word for word in OutgoingMail.objects.get().body.split() if "/maj/" in word]

    # On the phone, without an account, French, one hand.
    here = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": PHONE, "reduced_motion": "reduce"}
    context = browser.new_context(**here, has_touch=True)
    phone = Pointer(context.new_page())
    phone.page.goto(at(path[path.index("/maj/") :]))
    assert phone.page.get_by_role("button", name="Tout est juste").first.is_visible()
    assert faults_at_all_sizes(phone.page) == []
    phone.page.set_viewport_size(PHONE)
    phone.follow("Corriger")
    phone.write("Samedi", "n’importe quand")
    phone.press("Envoyer mes corrections")
    assert violations(phone.page) == []
    phone.write("Samedi", "10h-12h et 14h à 17h30")
    phone.write("Mercredi", "fermé")
    phone.write("Votre prénom", "Nadia, accueil")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.press("Envoyer mes corrections")
    phone.page.get_by_text("vos corrections sont bien arrivées").wait_for()
    assert phone.acts <= 7
    assert Organization.objects.get().opening_hours == "Mo-Fr 09:00-12:00", "nothing changes before approval"

    # At the desk.
    desk.page.set_viewport_size(DESK)
    desk.page.goto(at(f"/annuaire/structures/{partner.pk}/"))
    desk.follow("Corrections reçues")
    assert "Nadia, accueil" in desk.page.locator("main").inner_text()
    assert violations(desk.page) == []
    desk.press("Tout accepter")
    corrected = Organization.objects.get().opening_hours
    assert corrected == "Mo,Tu 09:00-12:00; Th,Fr 09:00-12:00; Sa 10:00-12:00,14:00-17:30"
    desk.follow("Historique de la fiche")
    history = desk.page.locator("main").inner_text()
    assert "Nadia, accueil" in history and str(chloe) in history and "samedi" in history
    assert CardProposal.objects.get().decided_by == chloe

    phone.page.reload()
    assert "Acceptée" in phone.page.locator("main").inner_text()
    context.close()
