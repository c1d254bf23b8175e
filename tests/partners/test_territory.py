"""Places of France and Belgium: loaded from our files, found by name, code and radius, named in words."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from partners.areas import area_called, area_names, area_words, areas_of, areas_starting_with, without_regions
from partners.models import Commune, Department, Region, Service
from partners.territory import open_to_residents, territory_called, within
from tests.factories import ServiceFactory


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker):
    """The real files, loaded once for this module."""
    with django_db_blocker.unblock():
        call_command("load_communes", verbosity=0)
        yield
        for model in (Commune, Department, Region):
            model.objects.all().delete()


@pytest.fixture
def territory(places, db):
    """Tests read the places and write their own services."""


def test_the_files_are_loaded_once(territory, capsys):
    assert Commune.objects.count() == 35_014 + 565
    assert (Department.objects.count(), Region.objects.count()) == (109 + 11, 18 + 3)
    known = set(Department.objects.values_list("pk", flat=True))
    assert set(Commune.objects.values_list("department_code", flat=True)) <= known
    call_command("load_communes")
    assert "0 écrites. Départements et régions : 0 écrits" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "label", "key"),
    [
        ("Tournai", "Tournai (Belgique)", "BE57081"),
        ("doornik", "Tournai (Belgique)", "BE57081"),
        ("7500", "Tournai (Belgique)", "BE57081"),
        ("Mons", "Mons (Belgique)", "BE53053"),
        ("Mons (30)", "Mons (30)", "30173"),
        ("tourna", "Tournai (Belgique)", "BE57081"),
        ("Lille", "Lille (59)", "59350"),
        ("59000", "Lille (59)", "59350"),
        ("Saint-Nicolas (Belgique)", "Saint-Nicolas (Belgique)", ""),
    ],
)
def test_a_place_is_understood_on_both_sides_of_the_border(typed, label, key, territory):
    commune = territory_called(typed).commune
    assert commune.label == label and commune.pk == (key or commune.pk)
    assert territory_called(label).commune == commune


def test_a_radius_crosses_the_border_and_no_code_collides(territory):
    lille, tournai = (territory_called(name).commune for name in ("Lille", "Tournai"))
    far = ServiceFactory(city="Mons", insee_code="BE53053", latitude=50.4541, longitude=3.9523)
    near = ServiceFactory(city="Tournai", insee_code=tournai.pk, latitude=tournai.latitude, longitude=tournai.longitude)
    assert set(within(Service.objects.all(), lille, 30)) == {near}
    assert set(within(Service.objects.all(), tournai, 50)) == {near, far}
    assert Commune.objects.filter(country="BE").exclude(pk__startswith="BE").count() == 0


def test_who_may_ask_from_afar_depends_on_the_areas_that_hold_the_commune(territory):
    lille, auch, tournai = (territory_called(name).commune for name in ("Lille", "Auch (32)", "Tournai"))
    assert areas_of(lille) == ["59350", "59", "region-32", "france", "99100"]
    assert areas_of(tournai) == ["BE57081", "BE-WHT", "region-BE-WAL", "99131"]
    services = {
        code: ServiceFactory(eligibility_areas=[code])
        for code in ("59350", "59", "32", "region-32", "france", "BE-WHT", "99131")
    }

    def open_to(commune):
        found = set(open_to_residents(Service.objects.all(), commune))
        return {code for code, service in services.items() if service in found}

    assert open_to(lille) == {"59350", "59", "region-32", "france"}
    assert open_to(auch) == {"32", "france"}
    assert open_to(tournai) == {"BE-WHT", "99131"}


def test_areas_are_named_in_words_and_read_back(territory, django_assert_max_num_queries):
    codes = ["59", "region-32", "france", "59350", "BE-WHT", "99131", "200093201", "BE57081"]
    with django_assert_max_num_queries(3):
        names = area_names(codes)
    assert list(names.values()) == [
        "Nord", "Hauts-de-France", "France entière", "Lille (59)", "Province du Hainaut", "Belgique entière",
        "Intercommunalité n°\u00a0200093201", "Tournai (Belgique)",
    ]  # fmt: skip
    assert area_words(["france", "99100"]) == "France entière"
    for code, name in names.items():
        assert area_called(name) == code
    assert without_regions(["59350", "region-32"]) == ["59350", "02", "59", "60", "62", "80"]
    assert area_called("hauts de france") == "region-32" and area_called("la reunion (région)") == "region-04"
    assert area_called("Nulle part") == area_called("%") == ""


def test_suggestions_name_the_largest_areas_first_and_are_read_back(territory):
    assert areas_starting_with("haut")[0] == "Hauts-de-France (région)"
    assert areas_starting_with("france")[0] == "France entière"
    for text in ("haut", "nor", "tourn", "province", "lil"):
        assert all(area_called(label) for label in areas_starting_with(text))


def test_areas_are_suggested_after_those_already_typed(territory, client_of, denis):
    client, url = client_of(denis), reverse("partners:areas")
    assert "Hauts-de-France (région)" in client.get(url, {"more_areas": "hauts"}).content.decode()
    assert 'value="Nord, Tournai (Belgique)"' in client.get(url, {"more_areas": "Nord, tournai"}).content.decode()
