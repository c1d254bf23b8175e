"""Pages of referrals and programs in the states that their bare address does not show."""

import pytest
from django.urls import reverse

from tests.journeys.browser import DESK, PHONE
from tests.journeys.conftest import violations

NEW, LIST = reverse("referrals:new"), reverse("referrals:list")


def addresses(world):
    """Each state by name."""
    program = reverse("programs:detail", args=[world.program.pk])
    return {
        "choose": f"{NEW}?service={world.service.pk}",
        "write": f"{NEW}?service={world.service.pk}&personne={world.person.pk}",
        "write-to-program": f"{NEW}?programme={world.program.pk}&personne={world.person.pk}",
        "draft": reverse("referrals:detail", args=[world.referral.pk]),
        "filtered": f"{LIST}?silence=7&statut=sent",
        "nothing": f"{LIST}?statut=declined",
        "roster": f"{program}?vue=inscrits",
        "sessions": f"{program}?vue=passees",
        "enrol": f"{reverse('programs:enrol', args=[world.program.pk])}?personne={world.person.pk}",
    }


STATES = ["choose", "write", "write-to-program", "draft", "filtered", "nothing", "roster", "sessions", "enrol"]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_overflows(state, world, cast, enter, page, at):
    enter(cast["amina"])
    page.goto(at(addresses(world)[state]))
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{size['width']} {scheme} {line}" for line in violations(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert found == []


def test_a_refused_form_says_so_first_and_axe_finds_nothing(world, cast, enter, page, at):
    enter(cast["amina"])
    page.goto(at(reverse("referrals:decline", args=[world.sent.pk])))
    page.get_by_role("button", name="Enregistrer le refus").click()
    assert "Choisissez la raison du refus." in page.locator("[data-error-summary]").inner_text()
    assert page.title().startswith("Erreur")
    assert violations(page) == []
