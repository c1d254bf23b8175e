"""The safe-contact rules of a person."""

from typing import Any

from crispy_forms.layout import Div, Field, Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.forms.fields import ChannelsField
from beneficiaries.forms.person import plain_helper
from beneficiaries.models import ContactRule
from core.dates import FrenchDateField, FrenchTimeField

FACTS = [
    "channels", "from_time", "until_time", "no_voicemail", "neutral_sender", "address_is_confidential",
    "forbidden_third_party", "precautions", "valid_until",
]  # fmt: skip


class ContactRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """By which ways, when, with what care; version is the one shown, so that no rule is lifted unseen."""

    channels = ChannelsField()
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    class Meta:
        model = ContactRule
        fields = FACTS
        labels = {
            "neutral_sender": gettext_lazy("Expéditeur neutre : sans le nom de l’association, ni dehors ni dedans"),
            "address_is_confidential": gettext_lazy("Adresse confidentielle : sur rien de ce qui va à d’autres"),
        }
        help_texts = {"neutral_sender": "", "address_is_confidential": ""}
        field_classes = {"from_time": FrenchTimeField, "until_time": FrenchTimeField, "valid_until": FrenchDateField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_until"].nearest = "future"  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            self.fields["version"].initial = self.instance.version
        self.helper = plain_helper(
            "version",
            Fieldset(
                _("Par quels moyens"),
                Field("channels", wrapper_class="chips"),
                Div("from_time", "until_time", css_class="inline-fields"),
                css_class="form-section",
            ),
            Fieldset(
                _("Avec quelles précautions"),
                "no_voicemail",
                "neutral_sender",
                "address_is_confidential",
                "forbidden_third_party",
                "precautions",
                "valid_until",
                css_class="form-section",
            ),
        )

    def clean_valid_until(self) -> Any:
        """Rules are agreed for some time to come."""
        day = self.cleaned_data["valid_until"]
        if day and "valid_until" in self.changed_data and day < timezone.localdate():
            raise ValidationError(_("Cette date est passée."))
        return day

    @property
    def facts(self) -> dict[str, Any]:
        """The columns of the rules."""
        return {name: self.cleaned_data[name] for name in FACTS}
