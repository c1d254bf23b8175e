"""From a record of data·inclusion to the values of our models; names of people are left where they are."""

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Any

from data_inclusion.schema.v1 import Service as ServiceRecord
from data_inclusion.schema.v1 import Structure as StructureRecord
from phonenumber_field.phonenumber import PhoneNumber

from core.fields import clean_line
from partners.models.topics import domains_for

Points = dict[str, tuple[float | None, float | None]]
LINE = {"name": 150, "address": 200, "address_more": 200, "city": 80}


def codes(values: Iterable[Enum] | None) -> list[str]:
    """The codes of a set, always in the same order."""
    return sorted(str(value.value) for value in values or ())


def line(text: str | None, length: int) -> str:
    """One clean line, cut where the column ends."""
    return clean_line(text or "")[:length].strip()


@lru_cache(maxsize=50_000)
def phone(text: str | None) -> str:
    """A telephone number that can be dialled, as stored (E.164), or nothing."""
    number = PhoneNumber.from_string(text, region="FR") if text and _looks_like_a_phone(text) else None
    return number.as_e164 if number and number.is_valid() else ""


def _looks_like_a_phone(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return 4 <= digits <= 15 and not any(character.isalpha() for character in text)


def place(record: ServiceRecord | StructureRecord, points: Points) -> dict[str, Any]:
    """Address and point; the commune’s point when the record has none of its own."""
    latitude, longitude = record.latitude, record.longitude
    if latitude is None or longitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        latitude, longitude = points.get(record.code_insee or "", (None, None))
    return {
        "address": line(record.adresse, LINE["address"]),
        "address_more": line(record.complement_adresse, LINE["address_more"]),
        "postal_code": record.code_postal or "",
        "city": line(record.commune, LINE["city"]),
        "insee_code": record.code_insee or "",
        "latitude": latitude,
        "longitude": longitude,
        "phone": phone(record.telephone),
        "email": (record.courriel or "")[:254],
        "opening_hours": line(record.horaires_accueil, 500),
    }


def link(url: Any) -> str:
    """A web address that the column can hold."""
    text = str(url or "")
    return text if len(text) <= 500 else ""


def organization_values(record: StructureRecord, points: Points) -> dict[str, Any]:
    """The fields of an organisation that its source rules."""
    return {
        "source": record.source,
        "source_id": record.id,
        "source_updated_on": record.date_maj,
        "name": line(record.nom, LINE["name"]),
        "description": record.description or "",
        "siret": record.siret or "",
        "networks": codes(record.reseaux_porteurs),
        "website": link(record.site_web),
        **place(record, points),
    }


def service_values(record: ServiceRecord, networks: list[str], points: Points) -> dict[str, Any]:
    """The fields of a service that its source rules."""
    topics, audiences = codes(record.thematiques), codes(record.publics)
    kind = record.type.value if record.type else ""
    return {
        "source": record.source,
        "source_id": record.id,
        "source_updated_on": record.date_maj,
        "name": line(record.nom, LINE["name"]),
        "description": record.description,
        "kind": kind,
        "topics": topics,
        "domains": domains_for(topics, kind=kind, audiences=audiences, networks=networks),
        "audiences": audiences,
        "audience_details": record.publics_precisions or "",
        "access_conditions": record.conditions_acces or "",
        "fees": record.frais.value if record.frais else "",
        "fees_details": record.frais_precisions or "",
        "delivery_modes": codes(record.modes_accueil),
        "contact_methods": codes(record.modes_mobilisation),
        "contact_details": record.mobilisation_precisions or "",
        "referred_by": codes(record.mobilisable_par),
        "link": link(record.lien_mobilisation),
        "eligibility_areas": sorted(set(record.zone_eligibilite or ())),
        "weekly_hours": record.volume_horaire_hebdomadaire,
        "weeks": record.nombre_semaines,
        **place(record, points),
    }
