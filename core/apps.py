"""Name of the app on the administration screens, and the widget that every telephone number is typed in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from core.phones import PhoneInput


class CoreConfig(AppConfig):
    """See the models for what the app holds."""

    name = "core"
    verbose_name = _("Socle")

    def ready(self) -> None:
        """Set once for all forms, those of the administration included."""
        PhoneNumberField.widget = PhoneInput
