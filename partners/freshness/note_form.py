"""Writing a team note."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import Team, User
from partners.models import TeamNote


class TeamNoteForm(forms.ModelForm):  # type: ignore[type-arg]
    """The note, and for which of the author’s teams."""

    class Meta:
        model = TeamNote
        fields = ["team", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "text": gettext_lazy("Lue par votre équipe seule. Ne nommez aucune personne accompagnée."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        teams = Team.objects.filter(members=user).order_by("name", "pk")
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            del self.fields["team"]
        elif len(teams) == 1:
            self.fields["team"].initial = teams[0]
            self.fields["team"].widget = forms.HiddenInput()
