"""Export the directory: data·inclusion v1 or HSDS 3."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partners.exchange.files import Content, Format, export, file_name


class Command(BaseCommand):
    """Write the structures and the services into a folder."""

    help = "Exporte l’annuaire (data·inclusion v1 en JSON ou CSV, HSDS 3 en JSON)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, in which format, with which contacts."""
        parser.add_argument("folder", type=Path, metavar="DOSSIER")
        parser.add_argument("--format", choices=Format.values, default=Format.JSON.value, help="json, csv ou hsds")
        parser.add_argument(
            "--contacts", action="store_true", help="avec les téléphones et les courriels des structures"
        )

    def handle(self, *args: Any, folder: Path, format: str, contacts: bool, **options: Any) -> None:
        """Write the two files, beside the old ones until they are whole."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for content in Content.values:
                path = folder / file_name(format, content)
                partial = path.with_suffix(".part")
                with partial.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(export(format, content, contacts=contacts))
                partial.replace(path)
                self.stdout.write(f"{path}")
        except OSError as error:
            raise CommandError(f"{folder} ne peut pas être écrit : {error.strerror}.") from error
