"""Fields that the forms of a plan share."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from core.fields import clean_line
from core.money import EuroField
from core.sql import FrenchSort
from programs.models import ActionPlan

STAFF, PARTY = "u", "p"
Choices = Sequence[tuple[Any, Any]]


class Line(forms.CharField):
    """One visible line."""

    def clean(self, value: Any) -> str:
        """Without what nobody sees."""
        return str(super().clean(clean_line(value or "")))


class Amount(EuroField):
    """Euros, zero allowed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"min_value": gettext_lazy("Un montant n’est jamais négatif.")})
        super().__init__(min_value=0, **options)


class Figure(forms.DecimalField):
    """A value of an indicator, with a comma or a point; never negative."""

    def __init__(self, **options: Any) -> None:
        attributes = {"class": "input-tiny", "inputmode": "decimal", "autocomplete": "off"}
        words = {
            "min_value": gettext_lazy("La valeur d’un indicateur n’est jamais négative."),
            "invalid": gettext_lazy("Écrivez un nombre comme 34 ou 34,5."),
        }
        given = {"max_digits": 10, "decimal_places": 2, "min_value": 0, "error_messages": words, **options}
        super().__init__(widget=forms.TextInput(attrs=attributes), **given)

    def to_python(self, value: Any) -> Any:
        """Read « 1 234,5 »."""
        if isinstance(value, str):
            value = value.replace("\u00a0", "").replace(" ", "").replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """« 34,5 » for a value already known; what was typed as it was typed."""
        if isinstance(value, str) or value is None:
            return value
        text = f"{value:f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


class LeadField(forms.ChoiceField):
    """Somebody of the team, or one of the parties to the plan."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[("", gettext_lazy("Personne pour l’instant"))], **options)


def lead_choices(plan: ActionPlan, *also: Any, empty: str = "") -> Choices:
    """The team and the parties; also: the parties already named, even if they left."""
    able = User.objects.filter(is_active=True).exclude(roles__contains=[Role.PARTNER_MEMBER]).exclude(roles=[])
    team = able.order_by(FrenchSort("first_name"), FrenchSort("last_name"), "pk")
    parties = [row for row in plan.parties.for_list() if row.is_active or row.pk in also]
    return [
        ("", empty or _("Personne pour l’instant")),
        (_("Équipe"), [(f"{STAFF}:{user.pk}", user.get_full_name()) for user in team]),
        (_("Parties au plan"), [(f"{PARTY}:{row.pk}", row.said) for row in parties]),
    ]


def lead_value(row: Any) -> str:
    """The choice that stands for the lead of a row."""
    if row.lead_staff_id:
        return f"{STAFF}:{row.lead_staff_id}"
    return f"{PARTY}:{row.lead_party_id}" if row.lead_party_id else ""


def lead_facts(value: str) -> dict[str, Any]:
    """The columns of a choice."""
    kind, _colon, key = value.partition(":")
    named = UUID(key) if key else None
    return {"lead_staff_id": named if kind == STAFF else None, "lead_party_id": named if kind == PARTY else None}


def one_name_a_line(text: str, *, most: int = 30, longest: int = 160) -> list[str]:
    """The names typed, one a line, each once."""
    names = list(dict.fromkeys(name for line in text.splitlines() if (name := clean_line(line))))
    if len(names) > most or any(len(name) > longest for name in names):
        raise ValidationError(_("Trente lignes au plus, de 160 caractères au plus."))
    return names
