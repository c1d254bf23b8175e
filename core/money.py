"""Amounts in euros: stored with two decimals, typed and shown as French people write them."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

NO_BREAK = "\u00a0"
CENT = Decimal("0.01")
WRITTEN = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,2})?")


def euros(amount: Decimal | None) -> str:
    """« 1 234,50 € », its blanks unbreakable."""
    if amount is None:
        return ""
    figures = f"{amount:,.2f}".replace(",", NO_BREAK).replace(".", ",").replace("-", "−")
    return f"{figures}{NO_BREAK}€"


def parse_euros(text: str) -> Decimal:
    """Read « 1 234,50 », « 1234.5 », « 12 € », « 1.234,50 »; ValidationError says what to write."""
    plain = re.sub(r"[\s\u00a0\u2009\u202f]|€|euros?|eur\b", "", text.strip().lower()).replace("−", "-")
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d{1,2}", plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    if not WRITTEN.fullmatch(plain):
        raise ValidationError(_("Écrivez un montant comme 1 234,50."), code="invalid")
    return Decimal(plain)


class EuroField(forms.DecimalField):
    """An amount typed with a comma or a point, with or without blanks and the sign of the euro."""

    def __init__(self, **options: Any) -> None:
        attributes = {"class": "input-short", "inputmode": "decimal", "autocomplete": "off"}
        options["widget"] = forms.TextInput(attrs=attributes)
        for name, value in {"max_digits": 10, "decimal_places": 2, "min_value": CENT}.items():
            options.setdefault(name, value)
        options.setdefault("error_messages", {}).setdefault("min_value", _("Le montant est supérieur à zéro."))
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as Django’s own does
        """Read what was typed."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        return parse_euros(value) if isinstance(value, str) else Decimal(value)

    def prepare_value(self, value: Any) -> Any:
        """« 1234,50 » for an amount already known; what was typed as it was typed."""
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


class MoneyField(models.DecimalField):  # type: ignore[type-arg]
    """A column of euros, with two decimals."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_digits": 10, "decimal_places": 2, **options})

    def formfield(self, **options: Any) -> Any:
        """Typed as French people write amounts."""
        return super().formfield(**{"form_class": EuroField, **options})
