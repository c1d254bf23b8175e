"""Name of the app on the administration screens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BeneficiariesConfig(AppConfig):
    """See the models for what the app holds."""

    name = "beneficiaries"
    verbose_name = _("Personnes accompagnées")
