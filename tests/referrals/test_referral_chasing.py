"""Referrals that nobody answers: asked again by hand or by the clock, each once, then no longer waited for."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.delivery.worker import MailWorker
from core.models import AuditEntry, MailStatus, OutgoingMail
from referrals.chasing import chase, remind
from referrals.digest import send_digests
from referrals.models import Channel, Question, Reminder, ReminderWay, Status
from tests.factories import (
    BeneficiaryFactory,
    ReferralConsentFactory,
    ReferralEventFactory,
    ReferralFactory,
    ReferralLinkFactory,
    ServiceFactory,
)

pytestmark = pytest.mark.django_db
MONDAY = timezone.make_aware(dt.datetime(2026, 11, 23, 10))


def days(count: float) -> dt.timedelta:
    return dt.timedelta(days=count)


@pytest.fixture
def person(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Zéphyrine", last_name="Canari")


@pytest.fixture
def sent(person, amina):
    """Sent by mail on Monday, the agreement in force."""

    def make(**given):
        if "service" not in given:
            given["service"] = ServiceFactory(name="Hébergement", email="accueil@exemple.test", domains=["housing"])
        given = {"channel": Channel.EMAIL, "sent_at": MONDAY, **given}
        referral = ReferralFactory(**{"sent": True, "beneficiary": person, "created_by": amina, **given})
        ReferralConsentFactory(referral=referral, given_on=MONDAY.date())
        return referral

    return make


def test_sending_by_mail_writes_one_that_says_nothing_of_the_person_and_is_called_back_with_the_referral(
    person, amina, client_of, settings, tmp_path
):
    settings.EMAIL_FILE_PATH = tmp_path
    service = ServiceFactory(email="accueil@exemple.test")
    draft = ReferralFactory(beneficiary=person, service=service, created_by=amina, channel=Channel.EMAIL)
    client = client_of(amina)
    page = client.post(reverse("referrals:send", args=[draft.pk]), follow=True).text
    mail = OutgoingMail.objects.get()
    assert "Le courriel part dans une minute" in page and "Annuler l’envoi" in page
    assert mail.to == "accueil@exemple.test" and re.search(r"/reponse/[\w-]{43}/", mail.body)
    said = f"{mail.subject} {mail.body}"
    assert not [w for w in ("Zéphyrine", "Canari", "Amina", person.file_number, "hébergement.") if w in said]
    client.post(reverse("referrals:withdraw", args=[draft.pk]))
    assert MailWorker(clock=lambda: timezone.now() + days(1)).run() == 0 and not list(tmp_path.iterdir())
    mail.refresh_from_db()
    assert (mail.status, mail.problem) == (MailStatus.CANCELLED, "L’orientation n’attend plus de réponse.")


def test_the_clock_asks_again_after_7_and_14_days_once_each_and_stops_waiting_after_30(sent):
    referral = sent()
    told: Counter[int] = Counter()
    for hour in range(0, 24 * 32, 6):
        now = MONDAY + dt.timedelta(hours=hour)
        reminded, lapsed = chase(now)
        assert chase(now) == (0, 0), "run again, nothing more"
        told[now.date().toordinal() - MONDAY.date().toordinal()] += reminded
        assert not lapsed or hour == 24 * 30 + 6
    assert {day: count for day, count in told.items() if count} == {7: 1, 14: 1}
    referral.refresh_from_db()
    assert referral.status == Status.LAPSED and referral.events.get().author_words == "le délai est passé"
    mails = OutgoingMail.objects.order_by("created_at")
    assert ["7 jours" in mails[0].body, "14 jours" in mails[1].body, len(mails)] == [True, True, 2]
    assert referral.links.count() == 2 and "Canari" not in mails[0].body


def test_nobody_is_asked_at_night_nor_twice_after_the_worker_slept_nor_when_the_ball_is_in_our_court(sent, amina):
    late, asked, called, studied, ended, phoned, empty = (sent() for _row in range(7))
    now = MONDAY + days(15)
    link = ReferralLinkFactory(referral=asked, agreement=None)
    Question.objects.register(asked, "Quel âge ?", link=link, at=MONDAY + days(1))
    remind(called, ReminderWay.CALL, by=amina, at=now - days(2), comment="Rappeler jeudi")
    studied.study(by=amina, at=now - days(6))
    type(ended.agreement).objects.filter(referral=ended).update(ends_on=now.date() - days(1))
    type(phoned).objects.filter(pk=phoned.pk).update(channel=Channel.PHONE)
    empty.service.email = ""
    empty.service.save()
    assert chase(now.replace(hour=5)) == chase(now + days(4)) == (0, 0), "neither at night nor on a Saturday"
    assert chase(now) == (1, 0)
    assert list(Reminder.objects.filter(by=None).values_list("referral", "days")) == [(late.pk, 14)]
    assert chase(MONDAY + days(31))[1] == 5, "neither the one with a question of theirs nor the one studied lately"
    asked.refresh_from_db()
    assert asked.status == Status.SENT


def test_one_click_asks_again_by_mail_notes_a_call_or_prints_a_letter(sent, amina, bruno, client_of):
    referral = sent(sent_at=timezone.now() - days(9))
    client, page = client_of(amina), reverse("referrals:unanswered")
    assert "Zéphyrine" in client.get(page).text and "jamais relancée" in client.get(page).text
    url = reverse("referrals:remind", args=[referral.pk])
    for _click in range(2):
        assert client.post(url, {"way": "email", "next": "list"}).url == page
    assert OutgoingMail.objects.get().not_before > timezone.now(), "a minute to change one’s mind"
    client.post(url, {"way": "phone", "comment": "Rappeler jeudi"})
    letter = client.post(url, {"way": "paper"}, follow=True).text
    assert "Rappel d’une demande" in letter and "Canari" not in letter
    assert sorted(Reminder.objects.values_list("way", flat=True)) == ["email", "paper", "phone"]
    assert AuditEntry.objects.filter(object_type="referrals.reminder", person_id=referral.beneficiary_id).count() == 3
    assert "Rappeler jeudi" in client.get(url).text and "relancée" in client.get(page).text
    assert client.post(url, {"way": "fax"}).status_code == 422
    assert client_of(bruno).post(url, {"way": "phone"}).status_code == 404
    mute = reverse("referrals:remind", args=[sent(service=ServiceFactory(email=""), sent_at=referral.sent_at).pk])
    assert "pas de courriel" in client.post(mute, {"way": "email"}, follow=True).text and Reminder.objects.count() == 3


def test_after_a_refusal_or_a_silence_two_or_three_services_that_fit_are_proposed(sent, person, amina, client_of):
    referral = sent(sent_at=timezone.now() - days(9))
    for name, facts in [
        ("Convient", {"audiences": ["tous-publics"]}),
        ("Hommes seuls", {"sex": "men"}),
        ("Déjà refusé", {"audiences": ["tous-publics"]}),
        ("Autre domaine", {"domains": ["health"]}),
    ]:
        service = ServiceFactory(**{"name": name, "domains": ["housing"], **facts})
        if name == "Déjà refusé":
            sent(service=service).decline(by=amina, at=timezone.now(), reason="full")
    type(person).objects.filter(pk=person.pk).update(gender="female")
    url = reverse("casework:referral-others", args=[referral.pk])
    page = client_of(amina).get(url)
    assert [card.name for card in page.context["cards"]] == ["Convient"]
    assert f"personne={person.pk}" in page.text
    listed = client_of(amina).get(reverse("referrals:unanswered")).text
    assert url in listed and "Déjà refusé" in listed


def test_the_list_costs_the_same_whatever_it_holds(sent, amina, client_of, queries_of):
    sent(sent_at=timezone.now() - days(9))
    client, url = client_of(amina), reverse("referrals:unanswered")
    once = queries_of(client, url)
    for row in range(5):
        ReferralEventFactory(referral=sent(sent_at=timezone.now() - days(9 + row)), by=amina)
        other = sent(beneficiary=BeneficiaryFactory(team=amina.teams.get()))
        other.decline(by=amina, at=timezone.now(), reason="full")
    assert queries_of(client, url) <= once + 1


def test_coordinators_get_counts_once_a_week_and_nothing_when_nothing_waits(sent, chloe, amina, bruno):
    assert send_digests(MONDAY + days(9)) == 0
    sent()
    sent()
    sent().decline(by=amina, at=MONDAY + days(8), reason="full")
    assert [
        send_digests(MONDAY + days(9)),
        send_digests(
            MONDAY
            + days(
                9,
            )
        ),
    ] == [1, 0]
    assert send_digests(MONDAY + days(12)) == 0, "a Saturday"
    assert send_digests(MONDAY + days(14)) == 1
    mail = OutgoingMail.objects.earliest("created_at")
    assert mail.to == chloe.email and "2 orientations sans réponse" in mail.body and "1 refus" in mail.body
    assert reverse("referrals:unanswered") in mail.body and "Canari" not in mail.body


def test_housekeeping_does_it(sent, capsys):
    sent(sent_at=timezone.now() - days(40))
    call_command("housekeeping")
    assert "sans suite : 1" in capsys.readouterr().out
