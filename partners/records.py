"""From a record of data·inclusion, with our extras, to the values of our models; people’s names stay outside."""

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Any

from data_inclusion.schema.v1 import Service as ServiceRecord
from data_inclusion.schema.v1 import Structure as StructureRecord
from phonenumber_field.phonenumber import PhoneNumber

from core.fields import clean_line
from partners.exchange.extras import ServiceExtras, StructureExtras
from partners.models import Country
from partners.models.topics import domains_for

Points = dict[str, tuple[float | None, float | None]]
LINE = {"name": 150, "address": 200, "address_more": 200, "city": 80}


PLACE_FIELDS = {
    "adresse": "address",
    "complement_adresse": "address_more",
    "code_postal": "postal_code",
    "code_postal_local": "postal_code",
    "commune": "city",
    "code_insee": "insee_code",
    "latitude": "latitude",
    "longitude": "longitude",
    "telephone": "phone",
    "courriel": "email",
    "horaires_accueil": "opening_hours",
    "lien_source": "source_link",
    "nom": "name",
    "description": "description",
}
ORGANIZATION_COLUMNS = {
    **PLACE_FIELDS,
    "siret": "siret",
    "reseaux_porteurs": "networks",
    "site_web": "website",
    "accessibilite_lieu": "accessibility_link",
    "pays": "country",
}
SERVICE_COLUMNS = {
    **PLACE_FIELDS,
    "type": "kind",
    "thematiques": "topics",
    "publics": "audiences",
    "publics_precisions": "audience_details",
    "conditions_acces": "access_conditions",
    "frais": "fees",
    "frais_precisions": "fees_details",
    "modes_accueil": "delivery_modes",
    "modes_mobilisation": "contact_methods",
    "mobilisation_precisions": "contact_details",
    "mobilisable_par": "referred_by",
    "lien_mobilisation": "link",
    "zone_eligibilite": "eligibility_areas",
    "volume_horaire_hebdomadaire": "weekly_hours",
    "nombre_semaines": "weeks",
    "langues": "languages",
    "sexe": "sex",
    "age_min": "age_min",
    "age_max": "age_max",
    "enfants_bienvenus": "children_welcome",
    "papiers": "papers",
    "capacite": "capacity",
    "places_libres": "places_free",
    "places_libres_le": "places_on",
    "ferme_du": "closed_from",
    "ferme_au": "closed_until",
    "motif_fermeture": "closed_reason",
}
ALWAYS = {"source", "source_id", "source_updated_on", "organization_id"}


def ruled(data: dict[str, Any], columns: dict[str, str]) -> set[str]:
    """The fields of ours that a record speaks of: what it is silent about stays as it is."""
    found = {field for name, field in columns.items() if name in data}
    if found & {"insee_code", "latitude", "longitude"}:
        found |= {"latitude", "longitude"}
    if found & {"topics", "kind", "audiences"}:
        found.add("domains")
    return found | ALWAYS


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


def place(record: ServiceRecord | StructureRecord, points: Points, postal_abroad: str | None) -> dict[str, Any]:
    """Address and point; the commune’s point when the record has none of its own."""
    latitude, longitude = record.latitude, record.longitude
    if latitude is None or longitude is None or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        latitude, longitude = points.get(record.code_insee or "", (None, None))
    return {
        "address": line(record.adresse, LINE["address"]),
        "address_more": line(record.complement_adresse, LINE["address_more"]),
        "postal_code": record.code_postal or postal_abroad or "",
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


def organization_values(record: StructureRecord, extras: StructureExtras, points: Points) -> dict[str, Any]:
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
        "source_link": link(record.lien_source),
        "accessibility_link": link(record.accessibilite_lieu),
        "country": extras.pays or Country.FRANCE,
        **place(record, points, extras.code_postal_local),
    }


def service_values(record: ServiceRecord, extras: ServiceExtras, networks: list[str], points: Points) -> dict[str, Any]:
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
        "source_link": link(record.lien_source),
        "languages": codes(extras.langues),
        "sex": extras.sexe or "",
        "age_min": extras.age_min,
        "age_max": extras.age_max,
        "children_welcome": extras.enfants_bienvenus,
        "papers": codes(extras.papiers),
        "capacity": extras.capacite,
        "places_free": extras.places_libres,
        "places_on": extras.places_libres_le,
        "closed_from": extras.ferme_du,
        "closed_until": extras.ferme_au,
        "closed_reason": line(extras.motif_fermeture, 200),
        **place(record, points, extras.code_postal_local),
    }
