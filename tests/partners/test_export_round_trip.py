"""What goes out validates, comes back the same, and tells nothing that must stay inside."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from data_inclusion.schema.v1 import Service as ServiceRecord
from data_inclusion.schema.v1 import Structure as StructureRecord
from django.core.management import call_command

from partners.exchange.files import Content, Format, export, file_name
from partners.importing import import_files
from partners.models import Organization, Service, Site
from tests.factories import CommuneFactory, ContactFactory, OrganizationFactory, PartnerSiteFactory, ServiceFactory

pytestmark = pytest.mark.django_db
FILES = ["structures", "services"]

# Facts of HSDS 3.0, written by hand: no package carries its schema. Object → required fields, and closed lists.
REQUIRED = {
    "organization": ["id", "name", "description"],
    "service": ["id", "name", "status"],
    "locations": ["id", "location_type"],
    "location": ["id", "location_type"],
    "addresses": ["id", "address_1", "city", "state_province", "postal_code", "country", "address_type"],
    "phones": ["id", "number"],
    "organization_identifiers": ["id", "identifier_type", "identifier"],
    "taxonomy_term": ["id", "name", "description"],
}
CLOSED = {
    "status": {"active", "inactive", "defunct", "temporarily closed"},
    "location_type": {"physical", "postal", "virtual"},
    "address_type": {"physical", "postal", "virtual"},
}
NUMBERS = {"latitude", "longitude", "minimum_age", "maximum_age"}


def check_hsds(kind: str, data: dict[str, Any]) -> None:
    """Required fields, closed lists, types of values and UUIDs, all the way down."""
    assert set(REQUIRED.get(kind, ["id"])) <= data.keys(), kind
    for name, value in data.items():
        if name == "id" or name.endswith("_id"):
            UUID(value)
        if name in CLOSED:
            assert value in CLOSED[name], name
        if isinstance(value, dict):
            check_hsds(name, value)
        elif isinstance(value, list):
            for one in value:
                check_hsds(name, one)
        else:
            assert isinstance(value, int | float if name in NUMBERS else str), name


@pytest.fixture
def directory(amina) -> Organization:
    """One of each: written here, imported, abroad, at a site, sensitive, withdrawn."""
    CommuneFactory()
    full = OrganizationFactory(
        name="Maison complète", siret="12345678901234", networks=["spip", "ccas-cias"], phone="+33199000102",
        email="accueil@exemple.test", website="https://exemple.test/", opening_hours="Mo-Fr 09:00-17:00",
        description="Une présentation, avec « guillemets » ; et\nplusieurs lignes.", address="1 rue Inventée",
        postal_code="59000", insee_code="59350", latitude=50.63, longitude=-3.05, checked_on="2026-05-02",
        checked_by=amina,
    )  # fmt: skip
    site = PartnerSiteFactory(organization=full, address="2 quai Inventé", city="Roubaix", postal_code="59100")
    ServiceFactory(
        organization=full, site=site, address="", city="", postal_code="", insee_code="", latitude=None, longitude=None,
        name="=Aide", topics=["sante--addictions", "mobilite--preparer-un-permis"], kind="atelier", fees="payant",
        fees_details="-5 € par séance", audience_details="Adultes", access_conditions="Sur rendez-vous",
        contact_methods=["telephoner"], referred_by=["usagers"], link="https://exemple.test/lien", weekly_hours=2.5,
        weeks=6, eligibility_areas=["59", "france"], languages=["ar", "fr"], sex="women", age_min=18, age_max=65,
        children_welcome=False, papers=["identity_card"], capacity=12, places_free=3, places_on="2026-05-01",
        closed_from="2026-01-01", closed_until="2099-01-01", closed_reason="Travaux", phone="+33199000203",
    )  # fmt: skip
    dora = OrganizationFactory(
        name="Venue d’ailleurs", source="dora", source_id="dora--1", source_updated_on="2026-02-03"
    )
    ServiceFactory(organization=dora, name="Ajouté ici", description="", children_welcome=True)
    abroad = OrganizationFactory(
        name="Maison belge", country="BE", postal_code="7000", city="Mons", insee_code="BE53053"
    )
    ServiceFactory(organization=abroad, postal_code="7000", city="Mons", insee_code="BE53053")
    secret = OrganizationFactory(
        name="CANARI violences", is_sensitive=True, address="CANARI rue cachée", source="x", source_id="x--canari",
        website="https://canari.test", phone="+33199009999", email="canari@exemple.test", siret="99999999999999",
    )  # fmt: skip
    ServiceFactory(
        organization=secret, name="CANARI accueil", description="CANARI", address="CANARI", link="https://canari.test"
    )
    ContactFactory(organization=full, name="CANARI Personne", phone="+33639989898", email="canari@exemple.test")
    gone = OrganizationFactory(name="CANARI partie", is_active=False)
    ServiceFactory(organization=gone, name="CANARI parti")
    return full


def written(folder: Path, kind: str, *, contacts: bool = True) -> list[Path]:
    """The two files of an export."""
    call_command("export_directory", str(folder), format=kind, contacts=contacts, verbosity=0)
    return [folder / file_name(kind, content) for content in FILES]


def empty() -> None:
    """A directory without anything."""
    Service.objects.all().delete()
    Site.objects.all().delete()
    Organization.objects.get_queryset().exclude(contacts=None).first().contacts.all().delete()
    Organization.objects.all().delete()


@pytest.mark.parametrize("kind", Format.values)
def test_an_export_validates_and_comes_back_the_same(directory, tmp_path, kind):
    files = written(tmp_path, kind)
    before = [path.read_bytes().decode() for path in files]
    if kind == Format.JSON:
        assert len([StructureRecord.model_validate(one) for one in json.loads(before[0])]) == 4
        assert len([ServiceRecord.model_validate(one) for one in json.loads(before[1])]) == 4
    if kind == Format.HSDS:
        for name, text in zip(["organization", "service"], before, strict=True):
            for one in json.loads(text):
                check_hsds(name, one)
    empty()
    job = import_files(files)
    assert (job.counts["structures"]["created"], job.counts["services"]["created"]) == (4, 4)
    assert not job.lines.filter(verdict="error").exists()
    for content, text in zip(FILES, before, strict=True):
        again = "".join(export(kind, content, contacts=True))
        assert [pair for pair in zip(again.splitlines(), text.splitlines(), strict=True) if pair[0] != pair[1]] == []


def test_what_hsds_has_a_place_for_comes_back_too(directory, tmp_path):
    files = written(tmp_path, Format.HSDS)
    kept = ["languages", "sex", "age_min", "age_max", "children_welcome", "papers", "capacity", "places_free",
            "places_on", "closed_from", "closed_until", "closed_reason", "city", "opening_hours"]  # fmt: skip
    before = Service.objects.filter(name="=Aide").values(*kept).get() | {"city": "Roubaix"}
    empty()
    import_files(files)
    assert Service.objects.filter(name="=Aide").values(*kept).get() == before
    assert Organization.objects.filter(country="BE", postal_code="7000").count() == 1


@pytest.mark.parametrize("kind", Format.values)
@pytest.mark.parametrize("contacts", [False, True])
def test_nothing_goes_out_that_must_stay_inside(directory, kind, contacts):
    texts = ["".join(export(kind, content, contacts=contacts)) for content in Content.values]
    for text in texts:
        assert "canari" not in text.lower() and "0639989898" not in text and "99999999999999" not in text
        assert ("+33199000203" in text or "+33199000102" in text) == contacts
    assert "Autre" in texts[0]
