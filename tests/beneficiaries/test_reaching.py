"""The door: what reaches a person, or tells others how to reach them, leaves only as the person agreed."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import ContactChannel, ContactRule
from beneficiaries.reaching import (
    Allowed,
    HeldBack,
    ask_to_leave,
    may_leave,
    outgoing,
    outgoing_address,
    outgoing_email,
    outgoing_phone,
    require_tellable,
)
from core.errors import Outdated
from core.models import AuditAction, AuditEntry
from referrals.models import Referral, Status
from tests.casework.desk import shown
from tests.factories import BeneficiaryFactory, ContactRuleFactory, ReferralFactory

pytestmark = pytest.mark.django_db
EVERY = list(ContactChannel)
PHONE, ADDRESS, EMAIL = "+33199000142", "7 rue des Ormes, 59000 Lille", "sofia@exemple.test"


def at(hour, minute=0):
    """A time of today, in Paris."""
    return timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time(hour, minute)))


@pytest.fixture
def sofia(nord, amina):
    return BeneficiaryFactory(team=nord, lead_worker=amina, phone=PHONE, address=ADDRESS, email=EMAIL)


def test_nothing_noted_lets_nothing_out_but_a_meeting(sofia):
    allowed = {channel for channel in EVERY if may_leave(sofia, channel, at(10))}
    assert allowed == {ContactChannel.IN_PERSON}
    assert (outgoing_phone(sofia), outgoing_email(sofia), outgoing_address(sofia)) == ("", "", "")


@pytest.mark.parametrize("channel", EVERY)
def test_only_the_ways_agreed_are_open(channel, sofia):
    ContactRuleFactory(beneficiary=sofia, channels=[channel])
    assert [other for other in EVERY if may_leave(sofia, other, at(10))] == [channel]
    assert all(may_leave(sofia, other, at(10)).reason for other in EVERY if other != channel)


def test_the_telephone_rings_within_the_hours_only(sofia):
    ContactRuleFactory(beneficiary=sofia, channels=EVERY, from_time=dt.time(13), until_time=dt.time(15))
    for channel in (ContactChannel.PHONE, ContactChannel.SMS):
        assert [bool(may_leave(sofia, channel, at(*time))) for time in [(12, 59), (13,), (14, 59), (15,)]] == [
            False,
            True,
            True,
            False,
        ]
    assert "entre 13" in may_leave(sofia, ContactChannel.PHONE, at(9)).reason
    assert may_leave(sofia, ContactChannel.POST, at(9))


def test_what_is_allowed_comes_with_its_care(sofia):
    ContactRuleFactory(beneficiary=sofia, channels=EVERY, no_voicemail=True, neutral_sender=True, precautions="le midi")
    answer = may_leave(sofia, ContactChannel.PHONE, at(10))
    assert isinstance(answer, Allowed) and answer.neutral_sender and not answer.leave_voicemail
    assert answer.precautions == "Pas de message vocal · expéditeur neutre · le midi"


def test_rules_past_their_day_close_every_way(sofia):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    ContactRuleFactory(beneficiary=sofia, channels=EVERY, valid_until=yesterday)
    assert not any(may_leave(sofia, channel, at(10)) for channel in EVERY)
    assert outgoing(sofia).ways == [] and "à revoir" in sofia.contact_precautions


def test_a_confidential_address_stands_on_nothing_that_leaves(sofia):
    ContactRuleFactory(beneficiary=sofia, channels=EVERY, address_is_confidential=True)
    assert may_leave(sofia, ContactChannel.POST, at(10))
    assert outgoing_address(sofia) == "" and "Ormes" not in " ".join(outgoing(sofia).ways)
    assert outgoing_phone(sofia) == "01 99 00 01 42" and outgoing_email(sofia) == EMAIL


def test_a_way_without_a_number_or_an_address_is_closed(nord):
    bare = ContactRuleFactory(beneficiary__team=nord, channels=EVERY).beneficiary
    assert {channel for channel in EVERY if may_leave(bare, channel, at(10))} == {ContactChannel.IN_PERSON}


def test_a_refused_sending_is_in_the_journal(sofia, amina):
    assert not ask_to_leave(sofia, ContactChannel.SMS, by=amina, at=at(10))
    entry = AuditEntry.objects.get(person_id=sofia.pk)
    assert (entry.action, entry.actor, entry.fields) == (AuditAction.REFUSED, amina, ["phone"])


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Son numéro : 01 99.00-01 42", ["phone"]),
        ("+33 1 99 00 01 42", ["phone"]),
        ("Elle habite 7 RUE DES ORMES à Lille", ["address"]),
        ("Écrire à Sofia@Exemple.test", ["email"]),
        ("Besoin d’un hébergement pour 2, dossier 2026-0142", []),
    ],
)
def test_a_text_that_gives_away_what_is_kept_is_held_back(text, held, sofia):
    if held:
        with pytest.raises(HeldBack) as refusal:
            require_tellable(sofia, text, timezone.localdate())
        assert refusal.value.fields == held
    ContactRuleFactory(beneficiary=sofia, channels=EVERY)
    require_tellable(sofia, text, timezone.localdate())


@pytest.mark.parametrize("way", ["send", "edit", "new"])
def test_a_referral_that_tells_the_number_is_not_sent_and_the_journal_knows(way, sofia, amina, client_of):
    text = "Appelez-la au 01 99 00 01 42"
    draft = ReferralFactory(beneficiary=sofia, created_by=amina, consent="written", message=text)
    client, typed = client_of(amina), {"message": text, "consent": "written", "channel": "phone", "action": "send"}
    if way == "send":
        answer = client.post(reverse("referrals:send", args=[draft.pk]), follow=True)
    elif way == "edit":
        url = reverse("referrals:edit", args=[draft.pk])
        answer = client.post(url, {**typed, "submission": str(draft.submission)})
    else:
        url = f"{reverse('referrals:new')}?service={draft.service_id}&personne={sofia.pk}"
        answer = client.post(url, {**typed, "submission": "7c3a0f0e-54f5-4d4b-9f35-0a3c1c9ad001"})
    assert "le téléphone de la personne" in shown(answer)
    assert not Referral.objects.exclude(status=Status.DRAFT).exists()
    refused = AuditEntry.objects.filter(action=AuditAction.REFUSED, person_id=sofia.pk)
    assert [entry.fields for entry in refused] == [["phone"]]


def test_the_rules_are_noted_from_their_page_and_journalled_by_field(sofia, amina, client_of):
    client, url = client_of(amina), reverse("beneficiaries:contact-rule-edit", args=[sofia.pk])
    first = {"channels": ["phone", "sms"], "from_time": "13h", "until_time": "15h", "forbidden_third_party": "Paul"}
    assert client.post(url, first).url == reverse("casework:person-file", args=[sofia.pk])
    assert client.post(url, {**first, "no_voicemail": "on", "version": "1"}).status_code == 302
    rule = ContactRule.objects.get()
    assert (rule.channels, rule.from_time, rule.no_voicemail, rule.version) == (["phone", "sms"], dt.time(13), True, 2)
    entries = AuditEntry.objects.filter(object_type="beneficiaries.contactrule").order_by("pk")
    assert [(entry.action, entry.fields) for entry in entries] == [
        (AuditAction.CREATED, []),
        (AuditAction.CHANGED, ["no_voicemail"]),
    ]
    bar = shown(client.get(reverse("casework:person-file", args=[sofia.pk])))
    assert "Ne rien dire à Paul · pas de message vocal · appels et SMS entre 13" in bar


def test_rules_lifted_unseen_are_not_saved(sofia, amina, client_of):
    ContactRuleFactory(beneficiary=sofia, channels=["phone"], version=3)
    with pytest.raises(Outdated):
        ContactRule.objects.keep(sofia, by=amina, version=2, channels=EVERY)
    url = reverse("beneficiaries:contact-rule-edit", args=[sofia.pk])
    answer = client_of(amina).post(url, {"channels": ["post"], "version": "2"})
    assert "modifiées entre-temps" in shown(answer) and ContactRule.objects.get().channels == ["phone"]


@pytest.mark.parametrize(
    "broken",
    [{"channels": ["pigeon"]}, {"from_time": dt.time(15), "until_time": dt.time(13)}, {"until_time": dt.time(13)}],
)
def test_the_database_refuses_rules_that_mean_nothing(broken):
    with pytest.raises(IntegrityError):
        ContactRuleFactory(**broken)
