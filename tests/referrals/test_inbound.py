"""A partner sends a person to us by its link; a coordinator decides; nobody already here is revealed."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Team
from beneficiaries.models import Beneficiary, ProbationService
from core.errors import TransitionNotAllowed
from core.models import AuditEntry, OutgoingMail
from referrals.models import InboundLink, InboundReferral, InboundStatus
from tests.crawl import visible_words
from tests.factories import (
    BeneficiaryFactory,
    InboundLinkFactory,
    InboundReferralFactory,
    OrganizationFactory,
    PrisonFactory,
)

pytestmark = pytest.mark.django_db
GIVEN = {
    "last_name": "Ouedraogo",
    "first_name": "Zaynab",
    "birth": "12/03/1994",
    "phone": "01 99 00 00 44",
    "languages": "français, mooré",
    "precautions": "Appeler le matin",
    "needs": ["housing", "health"],
    "message": "Cherche un toit pour la rentrée.",
    "consent": "oral",
    "sender_name": "Nadia, accueil",
    "sender_email": "nadia@exemple.test",
}


@pytest.fixture
def partner():
    return OrganizationFactory(name="Le Pont (fictif)")


@pytest.fixture
def token(partner, nord, chloe):
    return InboundLink.objects.register(partner, nord, by=chloe, at=timezone.now())


def send(token: str, **changes: object):
    """Send the form as a visitor who reads French."""
    given = {**GIVEN, "submission": str(uuid.uuid4()), **changes}
    return Client(headers={"accept-language": "fr"}).post(reverse("referrals:inbound-form", args=[token]), given)


def test_what_is_sent_is_kept_once_and_sealed_and_the_answer_is_the_same_whoever_is_known(token, nord):
    url, client = reverse("referrals:inbound-form", args=[token]), Client(headers={"accept-language": "fr"})
    entries = AuditEntry.objects.count()
    page = client.get(url)
    assert "Le Pont" in page.content.decode() and page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"] and page.headers["X-Robots-Tag"] == "noindex"
    assert client.head(url).status_code == 200
    assert not InboundReferral.objects.exists() and AuditEntry.objects.count() == entries, "reading changes nothing"

    unknown = send(token)
    BeneficiaryFactory(team=nord, last_name="Ouedraogo", first_name="Zaynab", phone="+33199000044")
    twice = str(uuid.uuid4())
    known = [send(token, submission=twice) for _twice in range(2)]
    answers = [(answer.status_code, answer.url) for answer in [unknown, *known]]
    assert len(set(answers)) == 1 and InboundReferral.objects.count() == 2
    assert "bien arrivé" in client.get(unknown.url).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM referrals_inboundreferral")
        assert not any("Ouedraogo" in row or "rentrée" in row for [row] in cursor.fetchall())
    assert InboundReferral.objects.first().content["languages"] == ["français", "mooré"]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"consent": ""}, "Sans l’accord"),
        ({"consent": "override"}, "override"),
        ({"needs": []}, "au moins un besoin"),
        ({"last_name": "", "first_name": " \u200b"}, "un prénom ou un nom"),
        ({"phone": "", "precautions": ""}, "comment joindre"),
        ({"phone": "demander Karim"}, "demander Karim"),
        ({"birth": "31/02/1990"}, "31/02/1990"),
        ({"submission": "x"}, "Cherche un toit"),
    ],
    ids=str,
)
def test_what_is_not_understood_comes_back_as_typed(token, bad, said):
    answer = send(token, **bad)
    assert answer.status_code == 422 and said in answer.content.decode() and "Nadia, accueil" in answer.content.decode()
    assert not InboundReferral.objects.exists()


def test_a_link_guessed_expired_closed_or_of_another_time_is_one_and_the_same_page(token, partner, chloe, nord):
    link, client, seen = InboundLink.objects.get(), Client(), set()

    def answer(word: str) -> None:
        page = client.get(reverse("referrals:inbound-form", args=[word]))
        assert page.status_code == 404 and send(word).status_code == 404
        seen.add(visible_words(page.content.decode()))

    answer("x" * 43)
    InboundLink.objects.update(expires_at=timezone.now(), created_at=timezone.now() - dt.timedelta(days=1))
    answer(token)
    InboundLink.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    newer = InboundLink.objects.register(partner, nord, by=chloe, at=timezone.now())
    answer(token)
    assert client.get(reverse("referrals:inbound-form", args=[newer])).status_code == 200
    InboundLink.objects.exclude(pk=link.pk).get().revoke(by=chloe, at=timezone.now())
    answer(newer)
    assert len(seen) == 1 and not InboundReferral.objects.exists()


def test_who_tries_many_links_or_sends_many_people_waits(token, settings):
    client = Client()
    codes = [client.get(reverse("referrals:inbound-form", args=[f"t{n}"])).status_code for n in range(61)]
    assert codes[:60] == [404] * 60 and codes[60] == 429
    settings.INBOUND_PER_DAY = 1
    InboundReferralFactory(link=InboundLink.objects.get())
    assert send(token).status_code == 429


def test_the_page_speaks_the_language_asked_for_and_goes_on_in_it(token):
    client, url = Client(headers={"accept-language": "fr"}), reverse("referrals:inbound-form", args=[token])
    page = client.get(url, {"langue": "en"})
    assert '<html lang="en"' in page.content.decode()
    assert page.cookies["django_language"]["path"] == f"/adresser/{token}"
    assert '<html lang="en"' in client.get(reverse("referrals:inbound-sent", args=[token])).content.decode()
    assert '<html lang="fr"' in client.get(url, {"langue": "xx"}, headers={"cookie": ""}).content.decode()


def test_a_file_is_created_with_nothing_typed_again(client_of, chloe, nord):
    link = InboundLinkFactory(probation=True, team=nord, created_by=chloe)
    prison = PrisonFactory(name="MA des Tilleuls")
    asked = InboundReferralFactory(link=link)
    asked.content |= {"prison": str(prison.pk), "expected_release_on": "2090-05-02", "place": "Chez sa sœur"}
    asked.save()
    staff, url = client_of(chloe), reverse("referrals:inbound-open-file", args=[asked.pk])
    form = staff.get(url).context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", [])}
    data = {name: bound if not isinstance(bound, list) else ", ".join(bound) for name, bound in data.items()}
    data["prison"], data["phone"] = str(prison), "01 99 00 00 44"
    answer = staff.post(url, data)
    person = Beneficiary.objects.get()
    assert answer.url == reverse("casework:person-file", args=[person.pk])
    facts = (person.display_name, str(person.birth_date), person.prison, str(person.expected_release_on))
    assert facts == ("Zaynab Ouedraogo", "1994-03-12", prison, "2090-05-02")
    assert (person.address, person.languages) == ("Chez sa sœur", ["français", "mooré"])
    assert person.rule.precautions == "Appeler le matin" and person.release_date_source == "SPIP du Nord fictif"
    asked.refresh_from_db()
    assert (asked.status, asked.person, asked.decided_by) == (InboundStatus.ACCEPTED, person, chloe)
    assert staff.post(url, data).status_code == 302 and Beneficiary.objects.count() == 1, "a double click is one file"


def test_the_coordinator_sees_matches_of_her_own_files_only_and_joins_one(client_of, chloe, bruno, nord, sud):
    asked = InboundReferralFactory(link=InboundLinkFactory(team=nord))
    mine = BeneficiaryFactory(team=nord, last_name="Ouedraogo", first_name="Zaynab", birth_year=1994)
    theirs = BeneficiaryFactory(team=sud, last_name="Ouedraogo", first_name="Zaynab", birth_year=1994)
    repeat = InboundReferralFactory(link=InboundLinkFactory(team=nord, organization__name="Une autre (fictif)"))
    staff, url = client_of(chloe), reverse("referrals:inbound", args=[asked.pk])
    text = staff.get(url).content.decode()
    assert mine.file_number in text and "Une autre (fictif)" in text
    assert theirs.file_number not in text and sud.name not in text
    assert AuditEntry.objects.filter(object_id=str(asked.pk), actor=chloe, action="opened").count() == 1
    attach = reverse("referrals:inbound-attach", args=[asked.pk])
    refused = staff.post(attach, {"file_number": theirs.file_number})
    assert refused.status_code == 422 and theirs.file_number in refused.content.decode()
    staff.post(attach, {"file_number": mine.file_number})
    asked.refresh_from_db()
    assert asked.person == mine and AuditEntry.objects.filter(person_id=mine.pk, fields__contains=["person"]).exists()
    staff.post(reverse("referrals:inbound-set-aside", args=[repeat.pk]))
    repeat.refresh_from_db()
    assert repeat.status == InboundStatus.DUPLICATE
    letters = OutgoingMail.objects.exclude(key__startswith="inbound-news")
    assert {letter.to for letter in letters} == {"nadia@exemple.test"} and len(letters) == 2
    assert len({letter.body for letter in letters}) == 1, "known, new or sent twice: the same words"
    assert "Ouedraogo" not in letters[0].body and mine.file_number not in letters[0].body
    with pytest.raises(TransitionNotAllowed, match="déjà"):
        asked.decline(reason="full", comment="", by=chloe, at=timezone.now())
    other_team = InboundReferralFactory(link=InboundLinkFactory(team=sud))
    assert staff.get(reverse("referrals:inbound", args=[other_team.pk])).status_code == 404


def test_a_refusal_has_a_reason_and_what_was_written_is_erased(client_of, chloe, nord):
    asked, kept = (InboundReferralFactory(link=InboundLinkFactory(team=nord)) for _two in range(2))
    staff, url = client_of(chloe), reverse("referrals:inbound-decline", args=[asked.pk])
    assert staff.post(url, {"reason": "other"}).status_code == 422
    staff.post(url, {"reason": "other", "comment": "Ne le souhaite plus."})
    asked.refresh_from_db()
    assert (asked.status, asked.decline_reason) == ("declined", "other") and asked.content
    assert "Autre raison" in OutgoingMail.objects.get().body and "souhaite plus" not in OutgoingMail.objects.get().body
    InboundReferral.objects.filter(pk=asked.pk).update(decided_at=timezone.now() - dt.timedelta(days=31))
    call_command("housekeeping")
    asked.refresh_from_db()
    kept.refresh_from_db()
    assert asked.content == {} and asked.comment == "" and asked.erased_at and kept.content
    page = staff.get(reverse("referrals:inbound", args=[asked.pk])).content.decode()
    assert "Ouedraogo" not in page and "effacé" in page
    assert staff.get(reverse("referrals:inbound-list"), {"vue": "toutes"}).status_code == 200


def test_the_coordinators_of_the_team_are_told_once_an_hour_and_nobody_is_named(token, chloe, amina, nord, helene):
    for _three in range(3):
        send(token)
    news = OutgoingMail.objects.get()
    assert news.to == chloe.email and not [w for w in ("Ouedraogo", "Zaynab", "Pont") if w in news.subject + news.body]
    assert reverse("referrals:inbound-list") in news.body
    OutgoingMail.objects.update(created_at=timezone.now() - dt.timedelta(minutes=61), key=f"inbound-news:{chloe.pk}:0")
    send(token)
    assert OutgoingMail.objects.count() == 2


def test_a_link_is_given_to_a_structure_or_a_probation_service_and_shown_once(client_of, chloe, nord, partner):
    spip = ProbationService.objects.create(name="SPIP du Nord fictif")
    staff, url = client_of(chloe), reverse("referrals:inbound-link-new")
    for bad in ({}, {"head": "Inconnue"}, {"head": partner.name, "probation_service": spip.name}):
        assert staff.post(url, {"team": str(nord.pk), **bad}).status_code == 422
    for given, sender in (({"head": partner.name}, partner), ({"probation_service": "SPIP du Nord"}, spip)):
        page = staff.post(url, {"team": str(nord.pk), **given}).content.decode()
        token = page.partition("/adresser/")[2].partition("/")[0]
        assert str(sender) in Client().get(reverse("referrals:inbound-form", args=[token])).content.decode()
    listed = staff.get(reverse("referrals:inbound-link-list")).content.decode()
    assert "Le Pont" in listed and "SPIP du Nord" in listed and token not in listed
    assert (
        staff.post(url, {"team": str(Team.objects.create(name="Ailleurs").pk), "head": partner.name}).status_code == 422
    )


def test_the_database_refuses_what_the_pages_do(chloe, nord):
    asked = InboundReferralFactory(link=InboundLinkFactory(team=nord))
    rows, now = InboundReferral.objects.filter(pk=asked.pk), timezone.now()
    decided = {"decided_at": now, "decided_by": chloe}
    for values in (
        {"status": "lost"}, {"consent": ""}, {"consent": "override"},
        {"status": "declined", **decided}, {"status": "accepted", **decided},
        {"decided_at": now}, {"status": "duplicate"}, {"erased_at": now}, {"decline_reason": "full"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    links = InboundLink.objects.filter(pk=asked.link_id)
    for values in ({"organization": None}, {"expires_at": asked.link.created_at}, {"revoked_at": now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            links.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        InboundLinkFactory(organization=asked.link.organization, team=nord)
