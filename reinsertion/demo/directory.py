"""The directory: 80 organisations, 190 services in five real towns around Lille, invented names only."""

from typing import NamedTuple

from partners.models import (
    Contact,
    ContactMethod,
    DeliveryMode,
    Fees,
    Organization,
    ReferredBy,
    Service,
    Site,
)
from reinsertion.demo.names import FEMALE, LAST, MALE, STREETS
from reinsertion.demo.offer_facts import tell_facts
from reinsertion.demo.offers import PARTNERS, Offer, Partner
from reinsertion.demo.scene import Scene, own_dates

UNCHECKED = 3
FUNCTIONS = ["Cheffe de service", "Responsable", "Accueil", "Référent justice", "Assistante sociale", "Coordinateur"]


class Town(NamedTuple):
    """A commune and the point of its town hall, in WGS 84 degrees."""

    insee_code: str
    name: str
    postal_code: str
    latitude: float
    longitude: float


TOWNS = [
    Town("59350", "Lille", "59000", 50.6310, 3.0586),
    Town("59512", "Roubaix", "59100", 50.6916, 3.1746),
    Town("59599", "Tourcoing", "59200", 50.7236, 3.1609),
    Town("59009", "Villeneuve-d’Ascq", "59650", 50.6192, 3.1316),
    Town("59017", "Armentières", "59280", 50.6879, 2.8811),
]


def create_directory(scene: Scene) -> None:
    """Create organisations, services and contacts; three organisations wait for their first check."""
    for kind, partner in enumerate(PARTNERS):
        for rank, town in enumerate(TOWNS):
            add_organization(scene, partner, town, kind, rank)
    organizations = list(scene.organizations.values())
    for organization in scene.dice.sample(organizations[10:], UNCHECKED):
        forget_check(scene, organization)
    sites = tell_facts(scene)
    with own_dates(Organization, Service):
        Organization.objects.bulk_create(organizations)
        Site.objects.bulk_create(sites)
        Service.objects.bulk_create(scene.services.values())
    create_contacts(scene, organizations)


def add_organization(scene: Scene, partner: Partner, town: Town, kind: int, rank: int) -> None:
    """Stage one organisation with its services."""
    dice = scene.dice
    name = f"{partner.names[rank].format(city=town.name)} (fictif)".replace("de Armentières", "d’Armentières")
    created = scene.moment(scene.day(-400 + kind))
    checked = scene.day(-dice.randint(3, 150) if (kind + rank) % 6 else -dice.randint(200, 380))
    where = {
        "address": f"{dice.randint(1, 120)} {dice.choice(STREETS)}",
        "postal_code": town.postal_code,
        "city": town.name,
        "insee_code": town.insee_code,
        "latitude": round(town.latitude + dice.uniform(-0.012, 0.012), 5),
        "longitude": round(town.longitude + dice.uniform(-0.018, 0.018), 5),
        "opening_hours": partner.hours,
        "checked_on": checked,
        "checked_by": dice.choice([scene.staff["lea"], scene.staff["denis"]]),
        "created_at": created,
        "updated_at": created,
    }
    organization = Organization(
        id=scene.uid(),
        name=name,
        description=f"{partner.presentation} Structure inventée pour la démonstration.",
        phone=scene.phone(),
        email=f"structure{kind}-{rank}@exemple.test",
        website=f"https://structure{kind}-{rank}.exemple.test/",
        **where,
    )
    scene.organizations[name] = organization
    for number, offer in enumerate(partner.offers):
        add_service(scene, organization, offer, number, where)


def add_service(scene: Scene, organization: Organization, offer: Offer, number: int, where: dict[str, object]) -> None:
    """Stage one service; every third one is for professionals to ask, some answer at a distance."""
    dice = scene.dice
    methods = [
        ContactMethod.PHONE,
        *dice.sample([ContactMethod.WALK_IN, ContactMethod.EMAIL], dice.choice([0, 1, 1, 2])),
    ]
    remote = offer.kind in {"accompagnement", "information"} and dice.random() < 0.25
    scene.services[organization.name, offer.name] = Service(
        id=scene.uid(),
        organization=organization,
        name=offer.name,
        description=offer.description,
        kind=offer.kind,
        topics=offer.topics,
        domains=offer.domains,
        audiences=offer.audiences,
        fees=Fees.PAID if offer.fee else Fees.FREE,
        fees_details=offer.fee,
        delivery_modes=[DeliveryMode.IN_PERSON, DeliveryMode.REMOTE] if remote else [DeliveryMode.IN_PERSON],
        contact_methods=methods,
        referred_by=[ReferredBy.PROFESSIONAL] if number % 3 == 1 else list(ReferredBy.values),
        access_conditions=dice.choice(
            ["", "", "Apporter une pièce d’identité si possible.", "Sur rendez-vous, réponse sous une semaine."]
        ),
        eligibility_areas=["59"] if dice.random() < 0.6 else [str(where["insee_code"])],
        phone=organization.phone if number else scene.phone(),
        email=organization.email,
        **where,
    )


def forget_check(scene: Scene, organization: Organization) -> None:
    """Leave an organisation and its services unchecked."""
    rows: list[Organization | Service] = [
        organization,
        *(row for row in scene.services.values() if row.organization == organization),
    ]
    for row in rows:
        row.checked_on = row.checked_by = None


def create_contacts(scene: Scene, organizations: list[Organization]) -> None:
    """Somebody to ask for at each organisation, two at some; a few are known by their function alone."""
    dice = scene.dice
    contacts = []
    for rank, organization in enumerate([*organizations, *organizations[::6]]):
        name = "" if rank % 10 == 7 else f"{dice.choice(FEMALE + MALE)} {dice.choice(LAST)}"
        contacts.append(
            Contact(
                id=scene.uid(),
                organization=organization,
                name=name,
                function=dice.choice(FUNCTIONS),
                phone=scene.phone(),
                email=f"contact{rank}@exemple.test",
            )
        )
    Contact.objects.bulk_create(contacts)
