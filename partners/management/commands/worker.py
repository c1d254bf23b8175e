"""Do the imports that wait, a batch at a time; several workers may run, any of them may be stopped or killed."""

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections, connection

from partners.exchange.running import Worker

PAUSE, LONG_PAUSE = 1, 5


class Command(BaseCommand):
    """Run for ever, or until nothing waits."""

    help = "Fait les imports déposés, lot par lot."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """When to stop."""
        parser.add_argument("--once", action="store_true", help="s’arrête quand rien n’attend")
        parser.add_argument("--with-parent", action="store_true", help="s’arrête avec la commande qui l’a lancé")

    def handle(self, *args: Any, once: bool, with_parent: bool, **options: Any) -> None:
        """Take batch after batch."""
        parent, worker = os.getppid(), Worker()
        try:
            while not with_parent or os.getppid() == parent:
                try:
                    if worker.step():
                        continue
                except OperationalError as error:
                    self.stderr.write(
                        f"La base ne répond pas : {type(error).__name__}. Nouvel essai dans {LONG_PAUSE} s."
                    )
                    connection.close()
                    time.sleep(LONG_PAUSE)
                    continue
                if once:
                    return
                close_old_connections()
                time.sleep(PAUSE)
        except KeyboardInterrupt:
            return
