"""Importing data·inclusion: twice changes nothing, a broken row is reported, local corrections stay."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from partners import merging
from partners.importing import import_files
from partners.models import Domain, Organization, Service, Word
from tests.factories import CommuneFactory, OrganizationFactory

pytestmark = pytest.mark.django_db
SAMPLES = Path(
    os.environ.get("REINSERTION_SAMPLES")
    or Path(__file__).resolve().parents[2].parent / "shared/reference/data_inclusion/samples"
)

STRUCTURE = {
    "source": "essai",
    "id": "essai--s1",
    "nom": "Maison inventée",
    "date_maj": "2026-03-01",
    "commune": "Lille",
}
SERVICE = {
    "source": "essai", "id": "essai--v1", "structure_id": "essai--s1", "nom": "Aide au permis",
    "date_maj": "2026-03-01", "description": "Une aide pour passer le permis.", "zone_eligibilite": ["59"],
    "thematiques": ["mobilite--preparer-un-permis"], "publics": ["tous-publics"], "modes_accueil": ["a-distance"],
    "telephone": "01 99 00 01 02",
}  # fmt: skip


def write(path: Path, *rows: Any, lines: bool = False) -> Path:
    """A file of records."""
    text = "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A services file given before its structures file."""
    return [write(tmp_path / "v.json", SERVICE), write(tmp_path / "s.jsonl", STRUCTURE, lines=True)]


def test_files_are_read_in_any_order_and_a_second_run_changes_nothing(files):
    first = import_files(files)
    assert first.counts["structures"]["created"] == first.counts["services"]["created"] == 1
    service = Service.objects.get()
    assert (service.domains, str(service.phone), service.organization.city) == (
        ["employment"],
        "01 99 00 01 02",
        "Lille",
    )
    stamp = service.updated_at
    second = import_files(files)
    assert second.counts["services"]["unchanged"] == second.counts["structures"]["unchanged"] == 1
    assert second.counts["services"]["created"] == second.counts["services"]["updated"] == 0
    assert Service.objects.get().updated_at == stamp
    assert Word.objects.filter(folded="maison").exists()


def test_services_of_a_card_merged_here_land_on_the_one_kept_and_stay_there(files, tmp_path, chloe):
    import_files(files)
    absorbed, kept, last = Organization.objects.get(), OrganizationFactory(), OrganizationFactory()
    now = timezone.now()
    merging.merge(kept, absorbed, by=chloe, at=now, choices={})
    merging.merge(last, kept, by=chloe, at=now, choices={})
    more = [*files, write(tmp_path / "w.json", SERVICE | {"id": "essai--v2", "nom": "Aide à la mobilité"})]
    counts = [import_files(more).counts["services"] for _twice in range(2)]
    assert [(one["created"], one["updated"], one["unchanged"]) for one in counts] == [(1, 0, 1), (0, 0, 2)]
    assert set(Service.objects.active().values_list("name", "organization")) == {
        ("Aide au permis", last.pk),
        ("Aide à la mobilité", last.pk),
    }


def test_a_changed_record_is_updated_and_what_was_corrected_here_stays(files, tmp_path, amina):
    import_files(files)
    Service.objects.update(
        domains=[Domain.JUSTICE], domains_corrected=True, checked_on="2026-04-01", checked_by=amina, is_active=False
    )
    report = import_files(
        [write(tmp_path / "w.json", SERVICE | {"nom": "Aide au permis B", "thematiques": ["sante--addictions"]})]
    )
    service = Service.objects.get()
    assert report.counts["services"]["updated"] == 1
    assert (service.name, service.topics, service.domains) == ("Aide au permis B", ["sante--addictions"], ["justice"])
    assert service.checked_by == amina and not service.is_active


def test_domains_follow_the_topics_until_somebody_chooses(files, tmp_path):
    import_files(files)
    import_files([write(tmp_path / "w.json", SERVICE | {"thematiques": ["sante--addictions"]})])
    assert Service.objects.get().domains == ["health"]


BROKEN = {
    "nom": ({"nom": "ab"}, "texte trop court"),
    "date_maj": ({"date_maj": "31/02/2026"}, "date illisible"),
    "publics": ({"publics": ["tous-publics", "femmes"]}, "tous-publics"),
    "thematiques": ({"thematiques": ["inconnue--code"]}, "valeur inconnue de la liste"),
    "code_postal": ({"code_postal": "1000A"}, "format inattendu"),
    "structure_id": ({"structure_id": "essai--absent"}, "structure inconnue"),
    "description": ({"description": None}, "valeur obligatoire absente"),
}


@pytest.mark.parametrize("field", BROKEN)
def test_a_broken_row_is_reported_in_french_and_the_rest_kept(files, tmp_path, field):
    change, words = BROKEN[field]
    rows = [SERVICE | {"id": "essai--bad"} | change, SERVICE]
    report = import_files([files[1], write(tmp_path / "w.json", *rows)])
    assert [service.source_id for service in Service.objects.all()] == ["essai--v1"]
    [refused] = report.lines.filter(verdict="error")
    [[where, reason, _remark]] = refused.problems
    assert (refused.number, refused.data["id"], where) == (1, "essai--bad", field) and words in reason


def test_odd_values_are_refused_row_by_row(files, tmp_path):
    odd = [
        "texte", 3, None, [], {"structure_id": 1}, SERVICE | {"id": "essai--2", "nom": "nul \x00 ici"},
        SERVICE | {"id": "x" * 200}, SERVICE | {"id": "essai--3", "description": "demi \ud800 caractère"},
        SERVICE, SERVICE,
    ]  # fmt: skip
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(odd), encoding="utf-8")
    report = import_files([files[1], path])
    assert Service.objects.count() == 1 and report.lines.filter(verdict="error").count() == len(odd) - 1


def test_a_service_without_coordinates_is_placed_at_its_commune(files, tmp_path):
    CommuneFactory()
    import_files([files[1], write(tmp_path / "w.json", SERVICE | {"code_insee": "59350"})])
    assert Service.objects.get().latitude == pytest.approx(50.6318)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "pas un fichier"),
        (b"", "vide"),
        (b"[", "JSON"),
        (b"pas du json", "JSON"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"[]", "aucune fiche"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_words(tmp_path, content, words):
    path = tmp_path / "x.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("import_directory", str(path))
    with pytest.raises(CommandError):
        call_command("import_directory", str(tmp_path))


def test_the_report_lists_the_refused_rows_and_holds_no_formula(files, tmp_path, capsys):
    bad = write(tmp_path / "w.json", SERVICE | {"id": "=HYPERLINK(1)", "nom": "x"})
    call_command("import_directory", *map(str, files), str(bad), report=tmp_path / "report.csv")
    text = (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    assert rows[0][:6] == ["fichier", "ligne", "id", "colonne", "champ", "raison"]
    assert ["w.json", "1", "'=HYPERLINK(1)", "nom", "Nom"] in [row[:5] for row in rows]
    assert "1 créés" in capsys.readouterr().out


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
def test_the_real_samples_are_imported_twice_and_the_second_time_changes_nothing():
    paths = [SAMPLES / "services.json", SAMPLES / "structures.json"]
    first = import_files(paths)
    assert (Organization.objects.count(), Service.objects.count()) == (162, 259)
    assert not first.lines.filter(verdict="error").exists()
    assert not Service.objects.filter(domains=[]).exists()
    second = import_files(paths)
    for noun, number in {"structures": 162, "services": 259}.items():
        count = second.counts[noun]
        assert (count["created"], count["updated"], count["unchanged"]) == (0, 0, number)
