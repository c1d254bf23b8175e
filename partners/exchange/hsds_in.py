"""From objects of HSDS 3 (Open Referral) to records of data·inclusion with our extras.

Only what a file says is in the record: what it is silent about stays as it is here.
"""

import re
from collections.abc import Iterator
from typing import Any

from partners.exchange.hsds_out import HSDS_SOURCE, TAXONOMY
from partners.exchange.outgoing import Record

STOPPED = {"inactive", "defunct"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LISTS = {"thematiques", "publics", "modes_accueil", "modes_mobilisation", "mobilisable_par", "reseaux_porteurs",
         "papiers"}  # fmt: skip
KEPT = {
    "reseaux_porteurs", "date_maj", "accessibilite_lieu", "source", "source_id", "type", "thematiques", "frais",
    "publics", "modes_accueil", "modes_mobilisation", "mobilisable_par", "volume_horaire_hebdomadaire",
    "nombre_semaines", "conditions_acces", "lien_source", "sexe", "enfants_bienvenus", "papiers", "capacite",
    "places_libres", "places_libres_le", "ferme_du", "ferme_au",
}  # fmt: skip


def looks_like_hsds(data: Record) -> bool:
    """HSDS names things in English; data·inclusion, in French."""
    return "name" in data and "nom" not in data and "id" in data


def records_of(data: Record) -> Iterator[tuple[Record, bool]]:
    """The records that an object of HSDS holds, and whether it is an organisation told of inside its service."""
    if is_service(data):
        inside = data.get("organization")
        if isinstance(inside, dict) and inside.get("id"):
            yield structure_of(inside), True
        yield service_of(data), False
        return
    yield structure_of(data), False
    for service in items(data.get("services")):
        yield service_of({"organization_id": data.get("id"), **service}), False


def is_service(data: Record) -> bool:
    """A service of HSDS always says its status."""
    return "status" in data or "organization_id" in data or "organization" in data


def items(value: Any) -> list[Record]:
    """The objects of a list, whatever else it holds."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def first(value: Any) -> Record:
    """The first object of a list, or an empty one."""
    return next(iter(items(value)), {})


def said(values: Record) -> Record:
    """What the file says."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def attributes_of(data: Record) -> Record:
    """The fields of data·inclusion that travel as attributes."""
    found: Record = {}
    for one in items(data.get("attributes")):
        term = one.get("taxonomy_term")
        field, value = one.get("link_type"), one.get("value")
        if isinstance(term, dict) and term.get("taxonomy") == TAXONOMY:
            value = value or term.get("code")
        if field not in KEPT or not isinstance(value, str):
            continue
        if field in LISTS:
            found.setdefault(field, []).append(value)
        else:
            found[field] = value
    return found


def day_of(text: Any) -> str | None:
    """The day of a date or a time."""
    found = DAY.match(text) if isinstance(text, str) else None
    return found.group() if found else None


def place_of(location: Record) -> Record:
    """Address and point of a location."""
    address = first(location.get("addresses"))
    country, postal = address.get("country") or "FR", address.get("postal_code")
    lines = {
        "adresse": address.get("address_1"),
        "complement_adresse": address.get("address_2"),
        "commune": address.get("city"),
        "code_postal" if country == "FR" else "code_postal_local": postal,
    }
    insee = location.get("external_identifier") if location.get("external_identifier_type") == "INSEE" else None
    point = {"latitude": location.get("latitude"), "longitude": location.get("longitude"), "code_insee": insee}
    return said({**lines, **point})


def key_of(data: Record) -> tuple[str, str]:
    """Source and identifier of an organisation: those of data·inclusion when it has them, else those of HSDS."""
    for one in items(data.get("organization_identifiers")):
        if one.get("identifier_scheme") == TAXONOMY:
            return str(one.get("identifier_type")), str(one.get("identifier"))
    return HSDS_SOURCE, str(data.get("id") or "")


def structure_of(data: Record) -> Record:
    """An organisation."""
    location, kept = first(data.get("locations")), attributes_of(data)
    country = first(location.get("addresses")).get("country")
    hours = first(data.get("schedules") or location.get("schedules")).get("description")
    source, identifier = key_of(data)
    identifiers = items(data.get("organization_identifiers"))
    siret = next((one.get("identifier") for one in identifiers if one.get("identifier_type") == "SIRET"), None)
    return {
        **said(
            {
                "description": data.get("description"),
                "siret": siret,
                "courriel": data.get("email"),
                "site_web": data.get("website") or data.get("url"),
                "lien_source": data.get("uri"),
                "telephone": first(data.get("phones")).get("number"),
                "horaires_accueil": hours,
                "pays": country,
            }
        ),
        **place_of(location),
        **kept,
        "source": source,
        "id": identifier,
        "nom": data.get("name"),
    }


def service_of(data: Record) -> Record:
    """A service."""
    at = first(data.get("service_at_locations"))
    location = at.get("location") if isinstance(at.get("location"), dict) else first(data.get("locations"))
    partner = data.get("organization")
    partner = partner if isinstance(partner, dict) else {}
    owner_source, owner = key_of({"id": data.get("organization_id"), **partner})
    kept = attributes_of(data)
    source, identifier = kept.pop("source", HSDS_SOURCE), kept.pop("source_id", str(data.get("id", "")))
    hours = first(data.get("schedules") or at.get("schedules")).get("description")
    record = {
        **said(
            {
                "description": data.get("description"),
                "date_maj": day_of(data.get("last_modified")) or day_of(data.get("assured_date")),
                "courriel": data.get("email"),
                "lien_mobilisation": data.get("url"),
                "mobilisation_precisions": data.get("application_process"),
                "frais_precisions": data.get("fees_description") or data.get("fees"),
                "publics_precisions": data.get("eligibility_description"),
                "age_min": data.get("minimum_age"),
                "age_max": data.get("maximum_age"),
                "motif_fermeture": data.get("alert"),
                "telephone": first(data.get("phones") or at.get("phones")).get("number"),
                "horaires_accueil": hours,
                "langues": [one["code"] for one in items(data.get("languages")) if one.get("code")],
                "zone_eligibilite": [one["extent"] for one in items(data.get("service_areas")) if one.get("extent")],
            }
        ),
        **place_of(location or {}),
        **kept,
        "source": source,
        "id": identifier,
        "structure_id": owner,
        "structure_source": owner_source,
        "nom": data.get("name"),
    }
    if not record.keys() & {"ferme_du", "ferme_au"}:
        record.pop("motif_fermeture", None)
    if data.get("status") in STOPPED:
        record["arret"] = data["status"]
    if "conditions_acces" not in record and "papiers" not in record:
        asked = [str(one["document"]) for one in items(data.get("required_documents")) if one.get("document")]
        record |= said({"conditions_acces": "\n".join(asked)})
    return record
