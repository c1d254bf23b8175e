"""From a need to « toujours accompagnée à 30 jours »: a desk, a partner’s phone without an account, the figures."""

import datetime as dt

import pytest
from django.utils import timezone

from core.models import OutgoingMail
from partners.models import TrackRecord
from referrals.answering.asking import ask_outcomes
from referrals.models import Referral, ReferralLink, Status
from tests.factories import BeneficiaryFactory, ContactRuleFactory, NeedFactory, OrganizationFactory, ServiceFactory
from tests.journeys.browser import PHONE
from tests.journeys.conftest import violations
from tests.journeys.hands import Pointer


@pytest.fixture
def person(amina, nord):
    person = BeneficiaryFactory(
        team=nord, lead_worker=amina, first_name="Zaynab", last_name="Ouedraogo", phone="+33199000044"
    )
    ContactRuleFactory(beneficiary=person, channels=["phone"])
    NeedFactory(beneficiary=person, title="Un logement stable", created_by=amina)
    return person


@pytest.fixture
def service():
    organization = OrganizationFactory(name="Le Pont (fictif)", email="pont@exemple.test")
    return ServiceFactory(organization=organization, name="Hébergement", domains=["housing"])


LABELS = ["Envoyées", "Acceptées", "Reçues", "Toujours accompagnées à 30 jours"]


def figures(hand: Pointer, url: str) -> list[str]:
    """Sent, accepted, received, still accompanied, as the page of figures says them."""
    hand.page.goto(url)
    cells = (hand.page.locator(f"td[data-label='{label}']").first for label in LABELS)
    return [cell.evaluate("cell => cell.innerText.match(/\\d+/)[0]") for cell in cells]


def latest_link() -> str:
    """The path that the last mail carries."""
    body = OutgoingMail.objects.latest("created_at").body
    assert "Zaynab" not in body and "logement" not in body
    [address] = [word for word in body.split() if "/reponse/" in word]
    return address[address.index("/reponse/") :]


def test_a_need_a_partner_on_a_phone_and_thirty_days_later(enter, browser, amina, person, service, at):
    desk = Pointer(enter(amina))
    desk.page.goto(at(f"/orientations/nouvelle/?service={service.pk}&personne={person.pk}"))
    desk.choose("Accord oral")
    desk.write("Message", "Cherche une place à deux rues de son travail.")
    desk.choose("Courriel")
    desk.press("Envoyer")
    referral = Referral.objects.get()
    assert referral.status == Status.SENT
    page = at("/orientations/chiffres/")
    assert figures(desk, page) == ["1", "0", "0", "0"]

    # On the phone, without an account.
    here = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": PHONE, "reduced_motion": "reduce"}
    context = browser.new_context(**here, has_touch=True)
    phone = Pointer(context.new_page())
    phone.page.goto(at(latest_link()))
    read = phone.page.locator("main").inner_text()
    assert "Zaynab Ouedraogo" in read and "à deux rues" in read and "stable" not in read
    assert violations(phone.page) == [] and "Zaynab" not in phone.page.title()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.follow("Poser une question")
    phone.write("Votre question", "À partir de quand ?")
    phone.press("Envoyer")
    phone.page.get_by_text("l’équipe vous répond ici").wait_for()
    phone.follow("Proposer un rendez-vous")
    phone.write("Jour", "31/02")
    phone.press("Envoyer")
    assert violations(phone.page) == []
    phone.write("Jour", f"{timezone.localdate() + dt.timedelta(days=2):%d/%m/%Y}")
    phone.write("Heure", "9h30")
    phone.write("Lieu", "Accueil du rez-de-chaussée")
    phone.press("Envoyer")
    phone.page.get_by_text("Accueil du rez-de-chaussée").wait_for()
    assert figures(desk, page) == ["1", "1", "0", "0"]

    # The day after the appointment, then a month later: one click each.
    now = timezone.now()
    Referral.objects.update(appointment_at=now - dt.timedelta(days=2))
    assert ask_outcomes(now) == 1
    phone.page.goto(at(latest_link()))
    phone.press("Oui, la personne a été reçue")
    assert figures(desk, page) == ["1", "1", "1", "0"]
    Referral.objects.update(received_at=now - dt.timedelta(days=31))
    ReferralLink.objects.update(created_at=now - dt.timedelta(days=32))
    assert ask_outcomes(now) == 1
    phone.page.goto(at(latest_link()))
    phone.press("Oui, toujours accompagnée")
    assert figures(desk, page) == ["1", "1", "1", "1"]
    context.close()

    desk.page.goto(at(f"/orientations/{referral.pk}/"))
    told = desk.page.locator("main").inner_text()
    assert "Toujours accompagnée" in told and "À partir de quand" in told and "le partenaire" in told
    assert TrackRecord.objects.get(service=service).accepted == 1
