"""Import the national directory, data·inclusion v1."""

import csv
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from partners.importing import Report, import_files

SHOWN = 20
HEADINGS = ["fichier", "ligne", "id", "champ", "raison"]


class Command(BaseCommand):
    """Read files of structures and services, in any order; run again, only what changed is written."""

    help = "Importe l’annuaire national (data·inclusion v1, JSON : liste ou une fiche par ligne)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, and where to write the refusals."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
        parser.add_argument("--report", type=Path, help="fichier CSV où écrire les fiches refusées")

    def handle(self, *args: Any, files: list[Path], report: Path | None, **options: Any) -> None:
        """Import, then say what was done."""
        started = time.monotonic()
        try:
            done = import_files(files)
            if report:
                write_report(report, done)
        except DomainError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{report} ne peut pas être écrit : {error.strerror}.") from error
        for noun, count in done.counts.items():
            self.stdout.write(
                f"{noun.capitalize()} : {count['created']} créées, {count['updated']} modifiées,"
                f" {count['unchanged']} inchangées, {count['refused']} refusées."
                if noun == "structures"
                else f"{noun.capitalize()} : {count['created']} créés, {count['updated']} modifiés,"
                f" {count['unchanged']} inchangés, {count['refused']} refusés."
            )
        for refusal in done.refusals[:SHOWN]:
            where = f"{refusal.id or 'sans id'}{f' ({refusal.field})' if refusal.field else ''}"
            self.stdout.write(f"  refusée : {refusal.file}, fiche {refusal.number}, {where} : {refusal.reason}")
        if len(done.refusals) > SHOWN:
            hint = "" if report else " Ajoutez --report pour les avoir toutes."
            self.stdout.write(f"  … et {len(done.refusals) - SHOWN} autres.{hint}")
        self.stdout.write(f"Durée : {time.monotonic() - started:.1f} s.")


def write_report(path: Path, done: Report) -> None:
    """One line per refused record; a cell never starts a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        for one in done.refusals:
            cells = [one.file, str(one.number), one.id, one.field, one.reason]
            writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells])
