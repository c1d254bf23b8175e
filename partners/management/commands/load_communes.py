"""Load the communes of France, again when they change."""

import csv
import gzip
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from partners.bulk import settle
from partners.models import Commune

COMMUNES = Path(__file__).resolve().parents[2] / "data" / "communes_fr.csv.gz"
COLUMNS = "insee_code, name, department_code, postal_codes, latitude, longitude, population"
UPSERT = """
INSERT INTO partners_commune
    (country, other_name, insee_code, name, department_code, postal_codes, latitude, longitude, population)
SELECT 'FR', '', insee_code, name, department_code, string_to_array(coalesce(postal_codes, ''), ';'),
    latitude, longitude, population
FROM loaded_commune
ON CONFLICT (insee_code) DO UPDATE SET
    name = excluded.name, department_code = excluded.department_code, postal_codes = excluded.postal_codes,
    latitude = excluded.latitude, longitude = excluded.longitude, population = excluded.population
WHERE (partners_commune.name, partners_commune.department_code, partners_commune.postal_codes,
       partners_commune.latitude, partners_commune.longitude, partners_commune.population)
    IS DISTINCT FROM (excluded.name, excluded.department_code, excluded.postal_codes,
       excluded.latitude, excluded.longitude, excluded.population)
"""


class Command(BaseCommand):
    """Upsert the communes file; a commune that has left the code stays, since people and services may name it."""

    help = "Charge les communes de France (code officiel géographique)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy into a temporary table, then write only what differs."""
        with gzip.open(COMMUNES, "rt", encoding="utf-8", newline="") as file:
            total = sum(1 for _ in csv.reader(file)) - 1
            file.seek(0)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "CREATE TEMPORARY TABLE loaded_commune (insee_code text, name text, department_code text,"
                    " postal_codes text, latitude float8, longitude float8, population integer)"
                )
                cursor.copy_expert(f"COPY loaded_commune ({COLUMNS}) FROM STDIN WITH (FORMAT csv, HEADER)", file)
                cursor.execute(UPSERT)
                changed = cursor.rowcount
                cursor.execute("DROP TABLE loaded_commune")
            settle(Commune, "commune_name_trigram", "commune_postal_codes")
        self.stdout.write(f"Communes : {total} lues, {changed} écrites.")
