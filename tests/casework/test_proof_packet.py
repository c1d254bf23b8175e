"""The proof packet: nothing without the agreement of the person, nothing that it does not name."""

import datetime as dt
import shutil
import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from beneficiaries.models import Layer, Shared
from core.models import AuditAction, AuditEntry
from tests.beneficiaries.test_document_uploads import pdf, photo
from tests.casework.desk import shown
from tests.factories import (
    AppointmentFactory,
    AssociationFactory,
    BeneficiaryFactory,
    ConsentFactory,
    DocumentFactory,
    FollowUpFactory,
    ObligationFactory,
    ProofFactory,
)

SPIP = "SPIP des Essais"


@pytest.fixture
def karim(nord, amina):
    AssociationFactory(name="Le Seuil")
    return BeneficiaryFactory(
        first_name="Karim", last_name="Benali", team=nord, lead_worker=amina, birth_date=dt.date(1994, 3, 2)
    )


@pytest.fixture
def obligation(karim):
    return ObligationFactory(measure__beneficiary=karim, kind="work_or_training", details="un stage")


@pytest.fixture
def paper(karim, obligation):
    document = DocumentFactory(
        beneficiary=karim,
        title="Attestation de stage",
        file=ContentFile(pdf(), name="a.pdf"),
        kind="proof_of_attendance",
    )
    return ProofFactory(obligation=obligation, document=document)


@pytest.fixture
def agreement(karim):
    return ConsentFactory(
        beneficiary=karim, purpose="justice", recipient=SPIP, covers=[Shared.IDENTITY, Shared.DOCUMENTS]
    )


def url(person):
    return reverse("casework:proof-packet", args=[person.pk])


def ask(client, agreement, proofs, verb="preview", **period):
    data = {"agreement": agreement.pk, "proofs": [proof.pk for proof in proofs], verb: "1", **period}
    return client.post(url(agreement.beneficiary), data)


def test_without_an_agreement_the_packet_is_refused_with_the_way_to_ask(karim, paper, amina, client_of):
    ConsentFactory(beneficiary=karim, purpose="justice", recipient="Le JAP", covers=[Shared.IDENTITY])
    ConsentFactory(beneficiary=karim, purpose="referral", recipient=SPIP, covers=[Shared.IDENTITY, Shared.DOCUMENTS])
    answer = client_of(amina).get(url(karim))
    assert "n’a pas donné son accord" in shown(answer)
    assert reverse("beneficiaries:consent-new", args=[karim.pk]) in answer.content.decode()
    assert client_of(amina).post(url(karim), {"print": "1"})["Content-Type"].startswith("text/html")


def test_the_sheet_on_the_screen_is_the_sheet_on_paper(karim, obligation, paper, agreement, amina, client_of):
    said = FollowUpFactory(
        beneficiary=karim, author=amina, summary="Canari dit tout bas", topics=["health"], duration_minutes=45
    )
    came = FollowUpFactory(beneficiary=karim, author=amina)
    proofs = [
        paper,
        ProofFactory(obligation=obligation, document=None, follow_up=said),
        ProofFactory(
            obligation=obligation,
            document=None,
            appointment=AppointmentFactory(beneficiary=karim, purpose="Mission locale", follow_up=came),
        ),
    ]
    client = client_of(amina)
    page = client.post(url(karim), {"agreement": agreement.pk, "proofs": [p.pk for p in proofs], "preview": "1"})
    text = shown(page)
    for words in (
        SPIP,
        "Karim Benali",
        "2 mars 1994",
        "un stage",
        "Attestation de stage",
        "pièce n°",
        "Mission locale",
    ):
        assert words in text, words
    assert "Canari" not in text and "Le Seuil" in text
    assert not AuditEntry.objects.filter(action=AuditAction.PRINTED).exists()
    printed = ask(client, agreement, proofs, "print")
    assert printed["Content-Type"] == "application/pdf" and "attachment" in printed["Content-Disposition"]
    entries = AuditEntry.objects.filter(action=AuditAction.PRINTED, person_id=karim.pk)
    assert {entry.object_id for entry in entries} == {str(agreement.pk), str(paper.document_id)}
    with pikepdf.open(BytesIO(printed.content)) as document:
        assert len(document.pages) == 2 and "/StructTreeRoot" in document.Root
    if shutil.which("pdftotext"):
        told = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=printed.content, capture_output=True, check=True
        ).stdout.decode()
        for words in (SPIP, "Karim Benali", "un stage", "Attestation de stage", "Mission locale", "45"):
            assert words in told, words
        assert "Canari" not in told


