"""Files that are not what they say: read right, or refused in French before anything is unpacked."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import DomainError
from partners.exchange.depositing import deposit
from partners.exchange.json_stream import read_json
from partners.exchange.running import Worker
from partners.importing import import_files
from partners.models import DirectoryImport, ImportLine, Organization, Service
from tests.factories import CommuneFactory
from tests.partners.workbooks import sheet_xml, workbook

pytestmark = pytest.mark.django_db
REFERENCE = Path(
    os.environ.get("REINSERTION_REFERENCE")
    or Path(__file__).resolve().parents[2].parent / "shared/reference/data_inclusion"
)
HEAD = ["id", "nom", "date_maj", "commune", "telephone"]
ROW = ["essai--1", "Maison d’été", "2026-03-01", "Lille", "01 99 00 01 02"]
TABLE = f"{';'.join(HEAD)}\n{';'.join(ROW)}\n"


def bomb() -> bytes:
    """Ten megabytes of zeros, packed into ten kilobytes."""
    return workbook({"A": sheet_xml([HEAD, ROW])}, {"xl/media/image1.bin": b"\x00" * 60_000_000})


def lying() -> bytes:
    """A part that says it is small and is not."""
    content = bytearray(workbook({"A": sheet_xml([HEAD, ROW] + [ROW] * 200)}))
    size = max(info.file_size for info in zipfile.ZipFile(io.BytesIO(content)).infolist())
    return bytes(content).replace(size.to_bytes(4, "little"), (size - 5_000).to_bytes(4, "little"))


REFUSED = {
    "empty.csv": (b"", "est vide"),
    "blank.json": (b" \n\t", "est vide"),
    "photo.png": (b"\x89PNG\r\n", "Choisissez un fichier"),
    "binary.csv": (bytes(range(256)) * 40, "ni un texte lisible"),
    "old.xlsx": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "mot de passe"),
    "archive.xlsx": (workbook({"A": "x"})[:400], "abîmé ou coupé"),
    "bomb.xlsx": (bomb(), "trop lourd"),
    "lying.xlsx": (lying(), "abîmé ou coupé"),
    "macro.xlsx": (workbook({"A": sheet_xml([HEAD])}, {"xl/vbaProject.bin": b"x"}), "macro"),
    "far.xlsx": (workbook({"A": sheet_xml([HEAD, ROW], far="XFD1048576")}), "trop loin"),
    "entities.xlsx": (workbook({"A": '<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml([HEAD])}), "tableur"),
    "one_column.csv": (b"nom\nMaison\n", "qu’une colonne"),
    "words.json": (b"bonjour", "pas du JSON"),
    "empty_list.json": (b"[]", "aucune fiche"),
    "half.json": (json.dumps([dict(zip(HEAD, ROW, strict=True))] * 3).encode()[:-40], "coupé"),
    "quote.csv": (f'{TABLE}essai--2;"Maison ouverte;2026\n'.encode(), "guillemet"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_words_and_nothing_is_written(name, tmp_path):
    content, words = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DomainError, match=words):
        import_files([path])
    assert not Organization.objects.exists() and not ImportLine.objects.exists()


READ = {
    "utf8.csv": TABLE.encode(),
    "bom.csv": TABLE.encode("utf-8-sig"),
    "windows.csv": TABLE.encode("cp1252"),
    "utf16.csv": TABLE.encode("utf-16"),
    "utf16_without_mark.txt": TABLE.encode("utf-16-le"),
    "commas.csv": TABLE.replace(";", ",").encode(),
    "tabs.tsv": TABLE.replace(";", "\t").encode(),
    "crlf.csv": TABLE.replace("\n", "\r\n").encode(),
    "wrong_name.json.csv": json.dumps([dict(zip(HEAD, ROW, strict=True), source="essai")]).encode(),
    "title_above.csv": f"Notre annuaire;;;;\n\n{TABLE}".encode(),
    "old_names.csv": TABLE.replace("telephone", "Téléphone").replace("nom", "Raison sociale").encode(),
    "french_day.csv": TABLE.replace("2026-03-01", "01/03/2026").encode(),
    "plain.xlsx": workbook({"Feuille": sheet_xml([HEAD, ROW])}),
    "formula.xlsx": workbook({"Feuille": sheet_xml([HEAD, [ROW[0], '="Maison"&" d’été"|Maison d’été', *ROW[2:]]])}),
    "merged.xlsx": workbook(
        {"Feuille": sheet_xml([HEAD, ROW, ["essai--2", "Autre lieu", "2026-03-01", "", ""]], "D2:D3")}
    ),
}


@pytest.mark.parametrize("name", READ)
def test_other_encodings_separators_and_layouts_are_read_right(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(READ[name])
    job = import_files([path])
    first = Organization.objects.get(source_id="essai--1")
    assert (first.name, first.city, str(first.phone)) == ("Maison d’été", "Lille", "01 99 00 01 02")
    assert str(first.source_updated_on) == "2026-03-01" and job.counts["structures"]["refused"] == 0
    remarks = " ".join(job.parts[0]["remarks"])
    assert ("Windows-1252" in remarks) == (name == "windows.csv") and ("UTF-16" in remarks) == ("utf16" in name)
    if name == "merged.xlsx":
        assert Organization.objects.get(source_id="essai--2").city == "Lille" and "fusionnée" in remarks


def test_a_long_list_is_read_a_record_at_a_time():
    text = io.StringIO("[" + ",".join(json.dumps({"id": n, "nom": "é" * 500}) for n in range(5_000)) + "]")
    rows = read_json(text)
    assert next(rows) == (1, {"id": 0, "nom": "é" * 500}) and text.tell() < 1_200_000
    assert sum(1 for _row in rows) == 4_999


def test_a_file_refused_in_the_browser_leaves_nothing_behind(chloe):
    for name, (content, _words) in REFUSED.items():
        if name not in {"half.json", "quote.csv", "empty_list.json"}:
            with pytest.raises(DomainError):
                deposit([SimpleUploadedFile(name, content)], by=chloe)
    assert not DirectoryImport.objects.exists()


EXPECTED = {
    ("Structures", 4): {"code_postal", "courriel", "site_web"},
    ("Services", 4): {"thematiques", "mobilisable_par", "nombre_semaines", "structure_id"},
    ("Services", 5): {"mobilisable_par", "nombre_semaines", "structure_id"},
}


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference files are not here")
def test_every_error_of_the_workbook_of_producers_is_named_at_its_line_and_column():
    CommuneFactory()
    job = import_files([REFERENCE / "validator_workbook.xlsx"])
    found = {
        (job.parts[line.part]["sheet"], line.number): {p[0] for p in line.problems if not p[2]}
        for line in job.lines.filter(verdict="error")
    }
    assert found == EXPECTED
    assert not Service.objects.exists()
    part = next(part for part in job.parts if part["sheet"] == "Structures")
    assert part["columns"][2] == "date_maj", "a column whose title is a date"


def test_the_same_mistakes_in_an_invented_workbook_lose_nothing_else(tmp_path):
    good = [["", f"s--{n}", f"Structure {n}", 59000, "Lille"] for n in range(30)]
    bad = ["", "s--bad", "x", 590001, "Lille"]
    ignored = ["true", "s--doc", "Documentation", 59000, "Lille"]
    head = ["__ignore__", "id", "nom", "code_postal", "ville"]
    path = tmp_path / "Carnet d’adresses.xlsx"
    path.write_bytes(
        workbook({"Nos structures": sheet_xml([head, ignored, *good, bad]), "Notes": sheet_xml([["a"], ["b"]])})
    )
    job = import_files([path])
    [refused] = job.lines.filter(verdict="error")
    assert refused.number == 33 and {problem[0] for problem in refused.problems} == {"nom", "code_postal"}
    assert Organization.objects.filter(source="carnet-dadresses", postal_code="59000", city="Lille").count() == 30


def test_a_worker_killed_amid_a_batch_loses_that_batch_alone(tmp_path, monkeypatch, chloe):
    rows = [{"source": "e", "id": f"e--{n}", "nom": f"Structure {n}", "date_maj": "2026-03-01"} for n in range(25)]
    monkeypatch.setattr("partners.exchange.running.BATCH", 10)
    job = deposit([SimpleUploadedFile("s.json", json.dumps(rows).encode())], by=chloe)
    seen = []
    for turn in range(40):
        if turn % 2:
            with monkeypatch.context() as patch:
                patch.setattr(DirectoryImport, "save", killed)
                with pytest.raises(KeyboardInterrupt):
                    Worker().step()
        if not Worker().step():
            job.refresh_from_db()
            if job.state != "review":
                break
            job.start_writing(total=25, by=chloe, at=job.created_at)
        job.refresh_from_db()
        seen.append((job.state, job.done))
    assert job.state == "done" and Organization.objects.count() == 25
    assert ("writing", 10) in seen and ("checking", 20) in seen


def killed(*_args: object, **_options: object) -> None:
    """What kill -9 does, as far as the database knows: nothing is committed."""
    raise KeyboardInterrupt
