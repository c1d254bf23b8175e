"""The door of mails: one key one mail, a minute to change one’s mind, growing delays, links forgotten."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Beneficiary, ContactRule
from core import outgoing
from core.delivery.worker import LATER, MailWorker
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditEntry, MailStatus, OutgoingMail
from core.tokens import draw
from tests.core.mail_sink import Sink
from tests.factories import ContactRuleFactory, OutgoingMailFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def write(**given) -> OutgoingMail:
    return outgoing.post(
        **{"to": "a@exemple.test", "subject": "Une page", "body": "Texte", "key": "k", "at": NOON} | given
    )


def pass_at(moment: dt.datetime) -> int:
    return MailWorker(clock=lambda: moment).run()


def test_the_same_key_is_the_same_mail_and_the_act_takes_its_mail_along(amina):
    first, again = write(by=amina), write(by=amina, subject="Autre")
    assert first == again and again.subject == "Une page" and AuditEntry.objects.filter(object_id=first.pk).count() == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(key="other")
        raise ZeroDivisionError
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"to": "a@exemple.test\r\nBcc: b@exemple.test"},
        {"to": "a@exemple.test, b@exemple.test"},
        {"to": "Nom <a@exemple.test>"},
        {"to": "é@exemple.test"},
        {"to": "a@exemple.test\x00"},
        {"to": ""},
        {"subject": "Une page\nBcc: b@exemple.test"},
        {"subject": "Une page\u2028Bcc: b@exemple.test\x85"},
        {"subject": "  "},
    ],
    ids=str,
)
def test_no_address_or_subject_becomes_another_header(given):
    with pytest.raises(DomainError):
        write(**given)
    assert not OutgoingMail.objects.exists()


def test_one_has_a_minute_to_change_one_s_mind_and_what_has_left_stays(amina, client_of, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    kept, regretted = write(by=amina), write(key="regretted", by=amina)
    assert pass_at(NOON + dt.timedelta(seconds=59)) == 0
    client_of(amina).post(reverse("accounts:mail-undo", args=[regretted.pk]))
    assert pass_at(NOON + dt.timedelta(seconds=60)) == 1
    assert [file.name for file in tmp_path.iterdir()] == [f"{kept.pk}.eml"]
    regretted.refresh_from_db()
    assert (regretted.status, regretted.cancelled_by) == (MailStatus.CANCELLED, amina)
    page = client_of(amina).post(reverse("accounts:mail-undo", args=[kept.pk]), follow=True).text
    assert "déjà « Parti »" in page.replace("\u00a0", " ")


def test_the_link_is_sealed_then_forgotten_and_never_shown_to_staff(amina, client_of, settings, tmp_path):
    settings.EMAIL_FILE_PATH, token = tmp_path, draw()
    mail = write(by=amina, body=f"https://exemple.test/reponse/{token}/")
    page = reverse("accounts:mail", args=[mail.pk])
    assert token not in mail.sealed_body and token not in client_of(amina).get(page).text
    pass_at(NOON + outgoing.UNDO)
    [file] = tmp_path.iterdir()
    assert token in file.read_text() and "https://exemple.test/reponse/(lien)/" in OutgoingMail.objects.get().body


def test_a_server_that_refuses_for_now_is_tried_again_ever_later_then_somebody_is_told(settings, chloe, client_of):
    with Sink() as sink:
        settings.MAIL_TRANSPORT, settings.EMAIL_HOST = "core.delivery.transports.Smtp", "127.0.0.1"
        settings.EMAIL_PORT, sink.answers["RCPT"] = sink.port, "451 plus tard"
        write()
        moment = NOON
        for delay in LATER:
            assert pass_at(moment) == pass_at(moment + delay - dt.timedelta(seconds=1)) == 0
            moment += delay
            assert OutgoingMail.objects.get().not_before == moment
        pass_at(moment)
        mail = OutgoingMail.objects.get()
        assert (mail.status, mail.attempts, mail.problem) == (MailStatus.FAILED, 6, "451 plus tard")
        assert "451 plus tard" in client_of(chloe).get(reverse("accounts:mail", args=[mail.pk])).text
        sink.answers.clear()
        client_of(chloe).post(reverse("accounts:mail-settle", args=[mail.pk]))
        assert pass_at(timezone.now()) == 1 and sink.taken == [mail.message_id]

        write(key="never")
        sink.answers["RCPT"] = "550 inconnu"
        pass_at(NOON)
        assert OutgoingMail.objects.get(key="never").status == MailStatus.FAILED, "no use trying again"
        settings.EMAIL_PORT = 1
        write(key="nobody", at=NOON)
        pass_at(NOON)
        assert OutgoingMail.objects.get(key="nobody").not_before == NOON + LATER[0]


def test_what_would_reach_a_person_leaves_only_as_the_person_agreed_asked_when_it_leaves(settings, tmp_path, amina):
    settings.EMAIL_FILE_PATH = tmp_path
    rule = ContactRuleFactory(channels=["email"], beneficiary__email="sofia@exemple.test")
    for key, body in enumerate(["Une page.", "Sofia ?"]):
        write(to="Sofia@exemple.test", key=key, body=body)
    Beneficiary.objects.update(first_name="Sofia")
    assert pass_at(NOON) == 1, "the other names her"
    mail = write(to="sofia@exemple.test", key="later")
    ContactRule.objects.filter(pk=rule.pk).update(channels=["phone"])
    assert pass_at(NOON) == 0
    mail.refresh_from_db()
    assert (mail.status, mail.problem) == (MailStatus.CANCELLED, "Les règles de contact s’y opposent.")
    with pytest.raises(TransitionNotAllowed):
        outgoing.send_again(mail, by=amina, at=NOON)


def test_a_worker_thought_dead_whose_mail_another_has_taken_hands_nothing_over(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    write()
    slow = MailWorker(clock=lambda: NOON)
    slow.run()
    write(key="taken")
    mail = slow.claim()
    OutgoingMail.objects.filter(pk=mail.pk).update(worker=7)
    before = len(list(tmp_path.iterdir()))
    assert slow.send(mail) is False and len(list(tmp_path.iterdir())) == before == 1
    assert OutgoingMail.objects.get(pk=mail.pk).worker == 7, "in the hands of the other"
    MailWorker(clock=lambda: NOON).run()
    assert OutgoingMail.objects.get(pk=mail.pk).status == MailStatus.SENT, "who has died: taken back, and sent"


def test_what_waits_in_a_restored_dump_is_for_somebody_to_verify(settings, tmp_path, capsys):
    settings.EMAIL_FILE_PATH = tmp_path
    for number, facts in enumerate([{}, {"status": "transmitting", "worker": 7}, {"status": "claimed", "worker": 7}]):
        OutgoingMailFactory(key=str(number), **facts)
    call_command("send_mail", after_restore=True)
    assert set(OutgoingMail.objects.values_list("status", flat=True)) == {MailStatus.DOUBTFUL}
    assert "à vérifier : 3" in capsys.readouterr().out
    call_command("send_mail")
    assert not list(tmp_path.iterdir())


def test_in_the_demo_whoever_works_here_reads_every_mail_and_a_partner_none(amina, bruno, client_of, settings):
    mail = write(by=bruno)
    partner, page = UserFactory(roles=["partner_member"]), reverse("accounts:mail", args=[mail.pk])
    seen = {}
    for settings.DEMO in (True, False):
        seen[settings.DEMO] = [client_of(user).get(page).status_code for user in (amina, bruno, partner)]
    assert seen == {True: [200, 200, 404], False: [404, 200, 404]}


def test_the_database_keeps_the_states_whole():
    mail = OutgoingMailFactory()
    for values in (
        {"status": "sent"},
        {"status": "lost"},
        {"status": "claimed"},
        {"worker": 3},
        {"status": "cancelled"},
        {"to": "a@exemple.test\nBcc: b"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutgoingMail.objects.filter(pk=mail.pk).update(**values)