def test_pictures_become_pages_and_the_rest_is_handed_over_apart(karim, obligation, agreement, amina, client_of):
    picture = DocumentFactory(beneficiary=karim, format="jpg", file=ContentFile(photo(), name="a.jpg"))
    letter = DocumentFactory(beneficiary=karim, format="docx", title="Lettre")
    proofs = [ProofFactory(obligation=obligation, document=one) for one in (picture, letter)]
    client = client_of(amina)
    assert "Lettre (remis à part)" in shown(ask(client, agreement, proofs))
    with pikepdf.open(BytesIO(ask(client, agreement, proofs, "print").content)) as document:
        assert len(document.pages) == 2


@pytest.mark.parametrize("layer", [Layer.HEALTH, Layer.FAMILY, Layer.JUSTICE])
def test_a_layer_that_the_agreement_does_not_name_stays(layer, karim, paper, agreement, amina, client_of):
    type(paper.document).objects.update(layer=layer)
    client = client_of(amina)
    assert "L’accord ne couvre pas" in shown(ask(client, agreement, [paper]))
    agreement.covers = [*agreement.covers, layer]
    agreement.save()
    assert "pièce n°" in shown(ask(client, agreement, [paper]))


def test_violence_never_leaves_and_what_one_does_not_read_is_not_offered(
    karim, paper, agreement, amina, chloe, client_of
):
    type(paper.document).objects.update(layer=Layer.VIOLENCE)
    assert "Attestation de stage" not in shown(client_of(amina).get(url(karim)))
    type(paper.document).objects.update(layer=Layer.HEALTH)
    agreement.covers = [*agreement.covers, Shared.HEALTH]
    agreement.save()
    assert "Attestation de stage" in shown(client_of(amina).get(url(karim)))
    assert "Attestation de stage" not in shown(client_of(chloe).get(url(karim)))


def test_the_period_and_the_boxes_choose(karim, paper, agreement, amina, client_of):
    client, tomorrow = client_of(amina), timezone.localdate() + dt.timedelta(days=1)
    outside = ask(client, agreement, [paper], first=f"{tomorrow:%d/%m/%Y}", last="1/1/2099")
    assert "Aucun de ces justificatifs n’est dans la période" in shown(outside)
    upside_down = ask(client, agreement, [paper], first="2/1/2026", last="1/1/2026")
    assert "La fin de la période vient avant son début" in shown(upside_down)
    assert "Cochez au moins un justificatif" in shown(ask(client, agreement, []))


def test_an_address_kept_secret_does_not_leave_in_a_title(karim, paper, agreement, amina, client_of):
    type(karim).objects.filter(pk=karim.pk).update(address="12 rue des Lampes, Lille")
    type(paper.document).objects.update(title="Facture 12 rue des Lampes")
    assert "adresse" in shown(ask(client_of(amina), agreement, [paper], "print"))
    assert AuditEntry.objects.filter(action=AuditAction.REFUSED, person_id=karim.pk).exists()
    assert not AuditEntry.objects.filter(action=AuditAction.PRINTED).exists()


def test_a_withdrawn_agreement_prints_nothing(karim, paper, agreement, amina, client_of):
    agreement.withdraw(by=amina, at=timezone.now())
    assert "n’a pas donné son accord" in shown(ask(client_of(amina), agreement, [paper], "print"))
