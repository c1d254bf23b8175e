"""Load the communes of France and Belgium, their departments and regions, again when they change."""

import csv
import gzip
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from partners.bulk import settle
from partners.models import Commune, Country, Department, Region

DATA = Path(__file__).resolve().parents[2] / "data"
COMMUNES = {Country.FRANCE: "communes_fr.csv.gz", Country.BELGIUM: "communes_be.csv"}
LOADED = """
CREATE TEMPORARY TABLE loaded_commune (
    insee_code text, country text, name text, other_name text, department_code text, postal_codes text,
    latitude float8, longitude float8, population integer
)
"""
UPSERT = """
INSERT INTO partners_commune AS held
    (insee_code, country, name, other_name, department_code, postal_codes, latitude, longitude, population)
SELECT insee_code, country, name, coalesce(other_name, ''), department_code,
    string_to_array(coalesce(postal_codes, ''), ';'), latitude, longitude, population
FROM loaded_commune
ON CONFLICT (insee_code) DO UPDATE SET
    country = excluded.country, name = excluded.name, other_name = excluded.other_name,
    department_code = excluded.department_code, postal_codes = excluded.postal_codes,
    latitude = excluded.latitude, longitude = excluded.longitude, population = excluded.population
WHERE (held.country, held.name, held.other_name, held.department_code, held.postal_codes, held.latitude,
       held.longitude, held.population)
    IS DISTINCT FROM (excluded.country, excluded.name, excluded.other_name, excluded.department_code,
       excluded.postal_codes, excluded.latitude, excluded.longitude, excluded.population)
"""


class Command(BaseCommand):
    """Upsert the files; a commune that has left the code stays, since people and services may name it."""

    help = "Charge les communes de France et de Belgique, leurs départements (ou provinces) et régions."

    def handle(self, *args: Any, **options: Any) -> None:
        """Regions, departments, then the communes: copied into a temporary table, only what differs is written."""
        with transaction.atomic():
            areas = load_areas()
            read, written = load_communes()
            settle(Commune, "commune_name_trigram", "commune_other_name_trigram", "commune_postal_codes")
        self.stdout.write(f"Communes : {read} lues, {written} écrites. Départements et régions : {areas} écrits.")


def opened(name: str) -> IO[str]:
    """A data file, compressed or not."""
    path = DATA / name
    return (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="")


def load_areas() -> int:
    """The regions, then the departments that name them."""
    with opened("regions.csv") as file:
        regions = [Region(**row) for row in csv.DictReader(file)]
    with opened("departments.csv") as file:
        departments = [
            Department(code=row["code"], name=row["name"], region_id=row["region_code"] or None, country=row["country"])
            for row in csv.DictReader(file)
        ]
    return upsert(Region, regions, ["name", "country"]) + upsert(
        Department, departments, ["name", "region_id", "country"]
    )


def upsert(model: type[Any], rows: list[Any], columns: list[str]) -> int:
    """Write the rows that are new or differ; how many."""
    known = {row[0]: row[1:] for row in model.objects.values_list("pk", *columns)}
    differing = [row for row in rows if known.get(row.pk) != tuple(getattr(row, name) for name in columns)]
    names = [name.removesuffix("_id") for name in columns]
    model.objects.bulk_create(differing, update_conflicts=True, unique_fields=["code"], update_fields=names)
    return len(differing)


def load_communes() -> tuple[int, int]:
    """How many communes were read, and how many written."""
    with connection.cursor() as cursor:
        cursor.execute(LOADED)
        for country, name in COMMUNES.items():
            with opened(name) as file:
                columns = file.readline().strip()
                cursor.copy_expert(f"COPY loaded_commune ({columns}) FROM STDIN WITH (FORMAT csv)", file)
                cursor.execute("UPDATE loaded_commune SET country = %s WHERE country IS NULL", [country])
        cursor.execute("SELECT count(*) FROM loaded_commune")
        [read] = cursor.fetchone()
        cursor.execute(UPSERT)
        written = cursor.rowcount
        cursor.execute("DROP TABLE loaded_commune")
    return read, written
