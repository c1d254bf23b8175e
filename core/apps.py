"""Name of the app on the administration screens, how a telephone number is typed and a choice said everywhere."""

from django.apps import AppConfig
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from core.choices import display_of
from core.phones import PhoneInput

# Here, before any model is made: each takes the method as it finds it.
Model._get_FIELD_display = display_of  # type: ignore[attr-defined]


class CoreConfig(AppConfig):
    """See the models for what the app holds."""

    name = "core"
    verbose_name = _("Socle")

    def ready(self) -> None:
        """Set once for all forms, those of the administration included."""
        PhoneNumberField.widget = PhoneInput
