"""The public interface of the directory: what may be asked, what is answered, in the words of data·inclusion.

No contact of anybody is in an answer; sensitive organisations and their services are not there at all, since a search
for their name would tell it.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal
from uuid import UUID

from data_inclusion.schema.v1 import Service as ServiceRecord
from data_inclusion.schema.v1 import Structure as StructureRecord
from django.conf import settings
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.datastructures import MultiValueDict
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from core.fields import clean_line
from core.sql import FrenchSort
from partners.exchange.files import NEVER
from partners.exchange.outgoing import (
    CONTACTS,
    ORGANIZATION_FIELDS,
    SERVICE_FIELDS,
    Record,
    service_record,
    sound,
    structure_record,
)
from partners.filters import ServiceFilter
from partners.models import Domain, Organization, Service
from partners.models.folding import fold
from partners.ranking import ranked
from partners.territory import territory_of_code

LAST_PAGE = 400
HIDDEN = {*CONTACTS, *NEVER}
COMMUNE = r"^\d[\dAB]\d{3}$"


Words = Annotated[
    str, Field(max_length=100, description="Mots cherchés : service, structure, besoin."), AfterValidator(clean_line)
]
Commune = Annotated[str, Field(pattern=COMMUNE, description="Code INSEE de la commune.")]
Page = Annotated[int, Field(ge=1, le=LAST_PAGE, description="Numéro de la page, de 25 fiches.")]


Radius = Annotated[
    Literal[5, 10, 20, 50, 100],
    BeforeValidator(lambda text: int(text) if str(text).isdecimal() and len(str(text)) < 4 else text),
    Field(description="Kilomètres autour de la commune."),
]


class Asked(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid")

    q: Words = ""
    page: Page = 1


class ServicesAsked(Asked):
    """What the list of services takes."""

    domaine: Annotated[Domain | None, Field(description="Domaine du service.")] = None
    commune: Commune | None = None
    rayon: Radius = 20


class StructuresAsked(Asked):
    """What the list of organisations takes."""

    commune: Commune | None = None


class UnknownCommune(Exception):
    """The code is well written and no commune has it."""


def services_found(asked: ServicesAsked) -> tuple[list[Record], bool]:
    """A page of services, best first, and whether another follows."""
    size = settings.LIST_PAGE_SIZE
    start = (asked.page - 1) * size
    if asked.q.strip() or asked.domaine or asked.commune:
        territory = territory_of_code(asked.commune or "")
        if asked.commune and not territory.commune:
            raise UnknownCommune
        data: MultiValueDict[str, str] = MultiValueDict()
        data.update({"q": asked.q, "domaine": asked.domaine or "", "rayon": str(asked.rayon)})
        data["commune"] = territory.commune.label if territory.commune else ""
        filters = ServiceFilter(data, open_services(), territory)
        keys = [row[0] for row in ranked(filters)[start : start + size + 1]] if filters.form.is_valid() else []
    else:
        keys = list(open_services().order_by("pk").values_list("pk", flat=True)[start : start + size + 1])
    return service_answers(keys[:size]), len(keys) > size


def structures_found(asked: StructuresAsked) -> tuple[list[Record], bool]:
    """A page of organisations by name, and whether another follows."""
    size = settings.LIST_PAGE_SIZE
    start = (asked.page - 1) * size
    found = open_organizations()
    if asked.commune:
        found = found.filter(insee_code=asked.commune)
    for word in fold(asked.q).split():
        found = found.alias(folded=FrenchSort("name")).filter(folded__contains=word)
    keys = list(found.order_by(FrenchSort("name"), "pk").values_list("pk", flat=True)[start : start + size + 1])
    return structure_answers(keys[:size]), len(keys) > size


def open_services() -> QuerySet[Service]:
    """The services that the public may see."""
    return Service.objects.active().filter(organization__is_sensitive=False)


def open_organizations() -> QuerySet[Organization]:
    """The organisations that the public may see."""
    return Organization.objects.active().filter(is_sensitive=False)


def service_answers(keys: Iterable[UUID]) -> list[Record]:
    """Services by their keys, in this order."""
    rows = open_services().filter(pk__in=keys).annotate(number=Cast("phone", TextField()))
    found = {row["id"]: row for row in rows.values(*SERVICE_FIELDS, "number")}
    answers = (
        answer(found[key], service_record(found[key], contacts=False), ServiceRecord) for key in keys if key in found
    )
    return [one for one in answers if one]


def structure_answers(keys: Iterable[UUID]) -> list[Record]:
    """Organisations by their keys, in this order."""
    rows = open_organizations().filter(pk__in=keys).annotate(number=Cast("phone", TextField()))
    found = {row["id"]: row for row in rows.values(*ORGANIZATION_FIELDS, "number")}
    answers = (
        answer(found[key], structure_record(found[key], contacts=False), StructureRecord)
        for key in keys
        if key in found
    )
    return [one for one in answers if one]


def answer(row: Record, record: Record, model: type[BaseModel]) -> Record | None:
    """A record with the key of its page; None when the official model refuses it."""
    held = sound(record, model)
    if held is None:
        return None
    return {"uuid": str(row["id"]), **{name: held.get(name) for name in model.model_fields if name not in HIDDEN}}


def description() -> dict[str, Any]:
    """The OpenAPI document of the interface."""
    schemas: dict[str, Any] = {
        "Erreur": {"type": "object", "required": ["erreurs"], "properties": {"erreurs": {"type": "array", "items": {
            "type": "object", "required": ["champ", "raison"],
            "properties": {"champ": {"type": "string"}, "raison": {"type": "string"}}}}}},
        "Service": schema_of(ServiceRecord),
        "Structure": schema_of(StructureRecord),
    }  # fmt: skip
    for model in (ServiceRecord, StructureRecord):
        schemas |= model.model_json_schema(ref_template=REFERENCE).get("$defs", {})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Annuaire",
            "version": "1",
            "description": "Les partenaires, en lecture, au format data·inclusion v1. Aucune donnée personnelle.",
            "license": {"name": "Licence Ouverte 2.0", "identifier": "etalab-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {
            "/api/v1/services/": listing(
                "Les services, les plus proches de la demande d’abord", ServicesAsked, "Service"
            ),
            "/api/v1/services/{uuid}/": one_of("Un service", "Service"),
            "/api/v1/structures/": listing("Les structures, par nom", StructuresAsked, "Structure"),
            "/api/v1/structures/{uuid}/": one_of("Une structure", "Structure"),
        },
        "components": {"schemas": schemas},
    }


REFERENCE = "#/components/schemas/{model}"


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The official schema of a record, with our key and without anybody’s contact."""
    schema = model.model_json_schema(ref_template=REFERENCE)
    properties = {name: one for name, one in schema["properties"].items() if name not in HIDDEN}
    key = {"uuid": {"type": "string", "format": "uuid"}}
    return {
        "type": "object",
        "description": "Une fiche de data·inclusion v1.",
        "required": ["uuid", *schema["required"]],
        "properties": {**key, **properties},
        "additionalProperties": False,
    }


