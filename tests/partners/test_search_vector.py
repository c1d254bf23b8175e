"""PostgreSQL keeps the words of each service, and refuses what makes no sense."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from partners.models import Contact, Organization, Service
from partners.wording import understand
from tests.factories import ContactFactory, OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


def matching(text: str) -> list[str]:
    """Names of the services whose words match."""
    return list(Service.objects.filter(search_vector=understand(text).anywhere).values_list("name", flat=True))


def test_a_renamed_organisation_is_found_by_its_new_name_however_it_was_renamed():
    service = ServiceFactory(name="Repas", organization__name="Ancien")
    Organization.objects.filter(pk=service.organization_id).update(name="Nouveau")
    assert matching("nouveau") == ["Repas"] and matching("ancien") == []


def test_a_service_written_behind_the_models_back_is_found():
    service = ServiceFactory(name="Repas")
    Service.objects.filter(pk=service.pk).update(name="Douches", topics=["sante--addictions"])
    assert matching("douche") == ["Douches"] and matching("cure") == ["Douches"] and matching("repas") == ["Douches"]
    Service.objects.bulk_create([Service(organization=service.organization, name="Vestiaire")])
    assert matching("vestiaires") == ["Vestiaire"]


def test_a_service_moved_to_another_organisation_is_found_by_its_name():
    service = ServiceFactory(name="Repas", organization__name="Premier")
    Service.objects.filter(pk=service.pk).update(organization=OrganizationFactory(name="Second"))
    assert matching("second") == ["Repas"] and matching("premier") == []


def test_codes_with_strange_signs_break_nothing():
    ServiceFactory(name="Étrange", topics=["a'b", "c\\d", "é:1A"], description="O'Brien \\ % ''")
    assert matching("étrange") == ["Étrange"]


@pytest.mark.parametrize(
    "values",
    [
        {"domains": ["ailleurs"]},
        {"audiences": ["personne"]},
        {"delivery_modes": ["fax"]},
        {"contact_methods": ["pigeon"]},
        {"referred_by": ["nul"]},
        {"kind": "autre"},
        {"fees": "cher"},
        {"checked_on": timezone.localdate()},
    ],
    ids=str,
)
def test_the_database_refuses_values_outside_the_lists(values):
    service = ServiceFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=service.pk).update(**values)


def test_the_database_refuses_the_same_source_id_twice():
    for make in (OrganizationFactory, ServiceFactory):
        make(source="dora", source_id="dora--1")
        other = make(source="dora", source_id="dora--2")
        with pytest.raises(IntegrityError), transaction.atomic():
            type(other).objects.filter(pk=other.pk).update(source_id="dora--1")


def test_the_database_refuses_a_check_without_its_author_and_a_contact_without_a_name():
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.filter(pk=OrganizationFactory().pk).update(checked_on=timezone.localdate())
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=ContactFactory().pk).update(name="", function="")
