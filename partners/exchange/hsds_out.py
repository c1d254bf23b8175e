"""From records of data·inclusion with our extras to objects of HSDS 3 (Open Referral), nothing lost on the way.

Fields without a place in HSDS travel as attributes whose link_type is the field of data·inclusion.
"""

from collections.abc import Iterable
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from data_inclusion.schema.v1 import Public
from django.utils import translation

from partners.exchange.outgoing import Record
from partners.models import Paper, SpokenLanguage
from partners.models.topics import TOPIC_LABELS

NAMESPACE = uuid5(NAMESPACE_URL, "https://www.data.inclusion.gouv.fr/")
HSDS_SOURCE = "hsds"
TAXONOMY = "data-inclusion"
TERMS: dict[str, dict[str, str]] = {
    "thematiques": TOPIC_LABELS,
    "publics": {public.value: public.label for public in Public},
}
ORGANIZATION_ATTRIBUTES = ["reseaux_porteurs", "date_maj", "accessibilite_lieu"]
SERVICE_ATTRIBUTES = [
    "source", "source_id", "type", "thematiques", "frais", "publics", "modes_accueil", "modes_mobilisation",
    "mobilisable_par", "volume_horaire_hebdomadaire", "nombre_semaines", "conditions_acces", "lien_source", "sexe",
    "enfants_bienvenus", "papiers", "capacite", "places_libres", "places_libres_le", "ferme_du", "ferme_au",
]  # fmt: skip


def identity(source: str, identifier: str) -> str:
    """The UUID of a record: its own when it came from HSDS, else one drawn from its key, always the same."""
    if source == HSDS_SOURCE:
        return identifier
    return str(uuid5(NAMESPACE, f"{source}/{identifier}"))


def child(parent: str, *names: object) -> str:
    """The UUID of a part of an object, always the same."""
    return str(uuid5(UUID(parent), "/".join(str(name) for name in names)))


def filled(values: Record) -> Record:
    """What is known."""
    return {name: value for name, value in values.items() if value not in (None, [], "")}


def attributes(parent: str, entity: str, record: Record, fields: Iterable[str]) -> list[Record]:
    """One attribute a value, with the name of the topic or audience for who does not know the codes."""
    found: list[Record] = []
    for field in fields:
        value = record.get(field)
        for one in value if isinstance(value, list) else [] if value is None else [value]:
            text = str(one).lower() if isinstance(one, bool) else str(one)
            key = child(parent, field, text)
            attribute: Record = {"id": key, "link_id": parent, "link_type": field, "link_entity": entity, "value": text}
            if field in TERMS:
                name = TERMS[field].get(text, text)
                term = {"id": str(uuid5(NAMESPACE, text)), "code": text, "name": name, "description": name}
                attribute["taxonomy_term"] = {**term, "taxonomy": TAXONOMY, "language": "fr"}
            found.append(attribute)
    return found


def phones(parent: str, record: Record) -> list[Record]:
    """The telephone number, when it goes out."""
    number = record.get("telephone")
    return [{"id": child(parent, "phone"), "number": number}] if number else []


def schedules(parent: str, record: Record) -> list[Record]:
    """Opening hours, in the notation of OpenStreetMap."""
    hours = record.get("horaires_accueil")
    return [{"id": child(parent, "schedule"), "description": hours}] if hours else []


def location(parent: str, record: Record, country: str) -> Record | None:
    """Address and point; None when nothing is known of where it is."""
    key = child(parent, "location")
    parts = [record.get(name) for name in ("adresse", "complement_adresse", "commune")]
    postal = record.get("code_postal") or record.get("code_postal_local")
    address = {
        "id": child(parent, "address"),
        "location_id": key,
        "address_1": parts[0] or "",
        "address_2": parts[1],
        "city": parts[2] or "",
        "state_province": "",
        "postal_code": postal or "",
        "country": country,
        "address_type": "physical",
    }
    commune = record.get("code_insee")
    where = {
        "latitude": record.get("latitude"),
        "longitude": record.get("longitude"),
        "external_identifier": commune,
        "external_identifier_type": "INSEE" if commune else None,
        "addresses": [{name: value for name, value in address.items() if value is not None}]
        if any([*parts, postal])
        else None,
    }
    return {"id": key, "location_type": "physical", **filled(where)} if filled(where) else None


