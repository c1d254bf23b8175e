"""Emergency aid on screen: asked from a file, checked by somebody else, no name for whoever may not see the person."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beneficiaries.models import AidPayment, Document
from core.models import AuditEntry
from tests.factories import AidEnvelopeFactory, AidPaymentFactory, BeneficiaryFactory

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738"
    "550000000049454e44ae426082"
)


@pytest.fixture
def sofia(nord, amina):
    """Followed by Amina."""
    return BeneficiaryFactory(team=nord, lead_worker=amina, first_name="Sofia", last_name="Introuvable")


def typed(envelope, **more):
    """The form of an aid, filled in."""
    facts = {"envelope": envelope.pk, "amount": "38,50 €", "paid_on": "aujourd’hui", "kind": "food"}
    return {**facts, "method": "voucher", "reason": "De quoi manger", "receipt_number": "R-1", **more}


def test_an_aid_is_asked_once_proved_by_a_file_and_counted_when_a_colleague_checks_it(client_of, amina, chloe, sofia):
    envelope = AidEnvelopeFactory(amount=Decimal(100))
    client, url = client_of(amina), reverse("beneficiaries:aid-new", args=[sofia.pk])
    page = client.get(url)
    submission = page.context["form"]["submission"].value()
    for _click in range(2):
        file = SimpleUploadedFile("ticket.png", PNG, content_type="image/png")
        answer = client.post(url, typed(envelope, submission=submission, receipt_number="", file=file))
        assert answer.status_code == 302, answer.context["form"].errors
    payment = AidPayment.objects.get()
    assert (payment.amount, payment.created_by, payment.document) == (Decimal("38.50"), amina, Document.objects.get())
    own = client.get(reverse("beneficiaries:aid", args=[payment.pk])).text
    assert "Valider l’aide" not in own and "38,50\u00a0€" in own
    checker = client_of(chloe)
    assert "Valider l’aide" in checker.get(reverse("beneficiaries:aid", args=[payment.pk])).text
    proof = checker.get(reverse("beneficiaries:aid-proof-file", args=[payment.pk]))
    assert proof.headers["Content-Type"] == "image/png" and b"".join(proof.streaming_content)
    checker.post(reverse("beneficiaries:aid-confirm", args=[payment.pk]))
    envelope.refresh_from_db()
    assert envelope.paid == Decimal("38.50")
    refused = client.post(reverse("beneficiaries:aid-cancel", args=[payment.pk]), {"reason": "Erreur"})
    assert refused.status_code == 302
    payment.refresh_from_db()
    assert payment.status == "paid", "who asked does not take back what was checked"
    checker.post(reverse("beneficiaries:aid-cancel", args=[payment.pk]), {"reason": "Bon rendu"})
    envelope.refresh_from_db()
    assert envelope.paid == 0
    acts = AuditEntry.objects.filter(object_id=str(payment.pk), person_id=sofia.pk).values_list("action", flat=True)
    assert {"created", "opened", "changed"} <= set(acts)


def test_an_aid_beyond_the_balance_is_refused_in_words_and_keeps_what_was_typed(client_of, amina, sofia):
    envelope = AidEnvelopeFactory(amount=Decimal(30))
    answer = client_of(amina).post(reverse("beneficiaries:aid-new", args=[sofia.pk]), typed(envelope))
    assert "Il reste 30,00\u00a0€ dans cette enveloppe\u00a0: pas assez pour 38,50\u00a0€." in answer.text
    assert 'value="38,50 €"' in answer.text and not AidPayment.objects.exists()


def test_nobody_is_named_on_an_envelope_to_whoever_may_not_see_them(client_of, amina, bruno, helene, sofia):
    envelope = AidEnvelopeFactory()
    AidPaymentFactory(paid=True, envelope=envelope, beneficiary=sofia, created_by=amina)
    url = reverse("beneficiaries:envelope", args=[envelope.pk])
    assert "Introuvable" in client_of(amina).get(url).text
    page = client_of(bruno).get(url).text
    assert "Introuvable" not in page and "20,00\u00a0€" in page and "moins de 5 personnes" in page
    sofia.is_restricted = True
    sofia.save(update_fields=["is_restricted"])
    assert "Introuvable" not in client_of(helene).get(url).text


def test_an_envelope_is_opened_amended_and_closed(client_of, helene, amina, sofia, queries_of):
    client = client_of(helene)
    facts = {"name": "Fonds solidaire", "amount": "1 200", "starts_on": "01/01/2026", "rules": "40 € au plus"}
    answer = client.post(reverse("beneficiaries:envelope-new"), facts)
    url = answer["Location"]
    envelope = AidPaymentFactory(paid=True, envelope__name="Autre", beneficiary=sofia).envelope
    edit = reverse("beneficiaries:envelope-edit", args=[envelope.pk])
    refused = client.post(edit, {**facts, "name": "Autre", "amount": "10"})
    assert "déjà versés" in refused.text
    before = queries_of(client, reverse("beneficiaries:envelope-list"))
    AidPaymentFactory.create_batch(5, envelope=envelope, created_by=amina, beneficiary=sofia)
    assert queries_of(client, reverse("beneficiaries:envelope-list")) <= before + 1
    client.post(f"{url}clore/")
    assert "Rouvrir" in client.get(url).text
    assert client_of(amina).post(f"{url}clore/").status_code == 403
