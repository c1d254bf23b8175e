"""A commune typed by its name or postal code, kept by its code."""

import re
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from core.fields import clean_line
from partners.forms.place import suggested
from partners.models import Commune
from partners.territory import territory_called

CODE = re.compile(r"\w{5}|BE\d{5}")


class CommuneField(forms.CharField):
    """« Lille (59) » on screen, « 59350 » in the record; a name that nobody knows is refused with the nearest one."""

    def __init__(self, **options: Any) -> None:
        attributes = suggested(reverse_lazy("partners:communes"), "commune_code")
        super().__init__(
            **{"required": False, "max_length": 100, "widget": forms.TextInput(attrs=attributes), **options}
        )

    def prepare_value(self, value: Any) -> Any:
        """The label of a code; what was typed stays as it was."""
        commune = Commune.objects.filter(pk=value).first() if value and CODE.fullmatch(str(value)) else None
        return commune.label if commune else value

    def clean(self, value: Any) -> str:
        """The code of the commune."""
        text = clean_line(super().clean(value))
        place = territory_called(text)
        if not text:
            return ""
        if place.commune and not place.guessed:
            return place.commune.pk
        if place.commune:
            message = _("Cette commune n’est pas connue. Vouliez-vous dire %(place)s\u00a0?")
            raise forms.ValidationError(message % {"place": place.commune.label})
        raise forms.ValidationError(_("Cette commune n’est pas connue. Vérifiez son nom ou son code postal."))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the code would change."""
        return bool(self.prepare_value(initial or "") != clean_line(data or ""))
