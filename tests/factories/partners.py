"""The directory."""

import factory
from django.utils import timezone

from partners.exchange.sniffing import Part
from partners.models import (
    Audience,
    Commune,
    Contact,
    DeliveryMode,
    Department,
    DirectoryImport,
    Domain,
    ImportLine,
    ImportState,
    LineKind,
    Organization,
    PartnerMember,
    Region,
    Service,
    Site,
    TrackRecord,
    Verdict,
    Word,
)
from partners.models.vocabulary import shorter_spellings


class CommuneFactory(factory.django.DjangoModelFactory[Commune]):
    class Meta:
        model = Commune
        django_get_or_create = ("insee_code",)

    insee_code = "59350"
    name = "Lille"
    postal_codes = factory.LazyFunction(lambda: ["59000", "59800"])
    department_code = "59"
    latitude = 50.6318
    longitude = 3.0468


class RegionFactory(factory.django.DjangoModelFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "32"
    name = "Hauts-de-France"


class DepartmentFactory(factory.django.DjangoModelFactory[Department]):
    class Meta:
        model = Department
        django_get_or_create = ("code",)

    code = "59"
    name = "Nord"
    region = factory.SubFactory(RegionFactory)


class OrganizationFactory(factory.django.DjangoModelFactory[Organization]):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Structure inventée {n}")
    city = "Lille"


class PartnerSiteFactory(factory.django.DjangoModelFactory[Site]):
    class Meta:
        model = Site

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Antenne inventée {n}")
    city = "Lille"
    postal_code = "59000"


class ServiceFactory(factory.django.DjangoModelFactory[Service]):
    class Meta:
        model = Service

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Accueil de jour {n}")
    description = "Un lieu pour se poser, prendre un repas et une douche."
    domains = factory.LazyFunction(lambda: [Domain.HOUSING])
    audiences = factory.LazyFunction(lambda: [Audience.EVERYONE])
    delivery_modes = factory.LazyFunction(lambda: [DeliveryMode.IN_PERSON])
    city = "Lille"
    postal_code = "59000"
    insee_code = "59350"
    latitude = 50.63
    longitude = 3.05


class ContactFactory(factory.django.DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    organization = factory.SubFactory(OrganizationFactory)
    function = "Accueil"


class DirectoryImportFactory(factory.django.DjangoModelFactory[DirectoryImport]):
    class Meta:
        model = DirectoryImport

    name = "annuaire.json"
    state = ImportState.REVIEW
    parts = factory.LazyFunction(lambda: [Part("annuaire.json").as_json()])


class ImportLineFactory(factory.django.DjangoModelFactory[ImportLine]):
    class Meta:
        model = ImportLine

    directory_import = factory.SubFactory(DirectoryImportFactory)
    part = 0
    number = factory.Sequence(lambda n: n + 1)
    kind = LineKind.ORGANIZATION
    data = factory.LazyFunction(lambda: {"source": "essai", "id": "essai--1", "nom": "x", "date_maj": "2026-03-01"})
    verdict = Verdict.ERROR
    problems = factory.LazyFunction(lambda: [["nom", "texte trop court : « x »", False]])


class WordFactory(factory.django.DjangoModelFactory[Word]):
    class Meta:
        model = Word

    folded = "hebergement"
    word = "hébergement"
    lexeme = "heberg"
    uses = 3
    deletes = factory.LazyAttribute(lambda word: sorted(shorter_spellings(word.folded)))


class TrackRecordFactory(factory.django.DjangoModelFactory[TrackRecord]):
    class Meta:
        model = TrackRecord

    service = factory.SubFactory(ServiceFactory)
    organization = factory.SelfAttribute("service.organization")
    sent = 12
    accepted = 7
    declined = 5
    lapsed = 0
    acceptance = 58
    median_days = 4
    counted_at = factory.LazyFunction(timezone.now)


class PartnerMemberFactory(factory.django.DjangoModelFactory[PartnerMember]):
    """An account that bears the role of the partners alone."""

    class Meta:
        model = PartnerMember

    user = factory.SubFactory("tests.factories.UserFactory", roles=["partner_member"])
    organization = factory.SubFactory(OrganizationFactory)
