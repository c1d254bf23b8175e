"""The published lists: loaded once or ten times, unknown stays unknown, a correction made here outlives a reload."""

import csv
import shutil

import pytest
from django.core.management import call_command
from django.urls import reverse

from beneficiaries.establishments import DATA, load_establishments
from beneficiaries.models import Prison, PrisonStatus, ProbationService
from tests.factories import CustodyEpisodeFactory, PrisonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(tmp_path):
    """The data files, free to be changed."""
    for path in DATA.glob("*.csv"):
        shutil.copy(path, tmp_path)
    return tmp_path


def rewrite(data, name, change):
    """The list published again with changes; a row for which change answers None has left it."""
    path = data / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in map(change, rows) if row]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(kept)


def test_the_lists_are_whole_and_loading_them_again_changes_nothing():
    first, second = load_establishments(), load_establishments()
    assert (first.added, Prison.objects.count(), ProbationService.objects.count()) == (342, 241, 101)
    assert (second.added, second.changed, second.unchanged, second.corrections) == (0, 0, 342, [])
    closed = Prison.objects.get(code="fr-maison-d-arret-de-colmar")
    assert (closed.status, closed.is_active) == (PrisonStatus.CLOSED, False)
    assert closed.replaced_by and closed.replaced_by.status == PrisonStatus.OPEN
    assert closed.probation_service and closed.probation_service.department_code == "68"
    assert Prison.objects.filter(has_women_wing=True).count() == 33
    assert Prison.objects.filter(has_women_wing=False, country="FR").count() == 9
    assert Prison.objects.filter(has_women_wing=None).count() == 241 - 42, "unknown stays unknown"


def test_a_correction_outlives_a_reload_and_is_said(copy, capsys):
    load_establishments(copy)
    prison = Prison.objects.filter(country="FR", has_women_wing=None).order_by("code")[0]
    prison.has_women_wing, prison.address = True, "1 rue de la Correction"
    prison.save()

    def published(row):
        if row["code"] == prison.code:
            row |= {"address": "2 rue de la Liste", "city": "Ville nouvelle"}
        return row

    rewrite(copy, "prisons", published)
    report = load_establishments(copy)
    prison.refresh_from_db()
    assert (prison.has_women_wing, prison.address, prison.city) == (True, "1 rue de la Correction", "Ville nouvelle")
    assert {(one.field, one.listed) for one in report.corrections} == {
        ("address", "2 rue de la Liste"),
        ("has_women_wing", None),
    }
    prison.take_back()
    assert (prison.has_women_wing, prison.address) == (None, "2 rue de la Liste")
    call_command("load_establishments")
    assert "corrigé ici, gardé" in capsys.readouterr().out


def test_what_leaves_the_list_stays_here_and_is_said(copy):
    load_establishments(copy)
    gone = ProbationService.objects.get(code="fr-spip-90")
    rewrite(copy, "probation_services", lambda row: None if row["code"] == gone.code else row)
    rewrite(copy, "prisons", lambda row: {**row, "probation_service": row["probation_service"].replace(gone.code, "")})
    assert load_establishments(copy).left == [str(gone)]


def test_an_establishment_noted_by_hand_becomes_the_listed_one():
    noted = PrisonFactory(name="Maison d’arrêt de Colmar", city="Colmar-Nord", kind="remand")
    stay = CustodyEpisodeFactory(prison=noted)
    report = load_establishments()
    noted.refresh_from_db()
    assert report.added == 341 and stay.prison == noted
    assert (noted.code, noted.city, noted.department_code) == ("fr-maison-d-arret-de-colmar", "Colmar-Nord", "68")
    assert "city" in noted.corrections


def test_the_administration_shows_corrections_and_gives_them_up(client_of, denis):
    load_establishments()
    client, listed = client_of(denis), reverse("admin:beneficiaries_prison_changelist")
    prison = Prison.objects.get(code="fr-maison-d-arret-de-colmar")
    page = reverse("admin:beneficiaries_prison_change", args=[prison.pk])
    form = client.get(page).context["adminform"].form
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in typed.items() if value not in (None, "", False)} | {"city": "Colmar-Sud"}
    typed |= dict.fromkeys(("has_women_wing", "has_mother_child_unit", "has_release_unit"), "unknown")
    answer = client.post(page, typed)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert "commune" in client.get(listed, {"q": "Colmar"}).content.decode()
    assert "la liste dit «\u00a0Colmar\u00a0»" in client.get(page).content.decode()
    client.post(listed, {"action": "take_list", "_selected_action": [str(prison.pk)]})
    prison.refresh_from_db()
    assert prison.city == "Colmar" and not prison.corrections
    history = client.get(reverse("admin:beneficiaries_prison_history", args=[prison.pk])).content.decode()
    assert history.lower().count("commune") >= 2
    assert client.get(reverse("admin:beneficiaries_probationservice_changelist"), {"q": "Rhin"}).status_code == 200


def test_unknown_is_said_in_words(client_of, denis):
    PrisonFactory(name="Quelque part")
    text = client_of(denis).get(reverse("admin:beneficiaries_prison_changelist")).content.decode()
    assert "non renseigné" in text
