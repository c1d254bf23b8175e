#!/usr/bin/env python3
"""Django's commands, on DATABASE_URL or on the embedded PostgreSQL, which they start or join."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Choose the mode, then run the command."""
    if not os.environ.get("DATABASE_URL"):
        os.environ.setdefault("REINSERTION_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reinsertion.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