def organization_object(record: Record) -> Record:
    """An organisation of HSDS."""
    key = identity(record["source"], record["id"])
    place = location(key, record, record.get("pays") or "FR")
    hours = schedules(key, record)
    if hours:
        place = {**(place or {"id": child(key, "location"), "location_type": "virtual"}), "schedules": hours}
    identifiers = [
        {"id": child(key, "source"), "identifier_scheme": TAXONOMY, "identifier_type": record["source"],
         "identifier": record["id"]}
    ]  # fmt: skip
    if record.get("siret"):
        siret = {"id": child(key, "siret"), "identifier_scheme": "Sirene", "identifier_type": "SIRET"}
        identifiers.append({**siret, "identifier": record["siret"]})
    return {
        "id": key,
        "name": record["nom"],
        "description": record.get("description") or "",
        **filled(
            {
                "email": record.get("courriel"),
                "website": record.get("site_web"),
                "uri": record.get("lien_source"),
                "phones": phones(key, record),
                "locations": [place] if place else None,
                "organization_identifiers": [] if record["source"] == HSDS_SOURCE else identifiers,
                "attributes": attributes(key, "organization", record, ORGANIZATION_ATTRIBUTES),
            }
        ),
    }


def service_object(record: Record, today: date) -> Record:
    """A service of HSDS, with the name and the key of its organisation."""
    partner = {
        "source": record["structure_source"],
        "id": record["structure_id"],
        "nom": record["structure_nom"],
        "date_maj": record["structure_date_maj"],
    }
    key = identity(record["source"], record["id"])
    place = location(key, record, record.get("pays") or "FR")
    at = {"id": child(key, "at"), "service_id": key, "location_id": place["id"], "location": place} if place else None
    sourced = {**record, "source_id": record["id"]}
    if record["source"] == HSDS_SOURCE:
        sourced = {**sourced, "source": None, "source_id": None}
    return {
        "id": key,
        "organization_id": identity(record["structure_source"], record["structure_id"]),
        "organization": organization_object(partner),
        "name": record["nom"],
        "description": record["description"],
        "status": "temporarily closed" if is_closed(record, today) else "active",
        "last_modified": f"{record['date_maj']}T00:00:00Z",
        **filled(
            {
                "url": record.get("lien_mobilisation"),
                "email": record.get("courriel"),
                "application_process": record.get("mobilisation_precisions"),
                "fees_description": record.get("frais_precisions"),
                "eligibility_description": record.get("publics_precisions"),
                "minimum_age": record.get("age_min"),
                "maximum_age": record.get("age_max"),
                "alert": record.get("motif_fermeture"),
                "phones": phones(key, record),
                "schedules": schedules(key, record),
                "service_areas": [
                    {"id": child(key, "area", code), "service_id": key, "extent": code, "extent_type": "INSEE"}
                    for code in record.get("zone_eligibilite") or ()
                ],
                "languages": [
                    {"id": child(key, "language", code), "service_id": key, "code": code, "name": language(code)}
                    for code in record.get("langues") or ()
                ],
                "required_documents": [
                    {"id": child(key, "paper", code), "service_id": key, "document": paper(code)}
                    for code in record.get("papiers") or ()
                ],
                "service_at_locations": [at] if at else None,
                "attributes": attributes(key, "service", sourced, SERVICE_ATTRIBUTES),
            }
        ),
    }


def is_closed(record: Record, today: date) -> bool:
    """Whether the service is closed for a while today."""
    first, last = record.get("ferme_du"), record.get("ferme_au")
    return bool(first or last) and (first or "") <= today.isoformat() <= (last or "9999")


def language(code: str) -> str:
    """The name of a language, in French whatever the screen."""
    with translation.override("fr"):
        return str(SpokenLanguage(code).label)


def paper(code: str) -> str:
    """The name of a paper, in French whatever the screen."""
    with translation.override("fr"):
        return str(Paper(code).label)
