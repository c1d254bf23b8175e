"""Environment of the tests, before Django reads its settings."""

import os
from pathlib import Path

import django
import pytest

from reinsertion import embedded_postgres

os.environ["REINSERTION_MODE"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reinsertion.settings")
if not os.environ.get("DATABASE_URL"):
    try:
        embedded_postgres.join(
            Path(os.environ.get("REINSERTION_VAR") or Path(__file__).resolve().parent.parent / "var")
        )
    except embedded_postgres.EmbeddedPostgresError as error:
        pytest.exit(str(error), returncode=3)
django.setup()
