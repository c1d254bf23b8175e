"""Noting a need for which no partner was found."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import UnmetNeed
from partners.territory import territory_called


class UnmetNeedForm(forms.ModelForm):  # type: ignore[type-arg]
    """Domain, territory, what was missing; submission makes a form sent twice one need."""

    submission = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = UnmetNeed
        fields = ["domain", "territory", "missing", "details"]
        widgets = {"details": forms.Textarea(attrs={"rows": 3}), "missing": forms.RadioSelect}
        help_texts = {
            "territory": _("Une commune, un département, un quartier : là où il aurait fallu une réponse."),
            "details": _("Ce qui aurait aidé. Ne nommez personne, ne décrivez personne."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.fields["missing"].choices = UnmetNeed._meta.get_field("missing").choices  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """What is to be noted; a commune that is known bears its name and code."""
        given = {name: self.cleaned_data[name] for name in [*self.Meta.fields, "submission"]}
        place = territory_called(given["territory"])
        if place.commune and not place.guessed:
            given |= {"territory": place.commune.label, "territory_code": place.commune.pk}
        return given
