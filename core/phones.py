"""Telephone numbers in forms: shown as the French write them, and what is not a number as it was typed."""

from typing import Any

from django.forms import TextInput
from phonenumber_field.phonenumber import to_python
from phonenumber_field.widgets import RegionalPhoneNumberWidget


class PhoneInput(RegionalPhoneNumberWidget):  # type: ignore[misc]
    """A box for a number; « 06 12, demander Karim » is shown again whole beside its error."""

    def format_value(self, value: Any) -> Any:
        """The national form of a number that can be called, else the words typed."""
        number = to_python(value, region=self.region) if value else None
        return super().format_value(value) if number and number.is_valid() else TextInput.format_value(self, value)
