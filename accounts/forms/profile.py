"""The form of one’s own profile."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from accounts.models import User


class ProfileForm(forms.ModelForm[User]):
    """Name, telephone, language, appearance and reminders."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "phone", "language", "theme", "reminders_by_email"]
        widgets = {"language": forms.RadioSelect, "theme": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.attrs = {"novalidate": ""}
