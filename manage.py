#!/usr/bin/env python3
"""Django's commands, on DATABASE_URL or on the embedded PostgreSQL, which they start or join."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from reinsertion import embedded_postgres

# « demo » joins the server by itself, after it has emptied it when asked to.
WITHOUT_DATABASE = {"collectstatic", "compilemessages", "demo", "findstatic", "help", "makemessages", "version"}


def main() -> None:
    """Choose the mode, bring the database, then run the command."""
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "help")
    if not os.environ.get("DATABASE_URL") or command == "demo":
        os.environ.setdefault("REINSERTION_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reinsertion.settings")
    try:
        var = settings.VAR_DIR
        if not os.environ.get("DATABASE_URL") and command not in WITHOUT_DATABASE and "--help" not in sys.argv:
            embedded_postgres.join(var)
    except (ImproperlyConfigured, embedded_postgres.EmbeddedPostgresError) as error:
        sys.exit(str(error))
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit("Arrêté.")


if __name__ == "__main__":
    main()
