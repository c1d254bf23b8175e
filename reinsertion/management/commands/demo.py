"""Prepare the demo and serve it."""

import os
import shutil
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.core.management.base import CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from reinsertion import embedded_postgres, static_files
from reinsertion.ports import port_error
from reinsertion.server import WebServer

DEMO_MAIL_DOMAIN = "@exemple.test"
BESIDE = [["worker"], ["send_mail", "--every", "3"]]  # what works beside the web server


class Command(BaseCommand):
    """Bring the database, the static files and the demo data, then serve until Ctrl-C."""

    help = "Prépare la démonstration (base, données inventées) et la sert jusqu’à Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and whether to start afresh."""
        parser.add_argument("--host", default="127.0.0.1", help="adresse d’écoute (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port d’écoute (8000)")
        parser.add_argument("--reset", action="store_true", help="efface la démonstration et la recrée")

    def handle(self, *, host: str, port: int, reset: bool, **options: Any) -> None:
        """Do the steps in order, one line each."""
        if not settings.DEMO:
            raise CommandError("La démonstration ne démarre qu’avec REINSERTION_MODE=demo.")
        if error := port_error(host, port):
            raise CommandError(error)
        try:
            self._bring_database(reset)
        except embedded_postgres.EmbeddedPostgresError as refusal:
            raise CommandError(str(refusal)) from refusal
        if not os.environ.get("SITE_URL"):
            settings.SITE_URL = _url(host, port).rstrip("/")
        static_files.gather_if_changed()
        if "load_demo" in get_commands():
            call_command("load_demo", stdout=self.stdout)
        connections.close_all()  # workers are forks: each opens its own
        self.stdout.flush()
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        workers = [subprocess.Popen([*manage, *command, "--with-parent"]) for command in BESIDE]
        try:
            self._serve(host, port)
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait(timeout=10)

    def _serve(self, host: str, port: int) -> None:
        """Answer until Ctrl-C."""
        WebServer(host, port, lambda: self._say(f"Adresse : {_url(host, port)} (Ctrl-C pour arrêter)")).run()

    def _bring_database(self, reset: bool) -> None:
        """Start or join the embedded server, or check that DATABASE_URL may hold a demo; then migrate."""
        if os.environ.get("DATABASE_URL"):
            if reset:
                raise CommandError("--reset n’efface que la base embarquée, jamais celle de DATABASE_URL.")
            self._refuse_real_data()
            where = "celle de DATABASE_URL"
        else:
            if reset:
                embedded_postgres.reset(settings.VAR_DIR)
                for folder in (settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH):
                    shutil.rmtree(folder, ignore_errors=True)
            embedded_postgres.join(settings.VAR_DIR)
            where = f"PostgreSQL embarqué dans {embedded_postgres.folder(settings.VAR_DIR)}"
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        self._say(f"Base de données : {where}")

    def _refuse_real_data(self) -> None:
        """The demo lets anybody in without a password: never on accounts of real people."""
        if User._meta.db_table not in connection.introspection.table_names():
            return
        if User.objects.exclude(email__endswith=DEMO_MAIL_DOMAIN).exists():
            raise CommandError(
                "La base de DATABASE_URL contient de vrais comptes. La démonstration laisse entrer sans mot de passe : "
                "donnez-lui une base vide."
            )

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
