"""A partner’s link: what it shows, what it changes, and what it never does."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry, OutgoingMail
from core.tokens import digest
from partners.freshness import answers
from partners.models import CardChange, CardProposal, ProposalStatus, UpdateLink
from tests.crawl import visible_words
from tests.factories import CardProposalFactory, OrganizationFactory, ServiceFactory, UpdateLinkFactory

pytestmark = pytest.mark.django_db
WEEK = "Mo-Fr 09:00-12:00"


@pytest.fixture
def partner():
    organization = OrganizationFactory(
        name="Le Pont (fictif)", opening_hours=WEEK, phone="+33199000001", email="pont@exemple.test"
    )
    ServiceFactory(organization=organization, name="Douches")
    ServiceFactory(organization=organization, name="Retiré", is_active=False)
    return organization


@pytest.fixture
def token(partner, chloe):
    return UpdateLink.objects.register(partner, by=chloe, at=timezone.now())


def form_of(client: Client, url: str) -> dict[str, str]:
    """The fields of the page as they are first shown."""
    form = client.get(url).context["forms"]
    shown = {bound.html_name: bound.value() for part in form for bound in part}
    return {name: str(value) for name, value in shown.items() if value not in (None, False, [])}


def test_reading_the_page_changes_nothing_and_shows_this_card_alone(partner, token):
    other, client = OrganizationFactory(name="Une autre (fictif)"), Client()
    entries = AuditEntry.objects.count()
    pages = [client.get(reverse(f"partners:{name}", args=[token])) for name in ("update", "update-correct")]
    text = pages[0].content.decode()
    assert "Le Pont" in text and "Douches" in text and "9\u00a0h" in text
    assert other.name not in text and "Retiré" not in text
    assert AuditEntry.objects.count() == entries and not CardProposal.objects.exists()
    assert {page.headers["Referrer-Policy"] for page in pages} == {"same-origin"}
    assert all("no-store" in page.headers["Cache-Control"] for page in pages)
    assert digest(token) in UpdateLink.objects.values_list("token_hash", flat=True) and token not in text.replace(
        f"/maj/{token}/", ""
    )


def test_a_link_guessed_expired_closed_or_of_a_card_withdrawn_is_one_and_the_same_page(partner, token, chloe):
    link, client, seen = UpdateLink.objects.get(), Client(), set()

    def answer(word: str) -> None:
        page = client.get(reverse("partners:update", args=[word]))
        assert page.status_code == 404
        assert client.post(reverse("partners:update-confirm", args=[word])).status_code == 404
        seen.add(visible_words(page.content.decode()))

    answer("x" * 43)
    UpdateLink.objects.update(expires_at=timezone.now(), created_at=timezone.now() - dt.timedelta(days=1))
    answer(token)
    UpdateLink.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    partner.is_active = False
    partner.save()
    answer(token)
    partner.is_active = True
    partner.save()
    link.revoke(by=chloe, at=timezone.now())
    answer(token)
    assert len(seen) == 1 and not CardProposal.objects.exists()


def test_a_new_link_closes_the_former(partner, token, chloe):
    UpdateLink.objects.register(partner, by=chloe, at=timezone.now())
    assert Client().get(reverse("partners:update", args=[token])).status_code == 404


def test_who_tries_many_links_waits(partner, token):
    client = Client()
    codes = [client.get(reverse("partners:update", args=[f"t{number}"])).status_code for number in range(61)]
    assert codes[:60] == [404] * 60 and codes[60] == 429


def test_all_is_right_is_one_post_and_twice_is_once(partner, token):
    client, url = Client(), reverse("partners:update-confirm", args=[token])
    assert client.get(url).status_code == 405
    client.post(url)
    page = client.post(url, follow=True).content.decode()
    partner.refresh_from_db()
    assert partner.confirmed_on == timezone.localdate() and partner.checked_on is None
    assert partner.services.get(name="Douches").confirmed_on and not partner.services.get(name="Retiré").confirmed_on
    assert "tout est juste" in page and 'action="/maj' not in page
    assert CardProposal.objects.get().status == ProposalStatus.CONFIRMED
    assert CardChange.objects.count() == 2


def test_corrections_wait_for_approval_and_the_history_names_who_proposed_and_who_approved(
    partner, token, chloe, client_of
):
    client, url = Client(), reverse("partners:update-correct", args=[token])
    data = form_of(client, url) | {"c0-day_Sa": "10h-12h", "c1-gone": "on", "r-author": "Nadia, accueil"}
    data |= {"c0-phone": "01 99 00 00 77"}
    for _twice in range(2):
        assert client.post(url, data).status_code == 302
    proposal = CardProposal.objects.get()
    assert [change["field"] for change in proposal.changes] == ["phone", "opening_hours", "is_active"]
    partner.refresh_from_db()
    assert partner.opening_hours == WEEK and not CardChange.objects.exists()

    staff, page = client_of(chloe), reverse("partners:proposal", args=[proposal.pk])
    text = staff.get(page).content.decode()
    assert "samedi 10\u00a0h" in text and "Nadia, accueil" in text
    staff.post(page, {"verdict": "some", "kept": ["0", "1"], "reason": "Le service continue."})
    partner.refresh_from_db()
    proposal.refresh_from_db()
    assert partner.opening_hours == "Mo-Fr 09:00-12:00; Sa 10:00-12:00" and str(partner.phone) == "01 99 00 00 77"
    assert proposal.status == ProposalStatus.PARTLY and partner.services.get(name="Douches").is_active
    history = staff.get(reverse("partners:organization-history", args=[partner.pk])).content.decode()
    assert "Nadia, accueil" in history and str(chloe) in history
    assert re.search(r"vendredi 9\xa0h\xa0–\xa012\xa0h</bdi>.*?samedi 10\xa0h", history, re.S)
    assert "Le service continue." in client.get(reverse("partners:update", args=[token])).content.decode()
    assert staff.post(page, {"verdict": "all"}).status_code == 422, "decided once"


def test_a_refusal_says_why_and_a_card_changed_meanwhile_is_told(partner, token, chloe):
    link = UpdateLink.objects.get()
    change = {"service": None, "field": "city", "before": "Lille", "after": "Roubaix", "kept": None}
    proposal = answers.receive(link, [change], author="", note="", at=timezone.now())
    partner.city = "Lomme"
    partner.save()
    assert [(line.now, line.after, line.moved) for line in answers.diff_of(proposal)] == [("Lomme", "Roubaix", "Lille")]
    with pytest.raises(Exception, match="Dites pourquoi"):
        answers.decide(proposal, [], by=chloe, at=timezone.now())
    answers.decide(proposal, [], by=chloe, at=timezone.now(), reason="Nous l’avons appelée.")
    partner.refresh_from_db()
    assert partner.city == "Lomme" and partner.confirmed_on is None


@pytest.mark.parametrize(
    "bad",
    [{"c0-day_Mo": "n’importe"}, {"c0-phone": "abc"}, {"c0-day_Tu": "25h-30h"}, {"r-note": "x" * 2_000}],
    ids=str,
)
def test_what_is_not_understood_comes_back_as_typed(partner, token, bad):
    client, url = Client(), reverse("partners:update-correct", args=[token])
    answer = client.post(url, form_of(client, url) | bad | {"c0-city": "Ma commune"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "Ma commune" in text and next(iter(bad.values()))[:9] in text
    assert not CardProposal.objects.exists()


def test_the_mail_names_the_partner_and_carries_the_link_once(partner, chloe, client_of):
    client_of(chloe).post(reverse("partners:update-link-send", args=[partner.pk]))
    letter = OutgoingMail.objects.get()
    assert letter.to == "pont@exemple.test" and str(chloe) not in letter.body
    [path] = re.findall(r"/maj/\S+", letter.body)
    assert Client().get(path).status_code == 200


def test_the_database_refuses_a_decision_without_author_or_reason(chloe):

    row = CardProposalFactory(link__created_by=chloe)
    for values in ({"status": "accepted"}, {"status": "lost"}, {"decided_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CardProposal.objects.filter(pk=row.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        CardProposal.objects.filter(pk=row.pk).update(
            status="refused", decided_at=timezone.now(), decided_by=chloe, reason=""
        )
    link = UpdateLinkFactory(created_by=chloe)
    with pytest.raises(IntegrityError), transaction.atomic():
        UpdateLink.objects.filter(pk=link.pk).update(expires_at=link.created_at)
