"""What happened to earlier referrals ranks the directory and is told on its pages, small numbers never."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from partners.models import DeclineReason, Service, TrackRecord
from partners.search import search_services
from partners.track import track_facts, track_line
from referrals.models import Referral, Status
from referrals.models.outcomes import count_outcomes
from tests.casework.desk import shown
from tests.factories import ReferralFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def told(service: Service, *, status: str, days: int = 3, ago: int = 40, **fields: object) -> Referral:
    """A referral sent so many days ago, answered after a few days."""
    sent = timezone.now() - timedelta(days=ago)
    author = fields.pop("created_by")
    if status in (Status.ACCEPTED, Status.DECLINED):
        fields |= {"replied_at": sent + timedelta(days=days), "replied_by": author}
    return ReferralFactory(
        service=service, status=status, consent="oral", created_by=author, sent_at=sent, sent_by=author, **fields
    )


def record_of(service: Service | None) -> TrackRecord:
    """The counts of a service, all counted again."""
    count_outcomes(timezone.now())
    return TrackRecord.objects.get(service=service)


@pytest.fixture
def answered(amina) -> Service:
    """A service asked eighteen times: ten yes, six no, a silence closed, one that waits; and one long ago."""
    service = ServiceFactory(name="Foyer")
    for days in range(1, 11):
        told(service, status=Status.ACCEPTED, days=days, created_by=amina)
    for reason in [DeclineReason.FULL] * 5 + [DeclineReason.OUT_OF_AREA]:
        told(service, status=Status.DECLINED, days=2, decline_reason=reason, created_by=amina)
    told(service, status=Status.LAPSED, created_by=amina)
    told(service, status=Status.SENT, created_by=amina)
    told(service, status=Status.DECLINED, decline_reason="full", ago=500, created_by=amina)
    told(service, status=Status.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_by=amina, created_by=amina)
    return service


def test_a_year_of_referrals_is_counted_for_the_service_and_its_organisation(answered):
    record = record_of(answered)
    assert (record.sent, record.accepted, record.declined, record.lapsed) == (18, 10, 6, 1)
    assert record.reasons == {"full": 5, "out_of_area": 1}
    assert (record.acceptance, record.median_days) == (58, 2)
    whole = TrackRecord.objects.get(service=None)
    assert (whole.organization, whole.sent) == (answered.organization, 18)
    assert track_line(record) == "Répond en 2\u00a0jours, accepte une fois sur deux"


def test_small_numbers_are_not_written_nor_can_they_be_worked_out(answered, client_of, chloe):
    rows = dict(track_facts(record_of(answered)))
    assert rows["Envoyées"] == "au moins 15" and rows["Acceptées"] == "10" and rows["Refusées"] == "6"
    assert rows["Sans suite"] == rows["En attente de réponse"] == "moins de 5"
    assert rows["Raisons de refus"] == "Plus de place (5), autres raisons"
    for name, pk in [("service", answered.pk), ("organization", answered.organization_id)]:
        assert "au moins 15" in shown(client_of(chloe).get(reverse(f"partners:{name}", args=[pk])))


def test_under_five_referrals_nothing_is_told(amina, client_of):
    service = ServiceFactory()
    for _ in range(4):
        told(service, status=Status.ACCEPTED, created_by=amina)
    record = record_of(service)
    assert (record.acceptance, record.median_days) == (None, None)
    assert track_facts(record) == [] and track_line(record) == ""
    assert "Moins de 5 orientations" in shown(client_of(amina).get(reverse("partners:service", args=[service.pk])))


def test_each_answer_counts_at_once_and_brings_forward_who_says_yes(amina):
    refuses, accepts = ServiceFactory(name="Foyer A"), ServiceFactory(name="Foyer B")
    for service, times in [(refuses, 4), (accepts, 4)]:
        for _ in range(times):
            told(service, status=Status.SENT, created_by=amina)
    data = QueryDict("q=foyer&commune=")
    assert [card.name for card in search_services(data).cards] == ["Foyer A", "Foyer B"]
    for service in (refuses, accepts):
        told(service, status=Status.SENT, created_by=amina)
        for referral in Referral.objects.filter(service=service):
            if service == accepts:
                referral.accept(by=amina, at=timezone.now())
            else:
                referral.decline(by=amina, at=timezone.now(), reason=DeclineReason.FULL)
    cards = search_services(data).cards
    assert [(card.name, card.track) for card in cards] == [
        ("Foyer B", "Répond en 40\u00a0jours, accepte presque toujours"),
        ("Foyer A", "Répond en 40\u00a0jours, accepte rarement"),
    ]
