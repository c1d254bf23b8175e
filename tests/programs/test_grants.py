"""Grants: from the request to the last euro, what they pay for, what the funder waits for."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import DomainError, TransitionNotAllowed
from partners.models import Funder, Grant, GrantReport
from programs.models import GrantUse
from tests.factories import (
    FunderFactory,
    GrantFactory,
    GrantInstalmentFactory,
    GrantReportFactory,
    GrantUseFactory,
    ProgramFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def day(offset):
    """A day as people type it."""
    return f"{TODAY + dt.timedelta(days=offset):%d/%m/%Y}"


def test_a_grant_goes_from_the_request_to_the_last_euro(client_of, helene):
    client, program = client_of(helene), ProgramFactory()
    assert client.post(reverse("programs:funder-new"), {"name": "Fondation Fictive", "kind": "foundation"})
    facts = {
        "funder": Funder.objects.get().pk,
        "title": "Accueil à la sortie",
        "amount_asked": "12 000",
        "asked_on": "hier",
        "starts_on": day(10),
        "ends_on": day(375),
    }
    url = client.post(reverse("programs:grant-new"), facts)["Location"]
    client.post(f"{url}accordee/", {"on": "aujourd’hui", "amount": "10 000,00"})
    grant = Grant.objects.get()
    assert (grant.status, grant.amount) == ("granted", Decimal(10_000))
    for amount, code in [("6 000", 302), ("4 000,01", 200), ("4 000", 302)]:
        assert client.post(f"{url}versements/nouveau/", {"due_on": day(20), "amount": amount}).status_code == code
    client.post(f"{url}parts/nouvelle/", {"program": program.pk, "amount": "9 000"})
    beyond = client.post(f"{url}parts/nouvelle/", {"action": "Permanences", "amount": "1 001"})
    assert "Il reste 1\u00a0000,00\u00a0€ à répartir" in beyond.text
    assert GrantUse.objects.get().program == program
    client.post(f"{url}bilans/nouveau/", {"kind": "final", "due_on": day(30), "remind_days": "30"})
    [report] = GrantReport.objects.to_send(TODAY)
    assert "Bilan final" in client.get(reverse("programs:grant-list")).text
    first = grant.instalments.order_by("amount").first()
    client.post(reverse("programs:instalment-received", args=[first.pk]), {"on": "aujourd’hui"})
    grant.refresh_from_db()
    assert grant.status == "paying"
    client.post(reverse("programs:report-sent", args=[report.pk]), {"on": "aujourd’hui"})
    client.post(f"{url}solder/", {"reason": ""})
    page = client.get(url).text
    assert [words for _change, words in Grant.objects.get().history()] == [
        "Accordée",
        "En cours de versement",
        "Bilan remis",
        "Soldée",
    ]
    assert "4\u00a0000,00\u00a0€" in page and not GrantReport.objects.to_send(TODAY).exists()
    with pytest.raises(TransitionNotAllowed, match="Soldée"):
        grant.refuse(by=helene, at=timezone.now(), on=TODAY)


def test_the_database_refuses_impossible_grants(helene):
    rows = Grant.objects.filter(pk=GrantFactory().pk)
    part = GrantUse.objects.filter(pk=GrantUseFactory().pk)
    cases = [
        (rows, "grant_granted_has_amount", {"status": "granted", "decided_on": TODAY}),
        (rows, "grant_decision_is_dated", {"status": "refused"}),
        (rows, "grant_amounts_positive", {"amount_asked": 0}),
        (rows, "grant_starts_on_before_ends_on", {"ends_on": TODAY - dt.timedelta(days=500)}),
        (part, "grantuse_program_or_action", {"action": ""}),
        (part, "grantuse_amount_positive", {"amount": 0}),
    ]
    for among, constraint, values in cases:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            among.update(**values)
        assert constraint in str(refused.value)
    at = timezone.now()
    for waiting in (GrantInstalmentFactory(grant__granted=False), GrantReportFactory(grant__granted=False)):
        act = waiting.receive if hasattr(waiting, "receive") else waiting.send
        with pytest.raises(DomainError, match="accordée"):
            act(by=helene, at=at, on=TODAY)


def test_a_program_lead_reads_grants_and_writes_none(client_of, farid, amina, queries_of):
    GrantFactory(funder=FunderFactory(), granted=True)
    listing = reverse("programs:grant-list")
    client = client_of(farid)
    assert "Nouvelle demande" not in client.get(listing).text
    assert client_of(amina).get(listing).status_code == 403
    before = queries_of(client, listing)
    GrantReportFactory.create_batch(6)
    assert queries_of(client, listing) == before
