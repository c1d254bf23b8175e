"""The wizard: four steps over one draft on the server, nothing typed twice, exactly what was shown is what leaves."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Layer
from core.models import AuditAction, AuditEntry
from referrals.models import Referral, ReferralConsent, ReferralLink, Snapshot, Status
from tests.factories import (
    BeneficiaryFactory,
    ConsentFactory,
    ContactRuleFactory,
    DocumentFactory,
    NeedFactory,
    ReferralFactory,
    ServiceFactory,
    UserFactory,
)

TODAY = timezone.localdate()


@pytest.fixture
def karim(amina, nord):
    person = BeneficiaryFactory(
        first_name="Karim",
        last_name="Bensalem",
        team=nord,
        lead_worker=amina,
        phone="+33639980001",
        address="2 rue des Tilleuls, Lille",
        languages=["arabe"],
        justice_status="in_custody",
    )
    ContactRuleFactory(beneficiary=person, channels=["phone"])
    return person


@pytest.fixture
def draft(amina, karim):
    service = ServiceFactory(name="Hébergement du Pont", domains=["housing"])
    return ReferralFactory(beneficiary=karim, service=service, created_by=amina, consent="", message="")


def step(draft, slug):
    return reverse("referrals:draft-step", args=[draft.pk, slug])


def check(draft):
    return reverse("referrals:edit", args=[draft.pk])


def final(draft, **changes):
    base = {"submission": str(draft.submission), "message": draft.message, "consent": draft.consent, "channel": "phone"}
    return {**base, "action": "send", **changes}


def shown_as_leaving(text):
    """What the page says leaves, as words."""
    part = text.partition('id="leaving-title"')[2].partition("</section>")[0].partition("<dl")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_four_steps_keep_what_is_typed_and_what_was_shown_is_what_leaves(amina, client_of, karim, draft):
    client = client_of(amina)
    paper = DocumentFactory(beneficiary=karim, title="Attestation de domicile", uploaded_by=amina)
    NeedFactory(beneficiary=karim, title="Un logement stable", created_by=amina)
    answer = client.post(step(draft, "conformite"), {"conformity": "yes", "action": "next"})
    assert answer["Location"] == step(draft, "personne")
    ConsentFactory(beneficiary=karim, purpose="referral", recipient=draft.service.organization.name, created_by=amina)
    assert "un accord pour cet organisme" in client.get(step(draft, "personne")).text
    typed = {"consent": "written", "given_on": f"{TODAY:%d/%m/%Y}", "ends_on": f"{TODAY + timedelta(days=30):%d/%m/%Y}"}
    answer = client.post(step(draft, "personne"), {**typed, "action": "next"})
    assert answer["Location"] == step(draft, "message")
    told = {"message": "Une place dès lundi", "fields_told": ["contact", "needs"], "documents": [str(paper.pk)]}
    answer = client.post(step(draft, "message"), {**told, "action": "next"})
    assert answer["Location"] == check(draft)
    # back and forward, refreshed: the draft says what was typed
    for page, words in {
        "conformite": 'value="yes"',
        "personne": 'value="written"',
        "message": "Une place dès lundi",
    }.items():
        assert words in client.get(step(draft, page)).text
    draft.refresh_from_db()
    preview = shown_as_leaving(client.get(check(draft)).text)
    for words in (
        "Karim Bensalem",
        "06 39 98 00 01",
        "Un logement stable",
        "Une place dès lundi",
        "Attestation de domicile",
    ):
        assert words in preview
    for kept in ("Tilleuls", "arabe", "détention"):
        assert kept not in preview
    client.post(check(draft), final(draft))
    snapshot = Snapshot.objects.get(referral=draft)
    assert shown_as_leaving(client.get(reverse("referrals:detail", args=[draft.pk])).text) == preview
    assert [row["id"] for row in snapshot.leaving.documents] == [str(paper.pk)]
    karim.phone = "+33639980009"
    karim.amend(by=amina, fields=["phone"])
    assert "06 39 98 00 01" in str(Snapshot.objects.get(referral=draft).content)


def test_detention_offence_and_health_stay_unless_they_are_ticked(amina, client_of, karim, draft):
    client = client_of(amina)
    page = client.get(step(draft, "message")).text
    for field in ("detention", "offence", "health"):
        assert re.search(rf'value="{field}"(?![^>]*checked)', page)
    client.post(step(draft, "message"), {"message": "", "fields_told": ["detention"], "action": "check"})
    assert "détention" in shown_as_leaving(client.get(check(draft)).text).lower()


def test_nobody_sends_what_they_do_not_read(amina, client_of, karim, draft, nord):
    colleague = UserFactory(roles=["caseworker"], teams=[nord])
    hidden = DocumentFactory(beneficiary=karim, title="Ordonnance", layer=Layer.HEALTH, uploaded_by=amina)
    client = client_of(colleague)
    page = client.get(step(draft, "message")).text
    assert 'value="health"' not in page and "Ordonnance" not in page
    assert client.post(step(draft, "message"), {"message": "", "fields_told": ["health"]}).context["form"].errors
    client.post(step(draft, "message"), {"message": "", "documents": [str(hidden.pk)]})
    assert not draft.joined.exists()
    # chosen by the lead worker, then sent by a colleague who does not read the layer
    client_of(amina).post(
        step(draft, "message"), {"message": "", "fields_told": ["health"], "documents": [str(hidden.pk)]}
    )
    draft.refresh_from_db()
    assert client.get(check(draft)).status_code == 200
    refused = client.post(check(draft), final(draft, consent="oral"))
    assert "vous ne le lisez pas" in refused.text
    assert Referral.objects.get(pk=draft.pk).status == Status.DRAFT and not Snapshot.objects.exists()


def test_without_agreement_a_reason_and_a_right_are_asked(amina, client_of, draft):
    client = client_of(amina)
    for typed in ({}, {"basis": "vital", "reason": "Danger"}, {"reason": "Elle est en danger cette nuit"}):
        answer = client.post(step(draft, "personne"), {"consent": "override", **typed})
        assert answer.context["form"].errors
    told = {"consent": "override", "basis": "vital", "reason": "Elle est en danger cette nuit"}
    client.post(step(draft, "personne"), {**told, "action": "check"})
    draft.refresh_from_db()
    client.post(check(draft), final(draft, consent="override"))
    agreement = ReferralConsent.objects.to_review().get()
    assert (agreement.referral_id, agreement.basis) == (draft.pk, "vital")


def test_what_cannot_be_understood_keeps_what_was_typed(amina, client_of, draft):
    client = client_of(amina)
    ServiceFactory(domains=["housing"])
    DocumentFactory(beneficiary=draft.beneficiary, uploaded_by=amina)
    long = client.post(step(draft, "personne"), {"consent": "oral", "given_on": "le 3 mars 1900 bis"})
    assert "le 3 mars 1900 bis" in long.text
    far = {"consent": "oral", "given_on": f"{TODAY:%d/%m/%Y}", "ends_on": f"{TODAY + timedelta(days=500):%d/%m/%Y}"}
    assert "un an au plus" in client.post(step(draft, "personne"), far).text
    for slug, typed in [
        ("conformite", {"conformity": "perhaps"}),
        ("conformite", {"also": [str(uuid.uuid4())]}),
        ("message", {"message": "\x00"}),
        ("message", {"message": "é" * 10_000}),
        ("message", {"documents": ["1"]}),
        ("personne", {"consent": "telepathy"}),
    ]:
        answer = client.post(step(draft, slug), typed)
        assert answer.status_code == 200 and answer.context["form"].errors, slug
    assert client.get(step(draft, "ailleurs")).status_code == 404


def test_a_no_shows_what_is_near_and_does_not_forbid(amina, client_of, draft, karim):
    near = ServiceFactory(name="Foyer voisin", domains=["housing"])
    ServiceFactory(name="Crèche", domains=["family"])
    client = client_of(amina)
    page = client.post(step(draft, "conformite"), {"conformity": "no", "action": "next"}, follow=True)
    assert f"?service={near.pk}&amp;personne={karim.pk}" in page.text
    assert "Crèche" not in page.text
    client.post(check(draft), final(draft, consent="oral"))
    assert Referral.objects.get(pk=draft.pk).status == Status.SENT


def test_several_services_for_one_need_and_the_first_yes_offers_to_close_the_others(amina, client_of, draft):
    client = client_of(amina)
    near = [ServiceFactory(domains=["housing"]) for _ in range(5)]
    too_many = client.post(step(draft, "conformite"), {"also": [str(one.pk) for one in near]})
    assert "Cinq services au plus" in too_many.text
    client.post(step(draft, "conformite"), {"also": [str(one.pk) for one in near[:3]], "action": "check"})
    client.post(step(draft, "conformite"), {"also": [str(one.pk) for one in near[:2]], "action": "check"})
    assert client.get(check(draft)).context["beside"]
    form = final(draft, consent="oral", message="Un toit")
    client.post(check(draft), form)
    client.post(check(draft), form)
    draft.refresh_from_db()
    sent = Referral.objects.filter(group=draft.group, status=Status.SENT)
    assert {row.service for row in sent} == {draft.service, *near[:2]}
    assert {row.message for row in sent} == {"Un toit"} and Snapshot.objects.count() == 3
    url = reverse("referrals:close-others", args=[draft.pk])
    assert client.post(url, follow=True).redirect_chain and sent.count() == 3
    draft.accept(by=amina, at=timezone.now())
    assert url in client.get(reverse("referrals:detail", args=[draft.pk])).text
    other = sent.exclude(pk=draft.pk).first()
    assert str(other.service) in client.get(url).text
    other.study(by=amina, at=timezone.now())
    client.post(url)
    statuses = list(Referral.objects.filter(group=draft.group).values_list("status", flat=True))
    assert sorted(statuses) == ["accepted", "withdrawn", "withdrawn", "withdrawn"]


def test_taking_the_agreement_back_closes_everything_at_once(amina, client_of, karim, draft):
    draft.consent = "oral"
    draft.save()
    draft.send(by=amina, at=timezone.now())
    token = ReferralLink.objects.register(draft, by=amina, at=timezone.now())
    assert ReferralLink.objects.opened_by(token, now=timezone.now())
    client, url = client_of(amina), reverse("referrals:consent-withdraw", args=[draft.pk])
    assert url in client.get(reverse("casework:person-rights", args=[karim.pk])).text
    assert client.get(url).status_code == 200
    client.post(url)
    assert ReferralLink.objects.opened_by(token, now=timezone.now()) is None
    draft.refresh_from_db()
    assert draft.status == Status.WITHDRAWN and draft.agreement.withdrawn_by == amina
    assert AuditEntry.objects.filter(person_id=karim.pk, action=AuditAction.CHANGED, fields=["withdrawn_at"]).exists()


def test_an_accepted_referral_goes_on_without_access_when_the_agreement_is_taken_back(amina, client_of, draft):
    draft.consent = "oral"
    draft.save()
    draft.send(by=amina, at=timezone.now())
    draft.accept(by=amina, at=timezone.now())
    client_of(amina).post(reverse("referrals:consent-withdraw", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.status == Status.ACCEPTED and draft.agreement.withdrawn_at
