"""A national directory: organisations and services over real communes, invented names."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate
from typing import Any

from partners.models import Audience, Commune, Organization, Service
from reinsertion.load.copy import copy_rows
from reinsertion.load.progress import Progress
from reinsertion.load.staff import Load
from reinsertion.load.words import BEARERS, DETAILS, TITLES, place_names

SERVICES_PER_ORGANIZATION = 4
SOURCE = "essai-de-charge"
ORGANIZATION = [
    "id", "source", "source_id", "name", "description", "address", "postal_code", "city", "insee_code", "latitude",
    "longitude", "phone", "opening_hours", "created_at", "updated_at",
]  # fmt: skip
SERVICE = [
    "id", "organization_id", "source", "source_id", "name", "description", "kind", "topics", "domains", "audiences",
    "access_conditions", "fees", "delivery_modes", "contact_methods", "referred_by", "eligibility_areas", "address",
    "postal_code", "city", "insee_code", "latitude", "longitude", "phone", "opening_hours", "checked_on",
    "checked_by_id", "created_at", "updated_at",
]  # fmt: skip

Place = tuple[str, str, str, float, float]


def create_directory(load: Load, count: int, progress: Progress) -> None:
    """Create the organisations, then the services where their organisations are."""
    organizations: list[tuple[Any, Place]] = []
    places = chosen_communes(load, max(1, count // SERVICES_PER_ORGANIZATION))
    copy_rows(Organization, ORGANIZATION, organization_rows(load, places, organizations), progress)
    copy_rows(Service, SERVICE, service_rows(load, count, organizations), progress)


def chosen_communes(load: Load, count: int) -> list[Place]:
    """Where the organisations are: three in four drawn by population, the others anywhere."""
    known = Commune.objects.filter(latitude__isnull=False).order_by("insee_code")
    communes = [
        (
            row.insee_code,
            row.name,
            row.postal_codes[0] if row.postal_codes else "",
            row.latitude or 0.0,
            row.longitude or 0.0,
        )
        for row in known
    ]
    weights = list(accumulate(row.population or 1 for row in known))
    crowded = load.dice.choices(communes, cum_weights=weights, k=count - count // 4)
    return crowded + load.dice.choices(communes, k=count // 4)


def organization_rows(load: Load, places: list[Place], made: list[tuple[Any, Place]]) -> Iterator[tuple[Any, ...]]:
    """One row an organisation."""
    names = place_names()
    for rank, place in enumerate(places):
        code, city, postal_code, latitude, longitude = place
        pk = load.uid()
        made.append((pk, place))
        name = f"{load.dice.choice(BEARERS)} {load.dice.choice(names)} (fictif)"
        yield (
            pk, SOURCE, f"o{rank}", name, "Structure inventée.", "1 rue de l’Essai", postal_code, city, code, latitude,
            longitude, f"+3319900{rank % 10_000:04}", "Mo-Fr 09:00-17:00", load.now, load.now,
        )  # fmt: skip


def service_rows(load: Load, count: int, organizations: list[tuple[Any, Place]]) -> Iterator[tuple[Any, ...]]:
    """One row a service, a few streets from its organisation."""
    dice, names, audiences = load.dice, place_names(), Audience.values
    for rank in range(count):
        organization, (code, city, postal_code, latitude, longitude) = organizations[rank % len(organizations)]
        domain, topic, beginnings, complements = dice.choice(TITLES)
        title = f"{dice.choice(beginnings)} {dice.choice(complements)} {dice.choice(DETAILS)}".strip()
        pk, checked = load.uid(), load.today - timedelta(days=dice.randint(0, 900))
        load.services.append(pk)
        yield (
            pk, organization, SOURCE, f"s{rank}", title,
            f"{title} à {city}, près du quartier {dice.choice(names)}. Accueil simple, sans jugement.",
            "accompagnement", [topic], [domain], [dice.choice(audiences), "tous-publics"],
            "Apporter une pièce d’identité si possible.", "gratuit" if rank % 5 else "payant", ["en-presentiel"],
            ["telephoner"], ["professionnels", "usagers"], [code[:2]], "1 rue de l’Essai", postal_code, city, code,
            round(latitude + dice.uniform(-0.02, 0.02), 5), round(longitude + dice.uniform(-0.02, 0.02), 5),
            f"+3319900{rank % 10_000:04}", "Mo-Fr 09:00-17:00", checked if rank % 3 else None,
            load.caseworkers[0][0] if rank % 3 else None, load.now, load.now,
        )  # fmt: skip
