"""From our models to records of data·inclusion v1, ready for somebody else: no person’s contact, no sensitive name.

Phones and e-mail addresses go out when asked for; names of contacts, notes of the team and checks never do.
Records carry, beside the fields of data·inclusion, facts that only HSDS has a place for (EXTRAS).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from data_inclusion.schema.v1 import Service as ServiceRecord
from data_inclusion.schema.v1 import Structure as StructureRecord
from django.conf import settings
from django.db.models import Case, CharField, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from pydantic import BaseModel, ValidationError

from partners.areas import without_regions
from partners.models import Country, Organization, Service

Record = dict[str, Any]
OTHER = "Autre"
OTHER_SERVICE = "Service d’une structure dont le nom n’est pas communiqué."
CONTACTS = ("telephone", "courriel")
CHUNK = 2_000
SHORTEST_NAME, SHORTEST_TEXT = 3, 5
FRENCH_POSTAL = re.compile(r"\d{5}")
FRENCH_COMMUNE = re.compile(r"\d[\dAB]\d{3}")
AREA = re.compile(r"\w{2,3}|\w{5}|\d{9}|france")
REQUIRED = {"source", "id", "structure_id", "nom", "description", "date_maj"}
# Official geographic code (Insee) of the countries of the directory.
COUNTRY_CODES: dict[str, str] = {
    Country.BELGIUM: "99131",
    Country.GERMANY: "99109",
    Country.ALGERIA: "99352",
    Country.SPAIN: "99134",
    Country.ITALY: "99127",
    Country.LUXEMBOURG: "99137",
    Country.MOROCCO: "99350",
    Country.NETHERLANDS: "99135",
    Country.PORTUGAL: "99139",
    Country.UNITED_KINGDOM: "99132",
    Country.SWITZERLAND: "99140",
    Country.TUNISIA: "99351",
}
TOLD = {
    "source", "id", "date_maj", "structure_id", "structure_source", "structure_nom", "structure_date_maj",
    "thematiques",
    "publics", "frais", "modes_accueil",
}  # fmt: skip
PLACE = ["address", "address_more", "postal_code", "city", "insee_code", "latitude", "longitude", "opening_hours"]
ORGANIZATION_FIELDS = [
    "id", "source", "source_id", "source_updated_on", "source_link", "name", "description", "siret", "networks",
    "is_sensitive", "country", "email", "website", "accessibility_link", "checked_on", "confirmed_on",
    "updated_at", *PLACE,
]  # fmt: skip
PARTNER_FIELDS = [
    "id", "source", "source_id", "is_sensitive", "country", "name", "source_updated_on", "checked_on",
    "confirmed_on", "updated_at",
]  # fmt: skip
SERVICE_FIELDS = [
    "id", "source", "source_id", "source_updated_on", "source_link", "name", "description", "kind", "topics",
    "audiences", "audience_details", "access_conditions", "fees", "fees_details", "delivery_modes", "contact_methods",
    "contact_details", "referred_by", "link", "eligibility_areas", "email", "weekly_hours", "weeks", "languages", "sex",
    "age_min", "age_max", "children_welcome", "papers", "capacity", "places_free", "places_on", "closed_from",
    "closed_until", "closed_reason", "checked_on", "confirmed_on", "updated_at", *PLACE,
    *(f"site__{name}" for name in PLACE),
    *(f"organization__{name}" for name in PARTNER_FIELDS),
]  # fmt: skip
EXTRAS = {
    "pays", "code_postal_local", "structure_source", "structure_nom", "structure_date_maj",
    "langues", "sexe", "age_min", "age_max", "enfants_bienvenus", "papiers", "capacite", "places_libres",
    "places_libres_le", "ferme_du", "ferme_au", "motif_fermeture",
}  # fmt: skip


def in_order(rows: QuerySet[Any], hidden: Q) -> QuerySet[Any]:
    """Rows by the key under which others know them, so that two exports of the same directory are alike."""
    ours = Concat(Value(f"{settings.DIRECTORY_SOURCE}--"), Cast("id", CharField()), output_field=CharField())
    source = Case(When(hidden, then=Value(settings.DIRECTORY_SOURCE)), default=F("source"))
    ordered: QuerySet[Any] = rows.annotate(
        key_source=source,
        key_id=Case(When(hidden, then=ours), default=F("source_id")),
        number=Cast("phone", TextField()),
    ).order_by("key_source", "key_id")
    return ordered


def key_of(row: Record, prefix: str = "", *, hidden: bool) -> tuple[str, str]:
    """Source and identifier of a record: its own, or ours when it was written here or must not tell its name."""
    if hidden or not row[f"{prefix}source"]:
        return settings.DIRECTORY_SOURCE, f"{settings.DIRECTORY_SOURCE}--{row[f'{prefix}id']}"
    return row[f"{prefix}source"], row[f"{prefix}source_id"]


def organizations(*, contacts: bool = False) -> Iterator[Record]:
    """Every organisation of the directory, as a structure of data·inclusion with our extras."""
    hidden = Q(is_sensitive=True) | Q(source="")
    rows = in_order(Organization.objects.active(), hidden).values(*ORGANIZATION_FIELDS, "number")
    for row in rows.iterator(chunk_size=CHUNK):
        if record := sound(structure_record(row, contacts=contacts), StructureRecord):
            yield record


def services(*, contacts: bool = False) -> Iterator[Record]:
    """Every service of the directory, as a service of data·inclusion with our extras."""
    hidden = Q(organization__is_sensitive=True) | Q(source="")
    rows = in_order(Service.objects.active(), hidden).values(*SERVICE_FIELDS, "number")
    for row in rows.iterator(chunk_size=CHUNK):
        if record := sound(service_record(row, contacts=contacts), ServiceRecord):
            yield record


def updated_on(row: Record, prefix: str = "") -> str:
    """The day the facts were last known to be right: at the source or here."""
    days = [row[f"{prefix}{name}"] for name in ("source_updated_on", "checked_on", "confirmed_on")]
    days = [day for day in days if day]
    return (max(days) if days else timezone.localdate(row[f"{prefix}updated_at"])).isoformat()


def place_record(row: Record, country: str) -> Record:
    """Address and point, the site’s when the record has none; codes that only France has are left out elsewhere."""
    at_site = row.get("site__address") is not None and not (row["address"] or row["city"])
    place = {name: row[f"site__{name}"] if at_site else row[name] for name in PLACE}
    hours = row["opening_hours"] or row.get("site__opening_hours")
    french = country == Country.FRANCE
    postal, commune = place["postal_code"], place["insee_code"]
    return {
        "commune": place["city"] or None,
        "code_postal": postal if french and FRENCH_POSTAL.fullmatch(postal) else None,
        "code_postal_local": None if french else postal or None,
        "code_insee": commune if french and FRENCH_COMMUNE.fullmatch(commune) else None,
        "adresse": place["address"] or None,
        "complement_adresse": place["address_more"] or None,
        "longitude": place["longitude"],
        "latitude": place["latitude"],
        "horaires_accueil": hours or None,
    }


def contact_record(row: Record) -> Record:
    """Phone and e-mail, which may be somebody’s own."""
    return {"telephone": row["number"] or None, "courriel": row["email"] or None}


def structure_record(row: Record, *, contacts: bool) -> Record:
    """One organisation."""
    source, identifier = key_of(row, hidden=row["is_sensitive"])
    record = {
        "source": source,
        "id": identifier,
        "date_maj": updated_on(row),
        "nom": named(row["name"]),
        "description": described(row["description"]),
        "lien_source": row["source_link"] or None,
        "siret": row["siret"] or None,
        "site_web": row["website"] or None,
        "accessibilite_lieu": row["accessibility_link"] or None,
        "reseaux_porteurs": sorted(row["networks"]) or None,
        "pays": row["country"],
        **place_record(row, row["country"]),
        **(contact_record(row) if contacts else {}),
    }
    return anonymous(record, nom=OTHER) if row["is_sensitive"] else record


def service_record(row: Record, *, contacts: bool) -> Record:
    """One service; what a sensitive organisation offers tells for whom and about what, neither where nor its name."""
    hidden = row["organization__is_sensitive"]
    source, identifier = key_of(row, hidden=hidden)
    partner_source, partner_id = key_of(row, "organization__", hidden=hidden)
    record = {
        "source": source,
        "structure_id": partner_id,
        "structure_source": partner_source,
        "structure_nom": OTHER if hidden else named(row["organization__name"]),
        "structure_date_maj": updated_on(row, "organization__"),
        "id": identifier,
        "date_maj": updated_on(row),
        "thematiques": sorted(row["topics"]) or None,
        "publics": sorted(row["audiences"]) or None,
        "frais": row["fees"] or None,
        "modes_accueil": sorted(row["delivery_modes"]) or None,
        "nom": named(row["name"]),
        "description": described(row["description"]) or f"{row['name']} – {row['organization__name']}",
        "lien_source": row["source_link"] or None,
        "type": row["kind"] or None,
        "frais_precisions": row["fees_details"] or None,
        "publics_precisions": row["audience_details"] or None,
        "conditions_acces": row["access_conditions"] or None,
        "lien_mobilisation": row["link"] or None,
        "modes_mobilisation": sorted(row["contact_methods"]) or None,
        "mobilisable_par": sorted(row["referred_by"]) or None,
        "mobilisation_precisions": row["contact_details"] or None,
        "zone_eligibilite": areas(row["eligibility_areas"], row["organization__country"]),
        "volume_horaire_hebdomadaire": row["weekly_hours"],
        "nombre_semaines": row["weeks"],
        "pays": row["organization__country"],
        **place_record(row, row["organization__country"]),
        **(contact_record(row) if contacts else {}),
        **extras(row),
    }
    return anonymous(record, nom=OTHER, description=OTHER_SERVICE) if hidden else record


def anonymous(record: Record, **said: str) -> Record:
    """What may be told of a sensitive organisation and of its services."""
    return {name: value if name in TOLD else None for name, value in record.items()} | said


def named(name: str) -> str:
    """A name as long as the official model wants it."""
    return name if len(name) >= SHORTEST_NAME else f"{name} (nom court)"


def described(text: str) -> str | None:
    """A description, when it says something."""
    return text if len(text) >= SHORTEST_TEXT else None


def areas(codes: Iterable[str], country: str) -> list[str] | None:
    """The codes of the areas that data·inclusion knows; the country itself when it is not France."""
    codes = without_regions(codes)
    known = {code for code in codes if AREA.fullmatch(code) and not code.startswith("BE")}
    if any(code.startswith("BE") for code in codes):
        known.add(COUNTRY_CODES[Country.BELGIUM])
    if not known and country in COUNTRY_CODES:
        known.add(COUNTRY_CODES[country])
    return sorted(known) or None


def extras(row: Record) -> Record:
    """What data·inclusion has no field for."""
    days = {name: row[name].isoformat() if row[name] else None for name in ("places_on", "closed_from", "closed_until")}
    return {
        "langues": sorted(row["languages"]) or None,
        "sexe": row["sex"] or None,
        "age_min": row["age_min"],
        "age_max": row["age_max"],
        "enfants_bienvenus": row["children_welcome"],
        "papiers": sorted(row["papers"]) or None,
        "capacite": row["capacity"],
        "places_libres": row["places_free"],
        "places_libres_le": days["places_on"],
        "ferme_du": days["closed_from"],
        "ferme_au": days["closed_until"],
        "motif_fermeture": row["closed_reason"] or None,
    }


def sound(record: Record, model: type[BaseModel]) -> Record | None:
    """The record as the official model accepts it: an optional value that it refuses is left out, or the record is."""
    try:
        model.model_validate(record)
    except ValidationError as error:
        wrong = {str(problem["loc"][0]) for problem in error.errors(include_url=False)}
        if wrong & REQUIRED:
            return None
        return {name: None if name in wrong else value for name, value in record.items()}
    return record


def official(record: Record) -> Record:
    """The record with the fields of data·inclusion alone."""
    return {name: value for name, value in record.items() if name not in EXTRAS}
