"""What the database refuses of an organisation, a site or a service, whoever writes it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partners.models import Organization, Service
from partners.models.languages import language_codes
from tests.factories import OrganizationFactory, PartnerSiteFactory, ServiceFactory

pytestmark = pytest.mark.django_db

DAY = date(2027, 1, 3)
REFUSED = {
    "service_sex_known": {"sex": "autre"},
    "service_ages_ordered": {"age_min": 25, "age_max": 18},
    "service_languages_known": {"languages": ["fr", "xx"]},
    "service_papers_known": {"papers": ["empreintes"]},
    "service_places_within_capacity": {"capacity": 4, "places_free": 5, "places_on": DAY},
    "service_places_dated": {"places_free": 5},
    "service_places_free_check": {"places_free": -1, "places_on": DAY},
    "service_closed_from_before_closed_until": {"closed_from": DAY, "closed_until": date(2027, 1, 2)},
    "service_closure_dated": {"closed_reason": "Travaux"},
}
ACCEPTED = [
    {"sex": "women", "age_min": 18, "age_max": 18, "children_welcome": False},
    {"capacity": 4, "places_free": 0, "places_on": DAY},
    {"age_max": 25, "languages": ["fr", "fsl"], "papers": ["identity_card"]},
    {"closed_until": DAY, "closed_reason": "Congés"},
]


def refusal(query, **values):
    """The name of the rule by which the database refuses the values."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        query.update(**values)
    return str(refused.value)


def test_the_database_refuses_facts_that_cannot_be_and_the_form_says_why():
    service = ServiceFactory()
    query = Service.objects.filter(pk=service.pk)
    for rule, values in REFUSED.items():
        assert rule in refusal(query, **values)
        with pytest.raises(ValidationError) as shown:
            Service(organization=service.organization, name="Accueil", **values).full_clean()
        assert not any("Constraint" in message for message in shown.value.messages)
    for values in ACCEPTED:
        assert query.update(**values)


def test_branches_are_one_level_deep():
    head, branch, other = OrganizationFactory(), OrganizationFactory(), OrganizationFactory()
    query = Organization.objects
    query.filter(pk=branch.pk).update(parent=head)
    assert "not_its_own_branch" in refusal(query.filter(pk=other.pk), parent=other)
    assert "branch_one_level" in refusal(query.filter(pk=other.pk), parent=branch)
    assert "branch_one_level" in refusal(query.filter(pk=head.pk), parent=other)
    for organization, parent in ((other, branch), (head, other)):
        organization.parent = parent
        with pytest.raises(ValidationError, match="antenne"):
            organization.full_clean()


def test_a_service_is_given_at_a_site_of_its_own_organisation():
    service, site, elsewhere = ServiceFactory(), PartnerSiteFactory(), PartnerSiteFactory()
    query = Service.objects.filter(pk=service.pk)
    assert "site_of_its_organization" in refusal(query, site=site)
    query.update(site=site, organization=site.organization)
    sites = type(site).objects.filter(pk=site.pk)
    assert "site_of_its_organization" in refusal(sites, organization=elsewhere.organization)
    service.site = elsewhere
    with pytest.raises(ValidationError, match="autre structure"):
        service.full_clean()


def test_hours_are_those_of_the_service_else_of_the_site_else_of_the_organisation():
    organization = OrganizationFactory(opening_hours="Mo 09:00-12:00")
    site = PartnerSiteFactory(organization=organization, opening_hours="Tu 09:00-12:00")
    service = ServiceFactory(organization=organization)
    assert service.hours == "Mo 09:00-12:00"
    service.site = site
    assert service.hours == "Tu 09:00-12:00"
    service.opening_hours = "We 09:00-12:00"
    assert service.hours == "We 09:00-12:00"


def test_a_closure_holds_between_its_days_or_until_further_notice():
    assert not Service().is_closed_on(DAY)
    assert Service(closed_until=DAY).is_closed_on(DAY)
    assert not Service(closed_until=DAY).is_closed_on(date(2027, 1, 4))
    assert Service(closed_from=DAY).is_closed_on(date(2030, 1, 1))
    assert not Service(closed_from=DAY).is_closed_on(date(2027, 1, 2))


def test_languages_written_in_words_are_understood():
    assert language_codes(["Arabe", "néerlandais", "FARSI", "klingon"]) == {"ar", "nl", "fa"}
