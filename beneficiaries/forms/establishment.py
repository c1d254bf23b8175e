"""Choosing an establishment among hundreds: typed in part, completed by the browser, without a script."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Prison
from core.fields import clean_line
from core.sql import FrenchSort

NAMED_AT_MOST = 4


class SuggestingInput(forms.TextInput):
    """A line of text with the browser’s own list of suggestions."""

    suggestions: Any = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field, then its suggestions."""
        key = f"{(attrs or {}).get('id', name)}_list"
        field = super().render(name, value, {**(attrs or {}), "list": key, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ([text] for text in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', field, key, options)


class NamedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A row of a reference list, by its name or a part of it that no other has."""

    widget = SuggestingInput

    def __init__(self, queryset: models.QuerySet[Any], **options: Any) -> None:
        super().__init__(queryset, required=False, empty_label=None, **options)

    def _set_queryset(self, queryset: Any) -> None:
        self._queryset = None if queryset is None else queryset.all()
        if queryset is not None:
            names = queryset.order_by(FrenchSort("name"), "pk").values_list("name", flat=True)
            self.widget.suggestions = names

    queryset = property(forms.ModelChoiceField._get_queryset, _set_queryset)  # type: ignore[attr-defined]

    def prepare_value(self, value: Any) -> Any:
        """The name, of a row or of its identifier."""
        if isinstance(value, models.Model):
            return str(value)
        if isinstance(value, UUID):
            return str(self.queryset.model._base_manager.filter(pk=value).first() or "")
        return value

    def to_python(self, value: Any) -> Any:
        """The only row of that name, else the only one whose name holds what was typed."""
        if value in self.empty_values or isinstance(value, models.Model):
            return value or None
        text = clean_line(str(value))
        rows = self.queryset
        found = list(rows.filter(pk=text)[:1]) if _is_key(text) else list(rows.filter(name__iexact=text)[:1])
        if not found:
            folded = rows.annotate(folded=FrenchSort("name"))
            for word in text.replace("'", "’").split():
                folded = folded.filter(folded__contains=FrenchSort(models.Value(word)))
            found = list(folded.order_by("name", "pk")[: NAMED_AT_MOST + 1])
        if len(found) == 1:
            return found[0]
        raise ValidationError(self._refusal(found), code="invalid_choice")

    def _refusal(self, found: list[Any]) -> str:
        """Nothing is called so, or several are."""
        if not found:
            return _("Rien ne porte ce nom dans la liste. Laissez vide si vous ne savez pas.")
        names = " ; ".join(str(row) for row in found[:NAMED_AT_MOST])
        words = _("Plusieurs portent ce nom : %(names)s. Écrivez le nom entier.") % {"names": names}
        return words if len(found) <= NAMED_AT_MOST else words.replace(names, f"{names}…")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare names."""
        return not self.disabled and str(self.prepare_value(initial) or "") != str(data or "")


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def prison_field(**options: Any) -> NamedChoiceField:
    """The establishments that are offered."""
    return NamedChoiceField(
        Prison.objects.filter(is_active=True),
        label=gettext_lazy("Établissement"),
        help_text=gettext_lazy("Commencez à écrire : « Tilleuls », « Lille »…"),
        **options,
    )
