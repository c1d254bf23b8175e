"""Load the prisons and the probation services, again when the lists change."""

from typing import Any

from django.core.management.base import BaseCommand

from beneficiaries.establishments import load_establishments


class Command(BaseCommand):
    """Upsert both lists; what an administrator has corrected stays, and is said."""

    help = "Charge les établissements pénitentiaires et les services de probation."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what differs."""
        report = load_establishments()
        self.stdout.write(
            f"établissements et services : {report.added} ajoutés, {report.changed} modifiés, "
            f"{report.unchanged} inchangés"
        )
        for one in report.corrections:
            self.stdout.write(
                f"corrigé ici, gardé : {one.name}, {one.field} : {one.here!r} (la liste dit {one.listed!r})"
            )
        for name in report.left:
            self.stdout.write(f"n’est plus dans la liste, gardé : {name}")
