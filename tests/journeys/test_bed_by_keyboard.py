"""A bed booked, extended and ended with the keyboard alone: the focus is seen at each step and never lost."""

import datetime as dt

from django.utils import timezone

from programs.models import Stay
from tests.factories import BeneficiaryFactory, PlaceFactory, ProgramFactory
from tests.journeys.hands import Keyboard

TODAY = timezone.localdate()
# After each page, the focus stands at its top, or on what tells the error; the next Tab goes on from there.
FOCUS = (
    "() => document.activeElement === document.body || document.activeElement.matches('[role=alert], .error-summary')"
)


def typed(offset):
    return f"{TODAY + dt.timedelta(days=offset):%d/%m/%Y}"


def test_a_bed_is_booked_extended_and_ended_by_keyboard(enter, at, chloe, gilles, nord, amina):
    house = ProgramFactory(kind="shelter", name="Le Passage", staff=[gilles])
    PlaceFactory(program=house, name="Lit 1")
    BeneficiaryFactory(team=nord, lead_worker=amina, last_name="Passante")
    page = enter(chloe)
    hand = Keyboard(page)

    def says(*words):
        assert page.evaluate(FOCUS), page.evaluate("() => document.activeElement.outerHTML")
        text = page.locator("main").inner_text()
        assert all(word in text for word in words), text

    page.goto(at("/hebergement/"))
    hand.follow("réserver")
    hand.write("Nom, prénom", "passante")
    hand.press("Chercher")
    hand.follow("Choisir")
    hand.write("À partir du", typed(-3))
    hand.write("Jusqu’au", typed(-4))
    hand.press("Réserver")
    says("Le départ vient au moins une nuit après l’arrivée")
    hand.write("Jusqu’au", typed(1))
    hand.press("Réserver")
    hand.follow("Confirmer")
    hand.press("Confirmer")
    hand.follow("Noter l’arrivée")
    hand.press("Noter l’arrivée")
    says("En cours")
    hand.follow("Prolonger")
    hand.write("Nouveau départ", typed(5))
    hand.write("Raison", "Attend ses clés")
    hand.press("Prolonger")
    says("8 nuits")
    hand.follow("Noter le départ")
    hand.write("Départ le", typed(0))
    hand.pick("Raison du départ", "Une solution")
    hand.pick("Où la personne va vivre", "Famille")
    hand.press("Noter le départ")
    says("Terminé", "3 nuits", "Famille")
    stay = Stay.objects.get()
    assert (stay.status, stay.move_on, stay.period.upper) == ("departed", "family", TODAY)
    assert hand.acts <= 24
