"""manage.py generate_load: fill a demo database with invented data in quantity, to measure on."""

import sys
import time
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from accounts.models import Association, Team, User
from beneficiaries.models import Beneficiary
from partners.models import Commune
from partners.vocabulary import refresh_vocabulary
from reinsertion.load.bookings import create_bookings, create_referrals
from reinsertion.load.directory import create_directory
from reinsertion.load.people import create_agenda, create_follow_ups, create_people
from reinsertion.load.plans import create_plans
from reinsertion.load.progress import Progress
from reinsertion.load.situations import create_situations
from reinsertion.load.staff import begin, create_staff

ROWS_A_PERSON = 25  # near enough for the progress bar


class Command(BaseCommand):
    """Write the data in one transaction, then let PostgreSQL measure it."""

    help = "Remplit une base de démonstration de données inventées, en grand nombre, pour mesurer."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many of each."""
        parser.add_argument("--people", type=int, default=20_000)
        parser.add_argument("--follow-ups", type=int, default=500_000)
        parser.add_argument("--services", type=int, default=100_000)
        parser.add_argument("--bookings", type=int, default=200_000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse real data and a second run; write, refresh, say how long it took."""
        self.refuse_unless_safe(options)
        started = time.monotonic()
        people, follow_ups = options["people"], options["follow_ups"]
        services, bookings = options["services"], options["bookings"]
        if not Commune.objects.exists() and "load_communes" in get_commands():
            call_command("load_communes", stdout=StringIO())
        if not Commune.objects.filter(latitude__isnull=False).exists():
            raise CommandError("Aucune commune : chargez-les d’abord (manage.py load_communes).")
        total = people * ROWS_A_PERSON + follow_ups + services + services // 4 + bookings
        progress = Progress(total, sys.stderr)
        with transaction.atomic():
            self.write(people, follow_ups, services, bookings, progress)
        progress.step("statistiques")
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
            cursor.execute("RESET statement_timeout")
        progress.close()
        self.stdout.write(
            f"{people} personnes, {follow_ups} suivis, {services} services, {bookings} séjours "
            f"en {time.monotonic() - started:.0f} s."
        )

    def refuse_unless_safe(self, options: dict[str, Any]) -> None:
        """Invented data goes to a demo database, or to an empty one, and once."""
        demo = Association.objects.filter(is_demo=True).exists()
        if settings.PRODUCTION or (not demo and (User.objects.exists() or Beneficiary.objects.exists())):
            raise CommandError("Cette base n’est pas une base de démonstration : rien n’y est écrit.")
        if Team.objects.filter(name="Équipe 01").exists():
            raise CommandError("Les données d’essai sont déjà là. Videz la base pour en faire d’autres.")
        if min(options[name] for name in ("people", "follow_ups", "services", "bookings")) < 1:
            raise CommandError("Chaque nombre commence à 1.")

    def write(self, people: int, follow_ups: int, services: int, bookings: int, progress: Progress) -> None:
        """Everything, in the order of the references."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
        load = begin()
        create_staff(load)
        progress.step("personnes")
        create_people(load, people, progress)
        progress.step("annuaire")
        create_directory(load, services, progress)
        progress.step("séjours")
        create_bookings(load, bookings, progress)
        progress.step("orientations")
        create_referrals(load, progress)
        progress.step("situations, sorties")
        create_situations(load, progress)
        progress.step("plans, documents")
        create_plans(load, progress)
        progress.step("suivis")
        create_follow_ups(load, follow_ups, progress)
        progress.step("rendez-vous, tâches")
        create_agenda(load, progress)
        progress.step("mots de l’annuaire")
        refresh_vocabulary()
