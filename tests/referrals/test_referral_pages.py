"""The pages of referrals: who sees what, the buttons, the reply, the sheet on paper, what it costs."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from core.models import AuditAction, AuditEntry
from programs.models import Enrolment
from referrals.models import TRANSITIONS, Referral, Status
from referrals.permissions import STEPS
from tests.factories import (
    AlertFactory,
    BeneficiaryFactory,
    ContactRuleFactory,
    ProgramFactory,
    ReferralEventFactory,
    ReferralFactory,
)

LIST = reverse("referrals:list")
READING = ["detail", "edit", "accept", "decline", "lapse", "withdraw", "print"]
ACTING = ["edit", "send", "accept", "decline", "lapse", "withdraw", "enrol"]


def url_of(referral, name="detail"):
    return reverse(f"referrals:{name}", args=[referral.pk])


@pytest.fixture
def karim(amina, nord):
    return BeneficiaryFactory(
        first_name="Karim",
        last_name="Bensalem",
        team=nord,
        lead_worker=amina,
        phone="+33639980001",
        address="2 rue des Tilleuls, Lille",
        email="karim@exemple.test",
    )


@pytest.fixture
def received(farid, karim, amina):
    """Sent to the program that Farid runs."""
    program = ProgramFactory(staff=[farid], capacity=2)
    return ReferralFactory(to_program=True, program=program, beneficiary=karim, created_by=amina, sent=True)


@pytest.mark.parametrize("name", READING)
def test_another_team_finds_no_page_of_a_referral(name, bruno, client_of, karim):
    referral = ReferralFactory(beneficiary=karim)
    assert client_of(bruno).get(url_of(referral, name)).status_code == 404
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("name", ACTING)
def test_another_team_takes_no_step(name, bruno, client_of, karim):
    for referral in (ReferralFactory(beneficiary=karim), ReferralFactory(beneficiary=karim, sent=True)):
        assert client_of(bruno).post(url_of(referral, name), {"reason": "full"}).status_code == 404
        assert Referral.objects.get(pk=referral.pk).status == referral.status


def test_the_list_of_another_team_is_empty(bruno, client_of, karim):
    ReferralFactory(beneficiary=karim)
    assert client_of(bruno).get(LIST).context["page"].paginator.count == 0


def test_a_program_lead_sees_what_the_program_received_and_nothing_else(farid, client_of, karim, received):
    program = received.program
    ReferralFactory(beneficiary=karim, to_program=True, program=program)
    ReferralFactory(beneficiary=karim, to_program=True, program=program, withdrawn=True, sent_at=None, sent_by=None)
    ReferralFactory(beneficiary=karim, to_program=True, sent=True)
    ReferralFactory(beneficiary=karim, sent=True)
    answer = client_of(farid).get(LIST)
    assert [row.pk for row in answer.context["page"]] == [received.pk]
    assert reverse("casework:person-file", args=[karim.pk]) not in answer.text


def test_a_program_lead_reads_name_and_message_and_nothing_else_of_the_file(farid, client_of, karim, received):
    AlertFactory(beneficiary=karim, text="Alerte du dossier")
    text = client_of(farid).get(url_of(received)).text
    assert "Karim Bensalem" in text
    assert received.message in text
    assert "identity" not in re.sub(r"<link[^>]*>", "", text)
    for secret in ("Alerte du dossier", karim.file_number, "06 39 98 00 01", "Tilleuls", "karim@exemple.test"):
        assert secret not in text


def test_a_program_lead_answers_and_takes_no_other_step(farid, client_of, received):
    client = client_of(farid)
    for name in ("send", "lapse", "withdraw", "edit"):
        assert client.post(url_of(received, name)).status_code == 403
    assert client.post(url_of(received, "accept"), {"comment": "Lundi 9 h"}).status_code == 302
    received.refresh_from_db()
    assert (received.status, received.replied_by, received.reply_comment) == (Status.ACCEPTED, farid, "Lundi 9 h")


def test_a_caseworker_who_runs_the_program_answers_without_reaching_the_file(bruno, client_of, karim):
    referral = ReferralFactory(to_program=True, beneficiary=karim, sent=True, program=ProgramFactory(staff=[bruno]))
    client = client_of(bruno)
    answers = {step.verb for step in client.get(url_of(referral)).context["steps"]}
    assert answers == {"accept", "decline", "study", "waitlist", "appointment"}
    for name in ("send", "lapse", "withdraw", "print"):
        assert client.post(url_of(referral, name)).status_code in {404, 405}
    assert client.get(url_of(referral, "print")).status_code == 404


def test_a_director_reads_that_a_referral_exists_but_neither_message_nor_reply(helene, client_of, karim):
    referral = ReferralFactory(beneficiary=karim, accepted=True, reply_comment="Chambre 4")
    ReferralEventFactory(referral=referral, from_status="sent", to_status="accepted", at=referral.replied_at)
    answer = client_of(helene).get(url_of(referral))
    assert referral.message not in answer.text
    assert "Chambre 4" not in answer.text
    assert answer.context["steps"] == []


@pytest.mark.parametrize("name", ACTING)
@pytest.mark.parametrize("reader", ["helene", "denis", "ines_dpo"])
def test_roles_without_case_work_take_no_step(name, reader, request, client_of, received):
    assert (
        client_of(request.getfixturevalue(reader)).post(url_of(received, name), {"reason": "full"}).status_code == 403
    )
    assert Referral.objects.get(pk=received.pk).status == Status.SENT


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("reader", ["amina", "farid", "helene"])
def test_the_buttons_are_the_steps_that_the_table_and_the_rights_allow(
    status, reader, request, client_of, karim, farid
):
    user = request.getfixturevalue(reader)
    state = {} if status == "draft" else {status: True}
    program = ProgramFactory(staff=[farid])
    referral = ReferralFactory(beneficiary=karim, to_program=True, program=program, **state)
    answer = client_of(user).get(url_of(referral))
    if reader == "farid" and status == "draft":
        assert answer.status_code == 404
        return
    answers = {step.verb for step in STEPS if step.permission == Permission.REFERRAL_ANSWER}
    held = {"amina": answers | {"send", "lapse", "withdraw"}, "farid": answers}.get(reader, set())
    expected = {step.verb for step in STEPS if step.to in TRANSITIONS[status]} & held
    shown = {step.verb for step in STEPS if f'"{step.url_for(referral.pk)}"' in answer.text}
    assert shown == expected


def test_opening_a_referral_is_journalled_once_for_the_person(amina, client_of, karim):
    referral = ReferralFactory(beneficiary=karim)
    client_of(amina).get(url_of(referral))
    entry = AuditEntry.objects.get(person_id=karim.pk)
    assert (entry.actor, entry.action, entry.object_id) == (amina, AuditAction.OPENED, str(referral.pk))


def test_a_refusal_asks_for_its_reason_and_keeps_what_was_typed(amina, client_of, karim):
    referral, client = ReferralFactory(beneficiary=karim, sent=True), client_of(amina)
    page = url_of(referral, "decline")
    empty = client.post(page, {"comment": "Pas avant l’été"})
    assert "Choisissez la raison du refus." in empty.text
    assert "Pas avant l’été" in empty.text
    assert "Précisez la raison du refus." in client.post(page, {"reason": "other"}).text
    for hostile in (
        {"reason": "weather"},
        {"reason": "full", "comment": "é" * 10_000},
        {"reason": "full", "comment": "\x00"},
    ):
        assert client.post(page, hostile).context["form"].errors
    assert Referral.objects.get(pk=referral.pk).status == Status.SENT
    done = client.post(page, {"reason": "full", "comment": "Pas avant l’été 🌻"}, follow=True)
    assert "Plus de place" in done.text
    assert "Pas avant l’été 🌻" in done.text


def test_a_step_no_longer_possible_is_explained_and_changes_nothing(amina, client_of, karim):
    referral, client = ReferralFactory(beneficiary=karim, declined=True), client_of(amina)
    for name in ("accept", "lapse", "withdraw", "send"):
        answer = client.post(url_of(referral, name), follow=True)
        assert "Cette orientation est déjà « Refusée » : rien n’a changé." in answer.text
    for name in ("accept", "decline", "edit"):
        assert client.get(url_of(referral, name)).status_code == 302
    assert Referral.objects.get(pk=referral.pk).status == Status.DECLINED


def test_reading_a_page_changes_nothing(amina, client_of, karim):
    referral, client = ReferralFactory(beneficiary=karim, sent=True), client_of(amina)
    before = Referral.objects.filter(pk=referral.pk).values().get()
    for name in READING:
        client.get(url_of(referral, name))
    assert client.get(url_of(referral, "send")).status_code == 405
    assert Referral.objects.filter(pk=referral.pk).values().get() == before


def test_who_accepted_gives_the_place_once(farid, client_of, received):
    client = client_of(farid)
    client.post(url_of(received, "enrol"))
    assert not Enrolment.objects.exists()
    client.post(url_of(received, "accept"))
    assert "Inscrire au programme" in client.get(url_of(received)).text
    client.post(url_of(received, "enrol"))
    client.post(url_of(received, "enrol"))
    enrolment = Enrolment.objects.get()
    assert (enrolment.beneficiary, enrolment.program) == (received.beneficiary, received.program)
    assert "Inscrire au programme" not in client.get(url_of(received)).text


@pytest.mark.parametrize(
    ("allowed", "shown", "hidden"),
    [
        ([], ["En passant par l’association"], ["06 39 98 00 01", "Tilleuls", "Après 18 h"]),
        (["phone"], ["06 39 98 00 01", "pas de SMS", "Après 18 h"], ["Tilleuls"]),
        (["sms"], ["06 39 98 00 01", "ne pas appeler"], ["Tilleuls"]),
        (["post"], ["2 rue des Tilleuls"], ["06 39 98 00 01"]),
    ],
)
def test_the_sheet_tells_only_the_safe_ways_to_reach(allowed, shown, hidden, amina, client_of, karim):
    type(karim).objects.filter(pk=karim.pk).update(justice_status="in_custody", release_date_source="greffe")
    ContactRuleFactory(beneficiary=karim, channels=allowed, precautions="Après 18 h")
    text = client_of(amina).get(url_of(ReferralFactory(beneficiary=karim), "print")).text
    assert all(words in text for words in shown)
    for secret in (*hidden, "karim@exemple.test", "détention", "greffe"):
        assert secret not in text
    assert AuditEntry.objects.get(person_id=karim.pk).action == AuditAction.PRINTED


def test_no_title_names_the_person(amina, client_of, karim):
    draft, sent = ReferralFactory(beneficiary=karim), ReferralFactory(beneficiary=karim, sent=True)
    pages = [url_of(draft), url_of(draft, "edit"), *(url_of(sent, name) for name in READING if name != "edit")]
    for page in pages:
        title = client_of(amina).get(page).text.partition("</title>")[0]
        assert "Karim" not in title
        assert "Bensalem" not in title


def test_the_filters_narrow_the_list(amina, client_of, karim):
    def days_ago(days):
        return timezone.now() - dt.timedelta(days=days)

    old = ReferralFactory(beneficiary=karim, sent=True, sent_at=days_ago(20), created_by=amina)
    older = ReferralFactory(beneficiary=karim, sent=True, sent_at=days_ago(40), service__domains=["health"])
    ReferralFactory(beneficiary=karim, accepted=True, sent_at=days_ago(40), service__domains=["family"])
    client = client_of(amina)

    def found(**query):
        return [row.pk for row in client.get(LIST, query).context["page"]]

    assert found(silence="14") == [older.pk, old.pk]
    assert found(silence="30") == [older.pk]
    assert found(domaine="health") == [older.pk]
    assert found(miennes="on") == [old.pk]
    assert len(found(statut="accepted")) == 1
    assert "20 jours" in client.get(LIST, {"silence": "7"}).text


def test_addresses_that_make_no_sense_give_a_page_or_a_404(amina, client_of, karim):
    client = client_of(amina)
    ReferralFactory(beneficiary=karim)
    for query in (
        {"page": "0"},
        {"page": "-1"},
        {"page": "1000000000"},
        {"statut": "x"},
        {"silence": "\x00"},
        {"domaine": "'"},
    ):
        assert client.get(LIST, query).status_code == 200
    assert client.get(reverse("referrals:detail", args=[uuid.uuid4()])).status_code == 404


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_pages_cost_the_same_with_one_row_and_thirty(amina, farid, client_of, nord, karim):
    referral = ReferralFactory(beneficiary=karim, sent=True, to_program=True, program=ProgramFactory(staff=[farid]))

    def fill(count):
        for _ in range(count):
            ReferralFactory(beneficiary=BeneficiaryFactory(team=nord), sent=True)
            ReferralFactory(beneficiary=BeneficiaryFactory(), sent=True, to_program=True, program=referral.program)
            ReferralEventFactory(referral=referral)

    clients = [client_of(amina), client_of(farid)]
    fill(1)
    [client.get(LIST) for client in clients]
    few = [queries_of(client, url) for client in clients for url in (LIST, url_of(referral))]
    fill(29)
    assert [queries_of(client, url) for client in clients for url in (LIST, url_of(referral))] == few
