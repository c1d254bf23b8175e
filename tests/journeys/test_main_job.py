"""The main job on the demo’s data: a follow-up, a partner, a referral; by pointer, without JavaScript, by keyboard."""

import pytest
from django.core.management import call_command

from accounts.models import User
from beneficiaries.models import FollowUp
from core.models import AuditAction, AuditEntry
from referrals.models import Referral, Status
from tests.journeys.browser import DESK, PHONE
from tests.journeys.conftest import sign_in, violations
from tests.journeys.hands import Keyboard, Pointer

WAYS = {
    "pointer": (Pointer, {"viewport": DESK}),
    "phone": (Pointer, {"viewport": PHONE, "has_touch": True}),
    "without JavaScript": (Pointer, {"viewport": DESK, "java_script_enabled": False}),
    "keyboard": (Keyboard, {"viewport": DESK}),
}


@pytest.fixture
def ines(transactional_db: None) -> User:
    """The demo’s caseworker."""
    call_command("load_demo", verbosity=0)
    return User.objects.get(first_name="Inès")


@pytest.mark.parametrize("way", WAYS)
def test_the_main_job(way, ines, browser, at):
    make_hand, context_args = WAYS[way]
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **context_args)
    sign_in(context, ines, at(""))
    page = context.new_page()
    page.goto(at("/"))

    # A follow-up, from the page that opens: the appointment of the morning.
    hand = make_hand(page)
    before = FollowUp.objects.count()
    hand.follow("Noter")
    hand.choose("Entretien")
    hand.choose("Hébergement")
    hand.write("Compte rendu", "Il espère une place au foyer avant vendredi.")
    hand.press("Enregistrer")
    assert FollowUp.objects.count() == before + 1
    assert hand.acts <= 6
    noted = FollowUp.objects.latest("created_at")
    assert noted.summary == "Il espère une place au foyer avant vendredi."
    person = noted.beneficiary
    assert "enregistré" in page.locator("body").inner_text()

    # A housing service near Lille, from the person’s page.
    page.goto(at(f"/personnes/{person.pk}/"))
    hand = make_hand(page)
    hand.follow("Orienter")
    hand.follow("logement")
    assert hand.acts <= 2
    found = page.locator("main").inner_text()
    assert "Lille" in found
    assert "Orienter" in found

    # The referral.
    hand = make_hand(page)
    hand.follow("Orienter")
    hand.choose("Accord oral")
    hand.write("Message", "Une place dès vendredi soir.")
    hand.press("Envoyer")
    assert hand.acts <= 4
    referral = Referral.objects.latest("created_at")
    assert (referral.status, referral.beneficiary, referral.sent_by) == (Status.SENT, person, ines)
    assert "housing" in referral.service.domains
    assert "Envoyée" in page.locator("main").inner_text()
    assert AuditEntry.objects.filter(person_id=person.pk, actor=ines, action=AuditAction.OPENED).exists()
    context.close()


def test_from_the_persons_page_a_follow_up_takes_six_gestures_and_each_further_one_four(ines, browser, at):
    context = browser.new_context(locale="fr-FR", viewport=DESK)
    sign_in(context, ines, at(""))
    page = context.new_page()
    person = ines.beneficiaries.order_by("file_number").first()
    page.goto(at(f"/personnes/{person.pk}/"))
    hand = Pointer(page)
    hand.follow("Noter un suivi")
    assert violations(page) == []
    hand.choose("Aujourd’hui")
    hand.choose("Téléphone")
    hand.choose("Papiers")
    hand.write("Compte rendu", "La carte d’identité est prête.")
    hand.press("Enregistrer et noter un autre")
    assert hand.acts <= 6
    for number in range(3):
        hand = Pointer(page)
        hand.choose("Téléphone")
        hand.choose("Papiers")
        hand.write("Compte rendu", f"Suite {number}")
        hand.press("Enregistrer et noter un autre")
        assert hand.acts <= 4
    assert FollowUp.objects.filter(beneficiary=person, author=ines, summary__startswith="Suite").count() == 3


def test_a_double_click_makes_one_record(ines, browser, at):
    context = browser.new_context(locale="fr-FR", viewport=DESK)
    sign_in(context, ines, at(""))
    page = context.new_page()
    person = ines.beneficiaries.order_by("file_number").first()
    page.goto(at(f"/suivis/noter/?personne={person.pk}"))
    hand = Pointer(page)
    hand.choose("Aujourd’hui")
    hand.choose("Entretien")
    hand.choose("Droits")
    hand.write("Compte rendu", "Double clic.")
    page.get_by_role("button", name="Enregistrer", exact=True).dblclick()
    page.wait_for_url("**/personnes/**")
    page.go_back()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_load_state()
    assert FollowUp.objects.filter(summary="Double clic.").count() == 1


def test_a_killed_tab_loses_nothing(ines, browser, at):
    context = browser.new_context(locale="fr-FR", viewport=DESK)
    sign_in(context, ines, at(""))
    page = context.new_page()
    person = ines.beneficiaries.order_by("file_number").first()
    page.goto(at(f"/suivis/noter/?personne={person.pk}"))
    hand = Pointer(page)
    hand.choose("Hier")
    hand.choose("Parloir")
    hand.write("Compte rendu", "Écrit avant la coupure.")
    page.locator("[data-autosave-status]", has_text="Brouillon enregistré").wait_for()
    page.close()
    again = context.new_page()
    again.goto(at("/"))
    hand = Pointer(again)
    again.goto(at(f"/suivis/noter/?personne={person.pk}"))
    assert again.get_by_label("Compte rendu").input_value() == "Écrit avant la coupure."
    assert again.get_by_label("Parloir").is_checked()
    kept = again.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])")
    assert "coupure" not in kept
    other = ines.beneficiaries.order_by("file_number")[1]
    again.goto(at(f"/suivis/noter/?personne={other.pk}"))
    assert again.get_by_label("Compte rendu").input_value() == ""
