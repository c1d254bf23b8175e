"""A partner answers by its link: what it reads, what it changes, and what nobody else learns."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry, OutgoingMail
from core.tokens import digest, draw
from referrals.answering.asking import ask_outcomes
from referrals.models import Channel, LateReply, LinkPurpose, Question, Referral, ReferralLink, Status
from referrals.models.letters import send_link
from referrals.views import by_link
from tests.crawl import visible_words
from tests.factories import (
    BeneficiaryFactory,
    DocumentFactory,
    OrganizationFactory,
    ReferralConsentFactory,
    ReferralFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    organization = OrganizationFactory(name="Le Pont (fictif)", email="pont@exemple.test")
    return ServiceFactory(organization=organization, name="Hébergement")


@pytest.fixture
def referral(service, amina, nord):
    person = BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Zaynab", last_name="Ouedraogo")
    row = ReferralFactory(
        beneficiary=person, service=service, created_by=amina, channel=Channel.EMAIL, message="Cherche un toit."
    )
    row.send(by=amina, at=timezone.now())
    return row


@pytest.fixture
def token(referral, amina):
    return ReferralLink.objects.register(referral, by=amina, at=timezone.now())


def url(token: str, slug: str = "") -> str:
    """The page of a link, or of one answer."""
    return reverse("referrals:answer-step", args=[token, slug]) if slug else reverse("referrals:answer", args=[token])


def visitor() -> Client:
    """Somebody without an account."""
    return Client(headers={"accept-language": "fr"}, enforce_csrf_checks=False)


def test_the_page_shows_what_was_frozen_and_a_scanner_that_opens_everything_changes_nothing(referral, token):
    client, before = visitor(), Referral.objects.values().get()
    referral.beneficiary.phone = "01 99 00 00 55"
    referral.beneficiary.last_name = "Changée"
    referral.beneficiary.save()
    page = client.get(url(token))
    text = page.content.decode()
    assert "Zaynab Ouedraogo" in text and "Cherche un toit." in text and "Changée" not in text
    assert "Ouedraogo" not in text.partition("</title>")[0] and page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"] and page.headers["X-Robots-Tag"] == "noindex"
    for slug in ("accepter", "rendez-vous", "liste-d-attente", "etude", "refuser", "question", "recue", "rien"):
        for method in (client.get, client.head):
            assert method(url(token, slug)).status_code in {200, 302, 404}
    assert client.get(reverse("referrals:answer-renew", args=[token])).status_code == 405
    assert Referral.objects.values().get() == before and not referral.events.filter(link__isnull=False).exists()
    assert Client(enforce_csrf_checks=True).post(url(token, "accepter")).status_code == 403
    entry = AuditEntry.objects.filter(object_type="referrals.referrallink", action="opened").get()
    assert entry.actor is None and entry.person_id == referral.beneficiary_id


def test_one_answer_wins_a_double_click_is_one_and_the_other_reads_what_stands(referral, token, amina):
    client, other = visitor(), ReferralLink.objects.register(referral, by=amina, at=timezone.now())
    for _click in range(2):
        assert client.post(url(token, "accepter")).status_code == 302
    late = visitor().post(url(other, "refuser"), {"reason": "full"})
    assert late.status_code == 409 and "Acceptée" in late.content.decode()
    referral.refresh_from_db()
    assert referral.status == Status.ACCEPTED
    [event] = referral.events.filter(link__isnull=False)
    assert event.by is None and event.link.token_hash == digest(token)
    client.post(url(token, "rendez-vous"), {"day": "12/05/2090", "hour": "9h30", "place": "Accueil, rez-de-chaussée"})
    referral.refresh_from_db()
    assert referral.status == Status.APPOINTMENT and timezone.localtime(referral.appointment_at).hour == 9
    assert "12\u00a0mai\u00a02090" in client.get(url(token)).content.decode().replace(" ", "\u00a0")
    assert client.post(url(token, "recue")).status_code == 404, "a link serves one purpose"


@pytest.mark.parametrize(
    ("slug", "given", "status", "said"),
    [
        ("liste-d-attente", {"position": "4", "expected_on": "12/05/2090"}, "waitlisted", "Rang 4"),
        ("liste-d-attente", {"position": "-4"}, None, "-4"),
        ("liste-d-attente", {"expected_on": "12/05/2001"}, None, "passée"),
        ("refuser", {"reason": "full", "alternative": "Voir le CHRS."}, "declined", "close"),
        ("refuser", {"reason": "other"}, None, "Précisez"),
        ("refuser", {}, None, "raison du refus"),
        ("rendez-vous", {"day": "31/02/2090", "hour": "9h"}, None, "31/02/2090"),
        ("rendez-vous", {"day": "12/05/2001", "hour": "9h"}, None, "passé"),
        ("etude", {}, "under_study", "étude"),
    ],
    ids=str,
)
def test_each_answer_is_kept_or_comes_back_as_typed(referral, token, slug, given, status, said):
    client = visitor()
    answer = client.post(url(token, slug), given, follow=True)
    referral.refresh_from_db()
    assert referral.status == (status or Status.SENT) and said in answer.content.decode()
    assert answer.status_code == (200 if status else 422)
    if status == "declined":
        assert "Ouedraogo" not in answer.content.decode() and referral.alternative == "Voir le CHRS."


def test_a_question_waits_for_its_answer_on_the_same_page(referral, token, amina):
    client = visitor()
    for _twice in range(2):
        assert client.post(url(token, "question"), {"text": "A-t-elle un titre de séjour ?"}).status_code == 302
    question = Question.objects.get()
    question.reply("Oui, jusqu’en mai.", by=amina, at=timezone.now())
    assert "Oui, jusqu’en mai." in client.get(url(token)).content.decode()
    told = OutgoingMail.objects.get(key=f"answered:{question.pk}")
    assert "/reponse/" in told.body and "en mai" not in told.body and told.to == "pont@exemple.test"


def test_an_answer_after_the_wait_is_over_is_kept_aside(referral, token):
    referral.lapse(by=None, at=timezone.now())
    page = visitor().post(url(token, "accepter"))
    referral.refresh_from_db()
    assert "votre réponse est gardée" in page.content.decode()
    assert referral.status == Status.LAPSED and LateReply.objects.get().to_status == Status.ACCEPTED


def test_consent_taken_back_makes_the_next_request_a_404_and_the_audit_says_who_saw_what_before(
    referral, amina, client_of
):
    document = DocumentFactory(beneficiary=referral.beneficiary, uploaded_by=amina)
    row = ReferralFactory(beneficiary=referral.beneficiary, service=referral.service, created_by=amina)
    row.settle(by=amina, at=timezone.now(), terms=None, documents=[document.pk])
    row.send(by=amina, at=timezone.now())
    token, client = ReferralLink.objects.register(row, by=amina, at=timezone.now()), visitor()
    file = reverse("referrals:answer-file", args=[token, document.pk])
    assert document.title in client.get(url(token)).content.decode()
    handed = client.get(file)
    assert handed.status_code == 200 and "attachment" in handed.headers["Content-Disposition"]
    stranger = DocumentFactory(beneficiary=referral.beneficiary, uploaded_by=amina)
    assert client.get(reverse("referrals:answer-file", args=[token, stranger.pk])).status_code == 404

    row.agreement.withdraw(by=amina, at=timezone.now())
    assert client.get(url(token)).status_code == client.get(file).status_code == 404
    assert client.post(url(token, "accepter")).status_code == 404
    seen = AuditEntry.objects.filter(object_type="referrals.referrallink", actor=None).exclude(action="created")
    said = [(entry.action, entry.fields) for entry in seen.order_by("pk")]
    assert said == [("opened", []), ("exported", [f"document:{document.pk}"])]
    assert {entry.person_id for entry in seen} == {referral.beneficiary_id}
    staff, person = client_of(amina), referral.beneficiary_id
    readers = staff.get(reverse("casework:person-readers", args=[person])).content.decode()
    assert "Le Pont (fictif)" in readers and "imprimé ou exporté" in readers


def test_a_hundred_guessed_links_are_a_hundred_times_the_same_404_for_the_same_work(referral, token, monkeypatch):
    monkeypatch.setattr(by_link, "PER_MINUTE", 1_000)
    ReferralLink.objects.update(
        created_at=timezone.now() - dt.timedelta(days=9), expires_at=timezone.now() - dt.timedelta(days=1)
    )
    client, bodies, work = visitor(), set(), set()
    client.get(url("x" * 43))
    for word in [token, *(draw() for _guess in range(98)), str(uuid.uuid4())]:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url(word))
        assert page.status_code == 404
        bodies.add(visible_words(page.content.decode()).replace(word, ""))
        work.add(len(queries))
    assert len(bodies) == 1 and len(work) == 1


def test_who_guesses_waits(token):
    client = visitor()
    codes = [client.get(url(f"t{number}")).status_code for number in range(61)]
    assert codes[:60] == [404] * 60 and codes[60] == 429


def test_a_new_link_goes_to_the_address_known_and_who_asks_learns_nothing(referral, token):
    ReferralLink.objects.update(
        created_at=timezone.now() - dt.timedelta(days=9), expires_at=timezone.now() - dt.timedelta(days=1)
    )
    client = visitor()
    answers = [client.post(reverse("referrals:answer-renew", args=[word])) for word in (token, token, "x" * 43)]
    assert len({visible_words(page.content.decode()) for page in answers}) == 1
    letters = OutgoingMail.objects.filter(by=None)
    letter = letters.get()
    assert letter.to == "pont@exemple.test" and letter.by is None
    assert "Ouedraogo" not in letter.body + letter.subject and "Cherche" not in letter.body
    [address] = [word for word in letter.body.split() if "/reponse/" in word]
    assert client.get(address).status_code == 200
    referral.agreement.withdraw(by=referral.created_by, at=timezone.now())
    client.post(reverse("referrals:answer-renew", args=[token]))
    assert letters.count() == 1 and not mail.outbox


def test_the_partner_is_asked_once_what_became_of_the_welcome_and_says_it_in_one_click(referral, token):
    client, now = visitor(), timezone.now()
    client.post(url(token, "accepter"))
    assert ask_outcomes(now) == 0
    later = now + dt.timedelta(days=8)
    assert [ask_outcomes(later), ask_outcomes(later)] == [1, 0]
    link = ReferralLink.objects.get(purpose=LinkPurpose.OUTCOME)
    ReferralLink.objects.filter(pk=link.pk).update(token_hash=digest("outcome"))
    ReferralLink.objects.filter(pk=link.pk).update(created_at=now, expires_at=later)
    assert "est-elle venue" in client.get(url("outcome")).content.decode()
    client.post(url("outcome", "recue"))
    referral.refresh_from_db()
    assert referral.status == Status.RECEIVED
    month = now + dt.timedelta(days=31)
    assert [ask_outcomes(month), ask_outcomes(month)] == [1, 0]
    assert "toujours accompagnée" in client.get(url("outcome")).content.decode()
    client.post(url("outcome", "accompagnee"))
    referral.refresh_from_db()
    assert referral.status == Status.ATTENDING


def test_nothing_is_written_to_a_program_nor_to_a_partner_without_an_address(amina):
    row = ReferralFactory(sent=True, service=ServiceFactory(email="", organization__email=""), created_by=amina)
    ReferralConsentFactory(referral=row)
    assert send_link(row, by=amina, at=timezone.now(), key="k") is None and not ReferralLink.objects.exists()
