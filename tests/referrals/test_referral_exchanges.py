"""What a partner waits for from us, and the sendings without agreement that somebody reads again."""

import pytest
from django.urls import reverse

from core.models import AuditAction, AuditEntry
from referrals.models import Question, Referral, ReferralConsent, Status
from tests.factories import (
    BeneficiaryFactory,
    LateReplyFactory,
    QuestionFactory,
    ReferralConsentFactory,
    ReferralFactory,
)

WITHOUT = {"form": "override", "basis": "vital", "reason": "Danger de mort cette nuit"}


@pytest.fixture
def karim(amina, nord):
    return BeneficiaryFactory(team=nord, lead_worker=amina, phone="+33639980001", last_name="Bensalem")


def test_a_question_is_answered_once_and_never_gives_away_how_to_reach_the_person(amina, client_of, karim):
    question = QuestionFactory(referral__beneficiary=karim, referral__created_by=amina)
    client, url = client_of(amina), reverse("referrals:question", args=[question.referral_id, question.pk])
    assert url in client.get(reverse("referrals:detail", args=[question.referral_id])).text
    held = client.post(url, {"answer": "Appelez le 06 39 98 00 01"})
    assert "retirez-le avant l’envoi" in held.text and "06 39 98 00 01" in held.text
    assert AuditEntry.objects.filter(action=AuditAction.REFUSED, person_id=karim.pk).exists()
    assert client.post(url, {"answer": "Oui, en cours."}).status_code == 302
    twice = client.post(url, {"answer": "Non."})
    assert "a déjà sa réponse" in twice.text and "Non." in twice.text
    assert Question.objects.get().answer == "Oui, en cours."


def test_a_late_answer_is_offered_and_opens_the_referral_again_or_stays(amina, client_of, karim):
    client = client_of(amina)
    for action, status in (("leave", Status.LAPSED), ("reopen", Status.ACCEPTED)):
        late = LateReplyFactory(
            referral__beneficiary=karim, referral__lapsed=True, referral__created_by=amina, comment="Une place en mai"
        )
        page = client.get(reverse("referrals:detail", args=[late.referral_id])).text
        assert "Une place en mai" in page
        url = reverse("referrals:late-reply", args=[late.referral_id, late.pk])
        client.post(url, {"action": action})
        client.post(url, {"action": "reopen"})
        assert Referral.objects.get(pk=late.referral_id).status == status
        late.refresh_from_db()
        assert late.settled_by == amina


def test_a_sending_without_agreement_is_read_again_by_somebody_else_and_names_nobody(
    ines_dpo, helene, amina, client_of, karim
):
    referral = ReferralFactory(sent=True, beneficiary=karim, created_by=amina, consent="override")
    agreement = ReferralConsentFactory(referral=referral, **WITHOUT)
    ReferralConsentFactory(referral__sent=True, referral__beneficiary=karim)
    for reader in (ines_dpo, helene):
        page = client_of(reader).get(reverse("referrals:override-list")).text
        assert WITHOUT["reason"] in page and karim.file_number in page and "Bensalem" not in page
        assert AuditEntry.objects.filter(actor=reader, person_id=karim.pk, action=AuditAction.OPENED).exists()
    Referral.objects.filter(pk=referral.pk).update(sent_by=helene)
    url = reverse("referrals:override-review", args=[referral.pk])
    client_of(helene).post(url)
    assert ReferralConsent.objects.to_review().count() == 1
    client_of(ines_dpo).post(url)
    agreement.refresh_from_db()
    assert agreement.reviewed_by == ines_dpo and not ReferralConsent.objects.to_review().exists()
