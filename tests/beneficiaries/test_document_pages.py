"""Documents on the pages: kept, handed over, replaced, erased; read by those whom their layer names alone."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from beneficiaries import merging
from beneficiaries.models import Document, DocumentKind, Layer, Proof
from beneficiaries.models.document import document_storage, orphans
from core.errors import DomainError
from core.models import AuditAction, AuditEntry
from tests.beneficiaries.test_document_uploads import pdf, photo
from tests.casework.desk import shown
from tests.factories import (
    AppointmentFactory,
    BeneficiaryFactory,
    DocumentFactory,
    FollowUpFactory,
    ObligationFactory,
    ProofFactory,
    UserFactory,
)


@pytest.fixture
def karim(nord, amina):
    return BeneficiaryFactory(first_name="Karim", last_name="Benali", team=nord, lead_worker=amina)


@pytest.fixture
def kept_files(settings, django_capture_on_commit_callbacks):
    """Files are erased when the transaction ends."""
    return django_capture_on_commit_callbacks


def send(client, person, name="Carte d’identité.pdf", content=None, **fields):
    """The form of the tab, as a browser posts it."""
    data = {"kind": "identity_card", "title": "", "expires_on": "", "layer": "ordinary", **fields}
    data["file"] = SimpleUploadedFile(name, pdf() if content is None else content)
    return client.post(reverse("beneficiaries:document-new", args=[person.pk]), data)


def tab(client, person, **query):
    response = client.get(reverse("casework:person-documents", args=[person.pk]), query)
    assert response.status_code == 200
    return shown(response).replace("\u00a0", " ")


def test_a_document_is_kept_clean_and_listed_with_its_end(karim, amina, client_of):
    client, end = client_of(amina), timezone.localdate() + dt.timedelta(days=40)
    assert "Aucun document pour l’instant." in tab(client, karim)
    assert send(client, karim, expires_on=f"{end:%d/%m/%Y}").status_code == 302
    document = Document.objects.get()
    assert (document.title, document.kind, document.format) == ("Carte d’identité", "identity_card", "pdf")
    assert "carte" not in document.file.name.lower()
    text = tab(client, karim)
    assert "Carte d’identité" in text and "expire dans 40 jours" in text and "Ordinaire" in text
    assert AuditEntry.objects.filter(
        action=AuditAction.CREATED, object_id=str(document.pk), person_id=karim.pk
    ).exists()


def test_a_refused_form_keeps_what_was_typed_and_asks_for_the_file_again(karim, amina, client_of):
    answer = send(client_of(amina), karim, expires_on="31/02", title="Titre gardé")
    text = shown(answer)
    assert 'value="Titre gardé"' in answer.content.decode() and "31/02" in answer.content.decode()
    assert "Choisissez de nouveau le fichier" in text
    assert "<title>Erreur" in answer.content.decode()
    assert not Document.objects.exists()


def test_a_file_too_heavy_is_not_received_and_the_rest_of_the_form_is(karim, amina, client_of, settings):
    settings.UPLOAD_MAX_BYTES = 100_000
    answer = send(client_of(amina), karim, content=b"%PDF-" + b"0" * 300_000, title="Titre gardé")
    assert "Ce fichier pèse 0,3" in shown(answer) and 'value="Titre gardé"' in answer.content.decode()
    assert not Document.objects.exists()


def test_a_double_click_keeps_one_document_and_the_same_file_is_recognised(karim, amina, chloe, client_of):
    content, submission = photo(), "6a0c1c5e-5c83-4d0c-9d44-0d2b6f6b7f10"
    for _twice in range(2):
        assert send(client_of(amina), karim, "a.jpg", content, submission=submission).status_code == 302
    assert Document.objects.count() == 1
    assert "Ce fichier est déjà là" in shown(send(client_of(chloe), karim, "autre.jpg", content))
    Document.objects.update(layer=Layer.HEALTH)
    assert send(client_of(chloe), karim, "autre.jpg", content).status_code == 302, "nothing is told of a hidden layer"


def test_a_file_is_handed_over_as_a_download_and_journalled(karim, amina, client_of):
    document = DocumentFactory(beneficiary=karim, title="Titre de séjour n° 1 \u202e<b>")
    answer = client_of(amina).get(reverse("beneficiaries:document-file", args=[document.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="titre-de-sejour-n-1-b.pdf"'
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox") and "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.filter(action=AuditAction.OPENED, actor=amina, object_id=str(document.pk)).count() == 1


def test_a_file_that_is_missing_on_the_server_is_said_so(karim, amina, client_of):
    document = DocumentFactory(beneficiary=karim)
    document.file.storage.delete(document.file.name)
    answer = client_of(amina).get(reverse("beneficiaries:document-file", args=[document.pk]), follow=True)
    assert "Le fichier manque sur le serveur" in shown(answer)


def test_a_hidden_layer_appears_nowhere(karim, amina, chloe, client_of):
    follow_up = FollowUpFactory(beneficiary=karim, author=amina, layer=Layer.HEALTH)
    today = timezone.localdate()
    hidden = [
        DocumentFactory(
            beneficiary=karim, title="Canari un", layer=Layer.HEALTH, kind="health_cover", expires_on=today
        ),
        DocumentFactory(beneficiary=karim, title="Canari deux", layer=Layer.VIOLENCE),
        DocumentFactory(beneficiary=karim, title="Canari trois", follow_up=follow_up),
    ]
    obligation = ObligationFactory(measure__beneficiary=karim)
    for document in hidden:
        ProofFactory(obligation=obligation, document=document)
    hidden[1].remove(by=amina, at=timezone.now())
    pages = [
        reverse("casework:home"),
        *(
            reverse(f"casework:{name}", args=[karim.pk])
            for name in ("person-documents", "person-timeline", "person-file")
        ),
        reverse("casework:proof-packet", args=[karim.pk]),
        reverse("beneficiaries:proof-new", args=[obligation.pk]),
    ]
    lead = "".join(client_of(amina).get(page).content.decode() for page in pages)
    assert "Canari un" in lead and "Canari deux" in lead and "Canari trois" in lead
    for page in pages:
        text = client_of(chloe).get(page).content.decode()
        assert "Canari" not in text and "Attestation de droits santé :" not in text, page
    assert "0 document" in tab(client_of(chloe), karim)


def test_a_document_joins_a_follow_up_and_is_read_with_it(karim, amina, client_of):
    follow_up = FollowUpFactory(beneficiary=karim, author=amina, layer=Layer.FAMILY)
    url = reverse("beneficiaries:document-attach", args=[follow_up.pk])
    data = {"file": SimpleUploadedFile("Livret.png", photo("PNG")), "kind": "birth_certificate", "layer": "ordinary"}
    answer = client_of(amina).post(url, data)
    assert answer.status_code == 302 and "/suivis/" in answer.url
    assert Document.objects.get().layer == Layer.FAMILY
    assert "Livret" in shown(client_of(amina).get(reverse("casework:person-timeline", args=[karim.pk])))


def test_a_newer_file_takes_the_place_of_the_former_with_its_proofs(karim, amina, client_of, kept_files):
    former = DocumentFactory(beneficiary=karim, title="Récépissé")
    proof, name = ProofFactory(obligation__measure__beneficiary=karim, document=former), former.file.name
    url = reverse("beneficiaries:document-replace", args=[former.pk])
    with kept_files(execute=True):
        answer = client_of(amina).post(url, {"file": SimpleUploadedFile("b.pdf", pdf()), "expires_on": "3/3/2040"})
    assert answer.status_code == 302
    newer = Document.objects.kept().get()
    former.refresh_from_db()
    proof.refresh_from_db()
    assert (newer.replaces, newer.title, proof.document) == (former, "Récépissé", newer)
    assert former.removed_by == amina and not former.file.storage.exists(name)
    assert "Documents supprimés" not in tab(client_of(amina), karim)


def test_an_erased_document_leaves_a_line_without_its_file(karim, amina, client_of, kept_files):
    document = DocumentFactory(beneficiary=karim, title="À effacer")
    name, url = document.file.name, reverse("beneficiaries:document-remove", args=[document.pk])
    assert "ne revient pas" in shown(client_of(amina).get(url))
    with kept_files(execute=True):
        client_of(amina).post(url)
    assert not document.file.storage.exists(name)
    assert "Documents supprimés (1) À effacer" in tab(client_of(amina), karim)
    for page in ("document-file", "document-edit", "document-replace", "document-remove"):
        assert client_of(amina).get(reverse(f"beneficiaries:{page}", args=[document.pk])).status_code == 404
    with pytest.raises(DomainError):
        document.remove(by=amina, at=timezone.now())


def test_what_is_said_of_a_document_can_be_corrected(karim, amina, client_of):
    document = DocumentFactory(beneficiary=karim)
    url = reverse("beneficiaries:document-edit", args=[document.pk])
    client_of(amina).post(url, {"kind": "cv", "title": "CV 2026", "expires_on": "", "layer": "ordinary"})
    document.refresh_from_db()
    assert (document.kind, document.title) == ("cv", "CV 2026")
    assert AuditEntry.objects.get(action=AuditAction.CHANGED, object_id=str(document.pk)).fields == ["kind", "title"]


def test_filters_find_what_is_to_renew(karim, amina, client_of):
    today = timezone.localdate()
    DocumentFactory(beneficiary=karim, title="Bientôt", expires_on=today + dt.timedelta(days=80))
    DocumentFactory(beneficiary=karim, title="Ancien", kind="contract", expires_on=today - dt.timedelta(days=200))
    client = client_of(amina)
    assert "Bientôt" in tab(client, karim, fin="bientot") and "Ancien" not in tab(client, karim, fin="bientot")
    assert "Bientôt" not in tab(client, karim, fin="passee")
    assert "Bientôt" not in tab(client, karim, nature="cv") and "Effacer les filtres" in tab(client, karim, nature="cv")
    assert "Bientôt" in tab(client, karim, nature="inconnu")


@pytest.mark.parametrize(
    ("kind", "days", "told"),
    [
        ("residence_permit", 90, True),
        ("residence_permit", 91, False),
        ("health_cover", 30, True),
        ("health_cover", 31, False),
        ("health_cover", -60, True),
        ("health_cover", -61, False),
        ("cv", 1, False),
    ],
)
def test_a_reminder_comes_in_the_time_of_its_kind(kind, days, told, karim, amina, client_of):
    today = timezone.localdate()
    DocumentFactory(beneficiary=karim, kind=kind, expires_on=today + dt.timedelta(days=days))
    words = f"{DocumentKind(kind).label} : expir"
    assert (words in shown(client_of(amina).get(reverse("casework:home")))) == told
    if told:
        DocumentFactory(beneficiary=karim, kind=kind, expires_on=today + dt.timedelta(days=900))
        assert not Document.objects.to_renew(today).exists(), "a later one is there"


def test_proofs_are_chosen_among_what_the_file_holds(karim, amina, client_of):
    obligation = ObligationFactory(measure__beneficiary=karim)
    document = DocumentFactory(beneficiary=karim, title="Attestation de stage")
    came, missed = (
        FollowUpFactory(beneficiary=karim, author=amina),
        FollowUpFactory(beneficiary=karim, author=amina, mode="no_show"),
    )
    met = AppointmentFactory(beneficiary=karim, purpose="SPIP honoré", follow_up=came)
    absent = AppointmentFactory(beneficiary=karim, purpose="SPIP manqué", follow_up=missed)
    client, url = client_of(amina), reverse("beneficiaries:proof-new", args=[obligation.pk])
    page = shown(client.get(url))
    assert "Attestation de stage" in page and "SPIP honoré" in page and "SPIP manqué" not in page
    for _twice in range(2):
        client.post(url, {"documents": [document.pk], "appointments": [met.pk]})
    assert Proof.objects.count() == 2
    with pytest.raises(DomainError):
        Proof.objects.register(obligation, [absent], by=amina)
    with pytest.raises(DomainError):
        Proof.objects.register(obligation, [DocumentFactory()], by=amina)
    proof = Proof.objects.get(document=document)
    client.post(reverse("beneficiaries:proof-remove", args=[proof.pk]))
    assert not Proof.objects.filter(pk=proof.pk).exists() and Document.objects.kept().filter(pk=document.pk).exists()


BROKEN = [
    {"kind": "nothing"},
    {"layer": "nothing"},
    {"format": "exe"},
    {"title": ""},
    {"size": 0},
    {"file": ""},
    {"expires_on": dt.date(1800, 1, 1)},
    {"removed_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
]


@pytest.mark.parametrize("change", BROKEN, ids=str)
def test_the_database_refuses_a_document_that_cannot_be(change, db):
    document = DocumentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_the_database_refuses_a_proof_of_two_things_or_of_none(db):
    proof = ProofFactory()
    for change in ({"document": None}, {"appointment": AppointmentFactory()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proof.objects.filter(pk=proof.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProofFactory(obligation=proof.obligation, document=proof.document)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(beneficiary=proof.document.beneficiary, submission=proof.document.submission)


def test_files_that_no_document_names_are_found(db):
    document, storage = DocumentFactory(), document_storage()
    lost = storage.save("zz/perdu.pdf", ContentFile(b"x"))
    later = timezone.now() + dt.timedelta(minutes=1)
    found = orphans(later)
    assert lost in found and document.file.name not in found
    assert lost not in orphans(timezone.now() - dt.timedelta(days=1))


def test_a_merge_keeps_both_documents(karim, amina, chloe, nord):
    twin = BeneficiaryFactory(team=nord)
    for person in (karim, twin):
        DocumentFactory(beneficiary=person, sha256="a" * 64, uploaded_by=UserFactory())
    merging.merge(karim, twin, by=chloe, at=timezone.now(), choices={}, versions=(1, 1))
    assert Document.objects.visible_to(amina).filter(beneficiary=karim).count() == 2
