"""Name of the app on the administration screens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """See the models for what the app holds."""

    name = "core"
    verbose_name = _("Socle")
