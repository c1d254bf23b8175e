"""Ten people seen in a morning: typed by keyboard, through a lost network and a killed tab, saved once each."""

import pytest

from beneficiaries.models import Draft, FollowUp, FollowUpMode
from tests.factories import BeneficiaryFactory, InterviewSheetFactory
from tests.journeys.browser import DESK, PHONE
from tests.journeys.conftest import sign_in, violations
from tests.journeys.hands import Keyboard

STATUS, ACTS_AT_MOST = "[data-autosave-status]", 60
NAMES = ["Abel", "Bérénice", "Cyprien", "Dorine", "Edgar", "Fanette", "Gaspard", "Hermine", "Isidore", "Joséphine"]


@pytest.fixture
def people(nord, amina):
    return [BeneficiaryFactory(team=nord, lead_worker=amina, first_name=name, last_name="Exemple") for name in NAMES]


@pytest.fixture
def page_of(browser, amina, at):
    """Tabs of one browser in which Amina is signed in."""
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", viewport=DESK)
    sign_in(context, amina, at(""))
    yield context
    context.close()


def proposed(page) -> None:
    """The person of the line is proposed."""
    page.locator("[role=option][aria-selected=true]").wait_for()


def line(hand: Keyboard, who: str, note: str, *, key: str = "h") -> None:
    """One line: who, Enter, a letter for the topic, the note, Enter."""
    hand.type(who)
    proposed(hand.page)
    hand.hit("Enter")
    hand.hit(key)
    hand.page.keyboard.press("Tab")
    hand.type(note)
    hand.hit("Enter")


def said(page, words: str) -> None:
    """The status line says so."""
    page.locator(STATUS, has_text=words).wait_for(timeout=15_000)


def test_ten_people_by_keyboard_through_a_lost_network_and_a_killed_tab(page_of, people, amina, at):
    sheet = InterviewSheetFactory(beneficiary=people[9], printed_by=amina)
    page = page_of.new_page()
    page.goto(at("/suivis/matinee/"))
    hand = Keyboard(page)
    hand.choose("Aujourd’hui")
    hand.choose("Parloir")
    hand.write("Lieu", "Maison d’arrêt des Tilleuls")
    hand.page.keyboard.press("Enter")
    for rank in range(8):
        line(hand, NAMES[rank].lower(), f"Point {rank}", key="hpds"[rank % 4])
    said(page, "Brouillon enregistré")

    # The ninth line meets a network that is gone, and the tab dies before it is back.
    hand.type(NAMES[8].lower())
    proposed(page)
    hand.hit("Enter")
    page_of.set_offline(True)
    hand.hit("j")
    page.keyboard.press("Tab")
    hand.type("Point 8")
    said(page, "Pas de connexion")
    kept = page.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])")
    stored = page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert "Point 8" in kept and "Point 8" not in stored and "Isidore" not in stored, "beyond the tab, only sealed"
    page.close()
    page_of.set_offline(False)

    # Another tab, from the page that opens: everything is there.
    page = page_of.new_page()
    acts, hand = hand.acts, Keyboard(page)
    page.goto(at("/"))
    hand.follow("Reprendre")
    page.locator("#id_l8-note").wait_for()
    assert [page.locator(f"#id_l{rank}-note").input_value() for rank in range(9)] == [f"Point {r}" for r in range(9)]
    assert page.get_by_label("Lieu").input_value() == "Maison d’arrêt des Tilleuls"
    assert page.locator("#id_l8-topics_7").is_checked() and "Isidore" in page.locator("#id_l8-who").input_value()
    said(page, "Brouillon enregistré")
    assert (
        page.evaluate(
            "Object.keys(localStorage).concat(Object.keys(sessionStorage)).filter((key) => key.startsWith('draft'))"
        )
        == []
    )
    assert Draft.objects.count() == 1

    # The last from its paper sheet, then one chord saves all.
    page.locator("#id_l8-note").focus()
    hand.hit("Enter")
    line(hand, sheet.code.lower(), "Point 9")
    hand.hit("Control+Enter")
    page.get_by_role("heading", name="10 suivis enregistrés").wait_for()
    assert acts + hand.acts <= ACTS_AT_MOST, acts + hand.acts
    rows = list(FollowUp.objects.order_by("created_at"))
    assert [(row.beneficiary.first_name, row.summary) for row in rows] == [
        (n, f"Point {r}") for r, n in enumerate(NAMES)
    ]
    assert {(row.mode, row.place, len(row.topics)) for row in rows} == {
        (FollowUpMode.VISIT, "Maison d’arrêt des Tilleuls", 1)
    }
    assert not Draft.objects.exists()
    sheet.refresh_from_db()
    assert sheet.follow_up == rows[9]

    # Back, and sent twice more: the same ten.
    page.go_back()
    page.get_by_role("button", name="Enregistrer", exact=True).dblclick()
    page.wait_for_load_state()
    assert FollowUp.objects.count() == 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_in_its_states_is_open_to_all_and_narrow(enter, amina, people, at, scheme):
    page = enter(amina)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    page.goto(at("/suivis/matinee/"))
    page.locator("#id_l0-who").fill("her")
    proposed(page)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#id_l0-who").fill("K4M 7P3")
    page.locator("[data-who-hint]", has_text="Aucune fiche").wait_for()
    page.locator("#id_l0-who").fill("exemple")
    page.locator("#id_l1-who").fill("inconnue")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.locator("[data-error-summary]:focus").wait_for()
    assert "Laquelle de ces personnes" in page.locator("[data-error-summary]").inner_text()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_javascript_five_more_lines_and_a_name_confirmed(browser, amina, people, at):
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", java_script_enabled=False)
    sign_in(context, amina, at(""))
    page = context.new_page()
    page.goto(at("/suivis/matinee/"))
    page.locator("label", has_text="Hier").click()
    page.locator("label[for^=id_mode]", has_text="Entretien").click()
    page.locator("#id_l0-who").fill("hermine")
    page.locator("label[for=id_l0-topics_0]").click()
    page.get_by_role("button", name="Ajouter 5 lignes").click()
    page.locator("#id_l9-who").fill(people[0].file_number)
    page.locator("label[for=id_l9-absent]").click()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert "Est-ce bien cette personne" in page.locator("main").inner_text() and not FollowUp.objects.exists()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert {row.beneficiary for row in FollowUp.objects.all()} == {people[0], people[7]}
    context.close()
