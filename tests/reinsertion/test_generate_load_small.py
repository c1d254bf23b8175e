"""The load generator, on tiny numbers: it writes what it says, once, and never beside real data."""

import pytest
import zeal
from django.core.management import CommandError, call_command

from accounts.models import Association, Team, User
from accounts.roles import Role
from beneficiaries.models import (
    Appointment,
    Beneficiary,
    Child,
    CustodyEpisode,
    Document,
    FileCounter,
    FollowUp,
    Goal,
    JusticeMeasure,
    Need,
    Obligation,
    OutcomeCheckpoint,
    PlanReview,
    Release,
    Step,
)
from core.models import AuditEntry
from partners.models import Organization, Service
from programs.models import Stay
from referrals.models import Referral
from reinsertion.load import people
from tests.factories import CommuneFactory, UserFactory

pytestmark = pytest.mark.django_db
NUMBERS = {"people": 90, "follow_ups": 400, "services": 40, "bookings": 50}
PARTS = [
    Appointment, Child, CustodyEpisode, Document, Goal, JusticeMeasure, Need, Obligation, OutcomeCheckpoint, PlanReview,
    Release, Step,
]  # fmt: skip


@pytest.fixture
def communes(db: None) -> None:
    """Two towns to spread the services over."""
    CommuneFactory(insee_code="59350", name="Lille", latitude=50.63, longitude=3.05, population=238_000)
    CommuneFactory(insee_code="59512", name="Roubaix", latitude=50.69, longitude=3.18, population=98_000)


@pytest.fixture
def generated(communes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tiny load, whose longest file has 100 follow-ups."""
    monkeypatch.setattr(people, "LONG_FILE", 100)
    with zeal.zeal_ignore():
        call_command("generate_load", **NUMBERS)


def test_the_generator_writes_what_was_asked(generated: None) -> None:
    assert (Beneficiary.objects.count(), FollowUp.objects.count()) == (90, 400)
    assert (Service.objects.count(), Organization.objects.count()) == (40, 10)
    assert (Stay.objects.count(), Referral.objects.count(), AuditEntry.objects.count()) == (50, 90, 400)
    assert (Team.objects.count(), User.objects.count()) == (40, 60)
    assert Association.objects.get().is_demo
    longest = max(person.follow_ups.count() for person in Beneficiary.objects.prefetch_related("follow_ups"))
    assert longest >= 100
    assert not Service.objects.filter(search_vector=None).exists()
    assert not Beneficiary.objects.filter(last_contact_on=None, follow_ups__isnull=False).exists()
    everywhere = User.objects.get(email="coordination01@exemple.test")
    assert everywhere.roles == [Role.COORDINATOR] and Beneficiary.objects.visible_to(everywhere).count() == 90


def test_generated_rows_pass_their_own_validation(generated: None) -> None:
    with zeal.zeal_ignore():
        for model in (Beneficiary, FollowUp, Service, Organization, Stay, Referral, *PARTS):
            rows = model._default_manager.order_by("pk")[:5]
            assert rows
            for row in rows:
                row.full_clean()
        file_number = FileCounter.next_number(2026)
    assert not Beneficiary.objects.filter(file_number=file_number).exists()


def test_a_second_load_is_refused(generated: None) -> None:
    with pytest.raises(CommandError, match="déjà là"):
        call_command("generate_load", **NUMBERS)


def test_a_load_is_refused_beside_real_accounts(communes: None) -> None:
    UserFactory()
    with pytest.raises(CommandError, match="n’est pas une base de démonstration"):
        call_command("generate_load", **NUMBERS)
    assert not Team.objects.filter(name="Équipe 01").exists()
