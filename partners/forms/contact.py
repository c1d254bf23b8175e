"""Editing somebody to ask for."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Contact


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """A professional at an organisation, for all of it or for one of its services."""

    class Meta:
        model = Contact
        fields = ["function", "name", "service", "phone", "email"]
        help_texts = {
            "function": _("Elle reste quand la personne change."),
            "name": _("Une personne qui y travaille, jamais une personne accompagnée."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        offered = self.instance.organization.services.filter(is_active=True).order_by("name", "pk")
        self.fields["service"].queryset = offered  # type: ignore[attr-defined]
        self.fields["service"].empty_label = _("Toute la structure")  # type: ignore[attr-defined]
