"""Send the mails that are due; several may run, any of them may be stopped or killed."""

import os
import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from core.delivery.worker import MailWorker
from core.outgoing import doubt_waiting


class Command(BaseCommand):
    """Once, or for ever with a pause in between."""

    help = "Envoie les courriels qui attendent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """When to start again, when to stop."""
        parser.add_argument("--every", type=float, default=0, help="recommence sans fin, après ce nombre de secondes")
        parser.add_argument(
            "--after-restore",
            action="store_true",
            help="n’envoie rien : ce qui attend dans une base restaurée devient « à vérifier »",
        )
        parser.add_argument("--with-parent", action="store_true", help="s’arrête avec la commande qui l’a lancé")

    def handle(self, *args: Any, every: float, after_restore: bool, with_parent: bool, **options: Any) -> None:
        """Pass after pass; told to stop, it ends the mail it has in hand."""
        if after_restore:
            self.stdout.write(f"Courriels à vérifier : {doubt_waiting(at=timezone.now())}.")
            return
        parent, worker, stop = os.getppid(), MailWorker(), Event()

        def end(*_signal: Any) -> None:
            worker.stopping = True
            stop.set()

        if every > 0:
            signal.signal(signal.SIGTERM, end)
            signal.signal(signal.SIGINT, end)
        while not with_parent or os.getppid() == parent:
            try:
                worker.run()
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(f"La base ne répond pas : {type(error).__name__}.")
                connection.close()
            if every <= 0 or stop.wait(every):
                return
            close_old_connections()
