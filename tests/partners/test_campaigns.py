"""Update campaigns: whom to ask, what left, what came back."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.errors import TransitionNotAllowed
from core.models import OutgoingMail
from partners.freshness import campaigns
from partners.models import CampaignLine, LineStatus, Organization, UpdateCampaign
from tests.factories import CampaignLineFactory, CommuneFactory, OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def statuses(campaign) -> list[tuple[str, str]]:
    return list(campaign.lines.order_by("organization__name").values_list("organization__name", "status"))


def test_a_campaign_chooses_old_cards_of_a_domain_near_a_commune(client_of, chloe):
    CommuneFactory()
    today = timezone.localdate()
    old, near = today - dt.timedelta(days=400), {"latitude": 50.63, "longitude": 3.05}
    for name, facts, domain in [
        ("Ancienne", {"checked_on": old, "checked_by": chloe, **near}, "housing"),
        ("Jamais", near, "housing"),
        ("Récente", {"confirmed_on": today, **near}, "housing"),
        ("Ailleurs", {"latitude": 43.3, "longitude": 5.4}, "housing"),
        ("Autre domaine", near, "health"),
        ("Retirée", {"is_active": False, **near}, "housing"),
    ]:
        ServiceFactory(organization=OrganizationFactory(name=name, **facts), domains=[domain])
    client, url = client_of(chloe), reverse("partners:campaign-new")
    data = {"name": "Tour d’automne", "months": "6", "domain": "housing", "commune": "Lille", "radius": "20"}
    seen = client.post(url, data)
    assert seen.context["count"] == 2 and not UpdateCampaign.objects.exists()
    client.post(url, data | {"start": "1"})
    assert statuses(UpdateCampaign.objects.get()) == [("Ancienne", "todo"), ("Jamais", "todo")]
    assert "n’est pas connue" in client.post(url, data | {"commune": "Nulleparten"}).content.decode()


def test_links_leave_answers_come_back_and_the_page_counts(client_of, chloe):
    one, two, three = (
        OrganizationFactory(name=name, email=email, phone="+33199000001")
        for name, email in [("Un", "un@exemple.test"), ("Deux", "deux@exemple.test"), ("Trois", "")]
    )
    campaign = UpdateCampaign.objects.start("Tour", [one, two, three], by=chloe, at=timezone.now())
    client, url = client_of(chloe), reverse("partners:campaign-send", args=[campaign.pk])
    client.post(url, {"send": "1"})
    client.post(url, {"send": "1"})
    letters = OutgoingMail.objects.order_by("to")
    assert [letter.to for letter in letters] == ["deux@exemple.test", "un@exemple.test"]
    assert statuses(campaign) == [("Deux", "sent"), ("Trois", "todo"), ("Un", "sent")]

    # One says all is right, another corrects, the third is telephoned.
    link = {letter.to: re.search(r"/maj/\S+", letter.body).group() for letter in letters}
    Client().post(f"{link['un@exemple.test']}juste/")
    page = Client().get(f"{link['deux@exemple.test']}corriger/")
    shown = {bound.html_name: bound.value() for form in page.context["forms"] for bound in form}
    filled = {name: str(value) for name, value in shown.items() if value} | {"c0-city": "Roubaix"}
    Client().post(f"{link['deux@exemple.test']}corriger/", filled)
    assert statuses(campaign) == [("Deux", "answered"), ("Trois", "todo"), ("Un", "done")]
    calls = client.get(reverse("partners:campaign-print", args=[campaign.pk])).content.decode()
    assert "Trois" in calls and "01 99 00 00 01" in calls and "<bdi>Un</bdi>" not in calls
    line = campaign.lines.get(organization=three)
    move = reverse("partners:campaign-line-move", args=[line.pk])
    client.post(move, {"verb": "done"})
    client.post(reverse("partners:proposal", args=[two.proposals.get().pk]), {"verdict": "all"})
    three.refresh_from_db()
    assert three.checked_by == chloe
    assert {status for _name, status in statuses(campaign)} == {"done"}
    assert "3 sur 3 faites" in client.get(reverse("partners:campaign", args=[campaign.pk])).content.decode()
    client.post(move, {"verb": "reopen"})
    assert campaign.lines.get(organization=three).status == LineStatus.TO_DO


def test_an_address_that_is_none_stays_to_do_and_a_reminder_waits_a_week(chloe):
    line = CampaignLineFactory(organization__email="a@exemple.test", campaign__created_by=chloe)
    now = timezone.now()
    organization = line.organization
    Organization.objects.filter(pk=organization.pk).update(email="a@exemple.test\nBcc: b@exemple.test")
    assert campaigns.send_some(line.campaign, by=chloe, at=now) == (0, 1)
    Organization.objects.filter(pk=organization.pk).update(email="a@exemple.test")
    line.refresh_from_db()
    assert (line.status, line.times_sent) == (LineStatus.TO_DO, 0) and not line.organization.update_links.exists()
    assert campaigns.send_some(line.campaign, by=chloe, at=now) == (1, 0)
    assert campaigns.send_some(line.campaign, by=chloe, at=now, reminders=True) == (0, 0)
    later = now + dt.timedelta(days=8)
    assert campaigns.send_some(line.campaign, by=chloe, at=later, reminders=True) == (1, 0)
    latest = OutgoingMail.objects.about(organization)[0]
    assert latest.subject.startswith("Rappel") and line.organization.update_links.open_at(later).count() == 1


def test_a_line_moves_as_the_table_says_and_the_database_keeps_its_date(chloe):
    line = CampaignLineFactory(campaign__created_by=chloe)
    line.move_to(LineStatus.DONE, by=chloe, at=timezone.now())
    with pytest.raises(TransitionNotAllowed):
        line.move_to(LineStatus.SENT, by=chloe, at=timezone.now())
    for values in ({"done_at": None, "done_by": None}, {"status": "todo"}, {"status": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CampaignLine.objects.filter(pk=line.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignLineFactory(campaign=line.campaign, organization=line.organization)
