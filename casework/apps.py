"""Name of the app on the administration screens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """See the models for what the app holds."""

    name = "casework"
    verbose_name = _("Bureau")
