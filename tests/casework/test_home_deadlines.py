"""Ma journée: agreements, reports, aid and jobs, each for those who may act on it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.casework.desk import shown
from tests.factories import (
    AgreementFactory,
    AidPaymentFactory,
    BeneficiaryFactory,
    DeliveryFactory,
    DeliverySessionFactory,
    GrantReportFactory,
    JobCheckFactory,
    ReferralFactory,
)

BLOCKS = {
    "aides": "Aides à contrôler",
    "emplois": "Emplois\u00a0: nouvelles à demander",
    "conventions": "Conventions à renouveler",
    "bilans": "Bilans à remettre",
    "fins": "Bilans de fin d’accompagnement",
}
MONEY = {"aides", "conventions", "bilans"}
OPEN = {"amina": {"emplois", "fins"}, "bruno": set(), "chloe": MONEY, "helene": MONEY, "farid": set(), "gilles": set()}


@pytest.fixture
def due(amina, chloe, nord):
    """One of each to do, one of each that waits or is somebody else’s."""
    today = timezone.localdate()
    led = BeneficiaryFactory(first_name="Karim", last_name="Benali", team=nord, lead_worker=amina)
    AidPaymentFactory(beneficiary=led, created_by=amina)
    AidPaymentFactory(beneficiary=led, paid=True)
    JobCheckFactory(placement__beneficiary=led, placement__title="Commis de cuisine")
    JobCheckFactory(placement__beneficiary=led, due_on=today + timedelta(days=1))
    for sessions in (1, 2):  # of two agreed
        referral = ReferralFactory(received=True, beneficiary=led, created_by=amina)
        DeliverySessionFactory.create_batch(sessions, delivery=DeliveryFactory(referral=referral))
    AgreementFactory(title="Nuits d’urgence")
    AgreementFactory(ends_on=today + timedelta(days=300))
    GrantReportFactory(grant__title="Permanences en détention", due_on=today - timedelta(days=2))
    GrantReportFactory(due_on=today + timedelta(days=90))


@pytest.mark.parametrize("who", OPEN)
def test_each_role_has_the_blocks_it_may_act_on(who, cast, client_of, bruno, due):
    user = cast.get(who, bruno)
    response = client_of(user).get(reverse("casework:home"))
    blocks = {block.slug: block for block in [*response.context["blocks"], *response.context["aside"]]}
    assert set(blocks) & set(BLOCKS) == OPEN[who]
    page = shown(response)
    for slug, title in BLOCKS.items():
        assert (title.replace("\u00a0", " ") in page) == (slug in OPEN[who])
        assert slug not in blocks or blocks[slug].count == len(blocks[slug].rows) == 1
    if "bilans" in blocks:
        assert "Permanences en détention" in page and "en retard" in page
        whole = client_of(user).get(reverse("casework:home"), {"tout": "aides"})
        assert [block.slug for block in whole.context["blocks"]] == ["aides"]


def test_nobody_is_asked_to_check_their_own_request(client_of, chloe, nord):
    AidPaymentFactory(beneficiary=BeneficiaryFactory(team=nord), created_by=chloe)
    assert "Aides à contrôler" not in shown(client_of(chloe).get(reverse("casework:home")))
