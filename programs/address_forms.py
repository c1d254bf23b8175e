"""The forms about a protected address: writing it, and naming who may know it."""

from typing import Any

from django import forms
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.sql import FrenchSort
from programs.forms import FormBody
from programs.models import AddressReader, ProtectedAddress, Stay


class ProtectedAddressForm(forms.ModelForm[ProtectedAddress]):
    """Where a protected house is."""

    use_required_attribute = False
    helper = FormBody("address", "postal_code", "city", "directions")

    class Meta:
        model = ProtectedAddress
        fields = ["address", "postal_code", "city", "directions"]


class NamingForm(forms.Form):
    """Whom the address of a stay is told to: the lead worker first, then every colleague not yet named."""

    use_required_attribute = False
    user = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Confier l’adresse à"), empty_label=_("Choisir…")
    )
    helper = FormBody("user")

    def __init__(self, *args: Any, stay: Stay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = AddressReader.objects.of(stay).values("user")
        colleagues = User.objects.filter(is_active=True).exclude(pk__in=named).exclude(roles=[])
        lead = Case(When(pk=stay.beneficiary.lead_worker_id, then=Value(0)), default=Value(1))
        self.fields["user"].queryset = colleagues.order_by(  # type: ignore[attr-defined]
            lead, FrenchSort("first_name"), FrenchSort("last_name"), "pk"
        )
