"""The product with the minimal pages beside it, for gunicorn."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reinsertion.settings")
settings.ROOT_URLCONF = "tests.bench.std"

from reinsertion.wsgi import application  # noqa: E402, F401
