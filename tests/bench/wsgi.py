"""The product with the minimal pages beside it, for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reinsertion.settings")
settings.ROOT_URLCONF = "tests.bench.std"
application = get_wsgi_application()
