"""What one types in « Noter un suivi » survives the tab, the network and the session; nothing stays in the browser."""

import pytest
from django.conf import settings

from beneficiaries.models import Draft, FollowUp
from tests.factories import BeneficiaryFactory
from tests.journeys.browser import PHONE
from tests.journeys.conftest import sign_in, violations

STATUS = "[data-autosave-status]"
KEPT = "Object.keys(sessionStorage).concat(Object.keys(localStorage)).filter((key) => key.startsWith('draft'))"


@pytest.fixture
def karim(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Karim", last_name="Benali")


@pytest.fixture
def form(enter, amina, karim, at):
    """The page opened on a person."""
    page = enter(amina)
    page.goto(at(f"/suivis/noter/?personne={karim.pk}"))
    return page


def wait_for(page, words: str) -> None:
    """The status line says so."""
    page.locator(STATUS, has_text=words).wait_for(timeout=10_000)


def test_a_closed_tab_loses_nothing_and_leaves_nothing_in_the_browser(form, context, karim, at):
    form.get_by_label("Compte rendu").fill("Point sur les papiers")
    form.locator("label", has_text="Papiers").click()
    wait_for(form, "Brouillon enregistré")
    assert form.evaluate(KEPT) == []
    form.close()
    again = context.new_page()
    again.goto(at(f"/suivis/noter/?personne={karim.pk}"))
    assert again.get_by_label("Compte rendu").input_value() == "Point sur les papiers"
    assert again.get_by_label("Papiers").is_checked()


def test_without_network_the_text_waits_in_the_tab_and_makes_one_draft(form, context):
    context.set_offline(True)
    form.get_by_label("Compte rendu").fill("Hors ligne")
    wait_for(form, "Pas de connexion")
    assert len(form.evaluate(KEPT)) == 1
    context.set_offline(False)
    form.reload()
    assert form.get_by_label("Compte rendu").input_value() == "Hors ligne"
    wait_for(form, "Brouillon enregistré")
    assert form.evaluate(KEPT) == []
    assert [draft.payload["summary"] for draft in Draft.objects.all()] == [["Hors ligne"]]


def test_a_session_that_ends_while_typing_loses_nothing(form, context, amina, at):
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    form.get_by_label("Compte rendu").fill("Après la session")
    wait_for(form, "Votre session est terminée")
    sign_in(context, amina, at(""))
    form.locator(STATUS, has_text="Brouillon enregistré").wait_for(timeout=15_000)
    assert Draft.objects.get().payload["summary"] == ["Après la session"]


def test_saving_while_an_autosave_is_on_its_way_makes_one_record_and_no_draft(form):
    form.locator("label", has_text="Aujourd’hui").click()
    form.locator("label", has_text="Entretien").click()
    form.locator("label", has_text="Papiers").click()
    form.get_by_label("Compte rendu").fill("Vite")
    form.wait_for_timeout(1_990)
    form.keyboard.press("Control+Enter")
    form.locator("#messages", has_text="Le suivi est enregistré.").wait_for()
    assert FollowUp.objects.count() == 1 and not Draft.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_in_every_state_is_open_to_all(form, scheme):
    form.emulate_media(color_scheme=scheme)
    form.set_viewport_size(PHONE)
    form.locator("label[for^=id_mode]", has_text="Absence").click()
    for summary in form.locator("main summary").all():
        summary.click()
    form.locator("#id_people_0").fill("ben")
    form.locator("#people-choices", has_text="1 personne").wait_for()
    assert violations(form) == []
    form.get_by_role("button", name="Enregistrer", exact=True).click()
    form.locator("[data-error-summary]:focus").wait_for()
    assert violations(form) == []
    assert form.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