def responses(schema: dict[str, Any], *codes: int) -> dict[str, Any]:
    """What may be answered."""
    words = {404: "Inconnu", 422: "Demande illisible", 429: "Trop de demandes : attendez une minute"}
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Erreur"}}}
    return {
        "200": {"description": "Trouvé", "content": {"application/json": {"schema": schema}}},
        **{str(code): {"description": words[code], "content": error} for code in codes},
    }


def listing(summary: str, asked: type[Asked], name: str) -> dict[str, Any]:
    """A list, by pages."""
    schema = asked.model_json_schema(ref_template=REFERENCE)
    schema["properties"].pop("domaine", None)
    domain = {"name": "domaine", "in": "query", "description": "Domaine du service.",
              "schema": {"type": "string", "enum": list(Domain.values)}}  # fmt: skip
    parameters = [
        {"name": field, "in": "query", "description": one.get("description", ""), "schema": simple(one)}
        for field, one in schema["properties"].items()
    ]
    page = {
        "type": "object",
        "required": ["page", "suivante", "resultats"],
        "properties": {
            "page": {"type": "integer"},
            "suivante": {"type": ["integer", "null"]},
            "resultats": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
        },
        "additionalProperties": False,
    }
    if asked is ServicesAsked:
        parameters.append(domain)
    operation = {"summary": summary, "operationId": f"list{name}", "parameters": parameters}
    return {"get": {**operation, "responses": responses(page, 404, 422, 429)}}


def simple(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter, which is there or not but never null."""
    kept: dict[str, Any] = next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), schema)
    return {name: value for name, value in kept.items() if name not in {"title", "description", "default"}}


def one_of(summary: str, name: str) -> dict[str, Any]:
    """One record."""
    key = {"name": "uuid", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    schema = {"$ref": f"#/components/schemas/{name}"}
    operation = {"summary": summary, "operationId": f"get{name}", "parameters": [key]}
    return {"get": {**operation, "responses": responses(schema, 404, 429)}}
