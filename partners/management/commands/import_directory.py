"""Import the national directory, data·inclusion v1 or HSDS 3."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from partners.exchange.reporting import report_lines
from partners.importing import import_files
from partners.models import Verdict

SHOWN = 20


class Command(BaseCommand):
    """Read files of structures and services, in any order; run again, only what changed is written."""

    help = "Importe l’annuaire (data·inclusion v1 en JSON, CSV ou XLSX ; HSDS 3 en JSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, and where to write the refusals."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FICHIER")
        parser.add_argument("--report", type=Path, help="fichier CSV où écrire les fiches refusées")

    def handle(self, *args: Any, files: list[Path], report: Path | None, **options: Any) -> None:
        """Import, then say what was done."""
        started = time.monotonic()
        try:
            job = import_files(files)
            if report:
                with report.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(report_lines(job))
        except DomainError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{report} ne peut pas être écrit : {error.strerror}.") from error
        for noun, count in job.counts.items():
            e = "e" if noun == "structures" else ""
            self.stdout.write(
                f"{noun.capitalize()} : {count['created']} créé{e}s, {count['updated']} modifié{e}s,"
                f" {count['unchanged']} inchangé{e}s, {count['refused']} refusé{e}s."
            )
        refused = job.lines.filter(verdict=Verdict.ERROR)
        for line in refused.for_review()[:SHOWN]:
            said = "; ".join(f"{field} : {reason}" if field else reason for field, reason, _remark in line.problems)
            where = f"{job.parts[line.part]['name']}, ligne {line.number}, {line.data.get('id') or 'sans id'}"
            self.stdout.write(f"  refusée : {where} : {said}")
        if (left := refused.count() - SHOWN) > 0:
            hint = "" if report else " Ajoutez --report pour les avoir toutes."
            self.stdout.write(f"  … et {left} autres.{hint}")
        self.stdout.write(f"Durée : {time.monotonic() - started:.1f} s.")
