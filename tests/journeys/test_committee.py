"""A committee held from its agenda to its minutes: prepared with the pointer, written with the keyboard alone."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from programs.models import CommitteeDecision, CommitteeMeeting
from tests.factories import ActionPlanFactory, ActionPlanPartyFactory, ObjectiveFactory, PlanActionFactory
from tests.journeys.browser import DESK
from tests.journeys.conftest import faults_at_all_sizes
from tests.journeys.hands import Keyboard, Pointer


def test_a_committee_is_held_from_its_agenda_to_its_minutes(enter, chloe, at):
    today = timezone.localdate()
    plan = ActionPlanFactory()
    late = ObjectiveFactory(plan=plan, number=1)
    facts = {"starts_on": today - dt.timedelta(days=60), "ends_on": today - dt.timedelta(days=2)}
    PlanActionFactory(objective=late, number=1, title="Ateliers emploi", lead_staff=chloe, **facts)
    ActionPlanPartyFactory(plan=plan, name="Région fictive")
    page = enter(chloe)
    hand = Pointer(page)
    page.goto(at(reverse("programs:plan", args=[plan.program_id])))
    hand.follow("Comité")
    hand.write("Date", "aujourd’hui")
    hand.write("Présidence", "Mme Plumette")
    hand.press("Enregistrer")
    assert "Ateliers emploi" in page.locator("main ol").inner_text()
    hand.write("Ajouter un point", "Date du prochain comité")
    hand.press("Ajouter")
    hand.press("Convoquer")
    hand.press("Ouvrir la séance")

    keys = Keyboard(page)
    page.locator("#main").focus()
    keys._tab_to("() => document.activeElement.name?.endsWith('-presence')")
    page.keyboard.type("Prés")
    keys.write("Notes", "Deux groupes de plus dès janvier.")
    keys._tab_to("() => document.activeElement.name?.endsWith('-outcome')")
    page.keyboard.type("Trai")
    keys.write("Nouvelle décision", "Réserver une seconde salle")
    keys.press("Enregistrer et clore le comité")
    assert "Rien n’est perdu" in page.locator("[data-error-summary]").inner_text()
    assert page.get_by_label("Notes").first.input_value() == "Deux groupes de plus dès janvier."
    page.get_by_label("Qui s’en charge").first.select_option(label=chloe.get_full_name())
    page.get_by_label("Pour le", exact=True).first.fill("dans un mois")
    assert faults_at_all_sizes(page) == []
    page.set_viewport_size(DESK)
    page.get_by_label("Pour le", exact=True).first.fill(f"{today + dt.timedelta(days=30):%d/%m/%Y}")
    hand.press("Enregistrer et clore le comité")
    assert CommitteeMeeting.objects.get().status == "closed"
    assert CommitteeDecision.objects.get().item.title.startswith("Action 1.1")
    assert "1 point non traité est reporté" in page.locator("body").inner_text()
    hand.follow("Compte rendu")
    said = page.locator("main").inner_text()
    assert "Réserver une seconde salle" in said and "Région fictive" in said
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == f"compte-rendu-{today:%Y-%m-%d}.pdf"
