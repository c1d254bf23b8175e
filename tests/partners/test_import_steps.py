"""The steps of an import in the browser: deposit, columns, check and correct, import, report."""

import csv
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry
from partners.exchange.running import Worker
from partners.models import CardChange, DirectoryImport, Organization, Service
from partners.models.directory_import import import_storage

pytestmark = pytest.mark.django_db
STRUCTURE = {"source": "essai", "id": "essai--s1", "nom": "Maison inventée", "date_maj": "2026-03-01"}
SERVICE = {
    "source": "essai", "id": "essai--v1", "structure_id": "essai--s1", "nom": "Aide au permis",
    "date_maj": "2026-03-01", "description": "Une aide pour passer le permis.", "publics": ["tous-publics"],
}  # fmt: skip


def send(client: Client, name: str, content: bytes) -> DirectoryImport:
    """Deposit a file, as the page does."""
    answer = client.post(reverse("partners:import-new"), {"files": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return DirectoryImport.objects.latest("created_at")


def work(job: DirectoryImport) -> DirectoryImport:
    """Let a worker do what can be done."""
    worker = Worker()
    while worker.step():
        pass
    job.refresh_from_db()
    return job


def post(client: Client, job: DirectoryImport, verb: str, **data: str) -> None:
    """One of the acts of the page."""
    assert client.post(reverse(f"partners:import-{verb}", args=[job.pk]), data).status_code == 302


def test_a_table_goes_through_every_step_and_an_error_is_corrected_in_place(chloe, client_of):
    client = client_of(chloe)
    table = "Nom;Ville;CP;Tel;Notes\nMaison inventée;Lille;59000;01 99 00 01 02;x\nAutre maison;Lille;5900X;;\n"
    job = send(client, "Nos partenaires.csv", table.encode("cp1252"))
    page = client.get(reverse("partners:import", args=[job.pk]), follow=True).content.decode()
    assert "Windows-1252" in page and "nos-partenaires" in page and "À quoi sert chaque colonne" in page
    guessed = job.parts[0]["columns"]
    assert guessed == ["nom", "commune", "code_postal", "telephone", ""]
    fields = {f"column-0-{n}": name for n, name in enumerate(guessed)} | {"kind-0": "structures", "source-0": "liste"}
    refused = client.post(reverse("partners:import-columns", args=[job.pk]), {**fields, "column-0-4": "commune"})
    assert "Deux colonnes" in refused.content.decode() and "Erreur" in refused.content.decode()
    post(client, job, "columns", **fields)
    url = reverse("partners:import", args=[job.pk])
    waiting = client.get(url).content.decode()
    assert 'http-equiv="refresh"' in waiting and "<progress" in waiting and not Organization.objects.exists()
    work(job)
    page = client.get(url).content.decode()
    assert "Colonne «\u00a0CP (C)\u00a0»" in page and "5900X" in page and "ligne 3" in page and "1 fiche prête" in page
    line = job.lines.get(verdict="error")
    post(client, job, "line", ligne=str(line.pk), voir="error", **{f"l{line.pk}-code_postal": "59 001"})
    line.refresh_from_db()
    assert line.verdict == "new" and "2 fiches prêtes" in client.get(url).content.decode()
    assert client.get(url, headers={"HX-Request": "true", "HX-Trigger": "import-progress"}).headers["HX-Refresh"]
    post(client, job, "start")
    post(client, job, "start")  # a double click
    work(job)
    assert job.state == "done" and set(Organization.objects.values_list("postal_code", flat=True)) == {"59000", "59001"}
    text = b"".join(client.get(reverse("partners:import-report", args=[job.pk])).streaming_content).decode("utf-8-sig")
    assert [row[6] for row in csv.reader(text.splitlines(), delimiter=";")][1:] == ["Créée", "Créée"]
    assert "Import terminé" in client.get(url).content.decode() and AuditEntry.objects.filter(actor=chloe).exists()


def test_a_field_corrected_here_is_a_choice_and_the_choice_lasts(chloe, client_of):
    client = client_of(chloe)
    first = send(client, "a.json", json.dumps([STRUCTURE | {"description": "Un texte", "siret": "1" * 14}]).encode())
    work(first)
    post(client, first, "start")
    work(first)
    Organization.objects.update(description="Corrigée ici")
    assert Organization.objects.get().corrected == {"description": "Un texte"}
    same = work(send(client, "a.json", json.dumps([STRUCTURE | {"description": "Un texte"}]).encode()))
    assert [line.verdict for line in same.lines.all()] == ["unchanged"]
    changed = STRUCTURE | {"description": "Deux textes", "siret": "2" * 14}
    for choice, kept, left in [
        ("ours", "Corrigée ici", {"description": "Deux textes"}),
        ("theirs", "Trois textes", {}),
    ]:
        job = work(send(client, "b.json", json.dumps([changed]).encode()))
        page = client.get(reverse("partners:import", args=[job.pk])).content.decode()
        assert "Corrigée ici" in page and changed["description"] in page and job.lines.get().verdict == "conflict"
        line = job.lines.get()
        post(client, job, "line", ligne=str(line.pk), **{f"l{line.pk}-choice": choice})
        post(client, job, "start")
        work(job)
        one = Organization.objects.get()
        assert (one.description, one.siret, one.corrected) == (kept, "2" * 14, left)
        changed["description"] = "Trois textes"
    assert [change.after for change in CardChange.objects.filter(field="description")] == ["Trois textes"]


def test_services_wait_for_their_structure_to_be_corrected(chloe, client_of):
    client = client_of(chloe)
    rows = [SERVICE, STRUCTURE | {"nom": "x"}, SERVICE | {"id": "essai--v2", "publics": ["inconnu"]}]
    job = work(send(client, "c.jsonl", "\n".join(map(json.dumps, rows)).encode()))
    assert job.lines.filter(verdict="error").count() == 3
    line = job.lines.get(kind="organization")
    post(client, job, "line", ligne=str(line.pk), **{f"l{line.pk}-nom": "Maison inventée"})
    assert [(one.number, one.verdict) for one in job.lines.for_review()] == [(1, "new"), (2, "new"), (3, "error")]
    post(client, job, "start")
    work(job)
    assert Service.objects.get().organization.name == "Maison inventée"
    assert (job.counts["services"]["created"], job.counts["services"]["refused"]) == (1, 1)


def test_an_import_given_up_leaves_nothing_and_its_files_are_gone(chloe, client_of):
    client = client_of(chloe)
    job = work(send(client, "d.json", json.dumps([STRUCTURE]).encode()))
    stored = job.parts[0]["stored"]
    assert import_storage().exists(stored)
    post(client, job, "drop")
    job.refresh_from_db()
    assert job.state == "dropped" and not job.lines.exists() and not Organization.objects.exists()
    half = send(client, "e.json", json.dumps([STRUCTURE]).encode() + b"x")
    assert work(half).state in {"review", "failed"}


def test_two_files_are_deposited_together_and_a_page_says_why_one_is_refused(chloe, client_of):
    client = client_of(chloe)
    files = [SimpleUploadedFile(f"{n}.json", json.dumps([row]).encode()) for n, row in enumerate([SERVICE, STRUCTURE])]
    client.post(reverse("partners:import-new"), {"files": files})
    job = work(DirectoryImport.objects.get())
    assert job.counts["services"]["new"] == job.counts["structures"]["new"] == 1
    answer = client.post(reverse("partners:import-new"), {"files": SimpleUploadedFile("x.pdf", b"%PDF-")})
    assert answer.status_code == 200 and "Choisissez un fichier JSON" in answer.content.decode()
    assert "Choisissez un fichier." in client.post(reverse("partners:import-new"), {}).content.decode()


def test_an_export_is_a_file_that_the_journal_knows(chloe, client_of, world):
    client = client_of(chloe)
    data = {"format": "json", "content": "structures", "contacts": "on"}
    answer = client.post(reverse("partners:export-file"), data)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Le Pont" in b"".join(answer.streaming_content).decode()
    assert AuditEntry.objects.get(object_type="partners.export").fields == ["json", "structures", "contacts"]
    assert client.post(reverse("partners:export-file"), {"format": "exe"}).status_code == 422
