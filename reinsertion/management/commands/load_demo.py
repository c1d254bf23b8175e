"""manage.py load_demo: fill an empty database with the invented data of the demo."""

import time
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from beneficiaries.models import Beneficiary, FollowUp
from partners.models import Commune, Service
from partners.vocabulary import refresh_vocabulary
from referrals.models import Referral
from reinsertion import demo


class Command(BaseCommand):
    """Load the demo once; beside real data, refuse."""

    help = "Charge les données de démonstration : une association inventée, datée d’aujourd’hui."

    def handle(self, *args: Any, **options: Any) -> None:
        """Lay the data and say in one line what there is."""
        if settings.PRODUCTION:
            raise CommandError("Les données de démonstration ne se chargent pas en production.")
        started = time.monotonic()
        try:
            loaded = demo.load(timezone.localdate())
        except demo.RealDataPresent as refusal:
            raise CommandError(str(refusal)) from refusal
        if not loaded:
            self.stdout.write("Données de démonstration : déjà là.")
            return
        if "load_communes" in get_commands() and not Commune.objects.exists():
            call_command("load_communes", stdout=StringIO())
        refresh_vocabulary()
        self.stdout.write(
            f"Données de démonstration : {Beneficiary.objects.count()} personnes, {FollowUp.objects.count()} suivis, "
            f"{Referral.objects.count()} orientations, {Service.objects.count()} services "
            f"({time.monotonic() - started:.1f} s)."
        )
