"""Entry of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

OBJECTS_BEFORE_A_LOOK = 50_000  # Python’s own 700 makes the collector a tenth of each page

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reinsertion.settings")
application = get_wsgi_application()
# What was loaded lives as long as the process: the collector need not go through it again.
gc.collect()
gc.freeze()
gc.set_threshold(OBJECTS_BEFORE_A_LOOK, 20, 50)
