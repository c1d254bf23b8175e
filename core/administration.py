"""Parts of Django admin that say their name: a list that is searched, a filter by value, a row of fields."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext_lazy as _


class SearchedSelect(AutocompleteSelect):
    """Django’s searched list, with a first choice in words: an empty one is no valid HTML."""

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """The chosen record, after the invitation to choose."""
        (_name, options, index), *others = super().optgroups(name, value, attrs)
        chosen = [option for option in options if option["value"]]
        first = self.create_option(name, "", self.attrs["data-placeholder"], not chosen, 0)
        return [(_name, [first, *chosen], index), *others]

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """The script shows the invitation too."""
        return super().build_attrs(base_attrs, extra_attrs) | {"data-placeholder": self.attrs["data-placeholder"]}


class SearchedFields:
    """A ModelAdmin whose autocomplete_fields are such lists."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """The named widget in place of Django’s."""
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            invitation = {"data-placeholder": _("Choisir…")}
            kwargs.setdefault("widget", SearchedSelect(db_field, self.admin_site, attrs=invitation))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class ValueFilter(admin.AllValuesFieldListFilter):
    """The values in use, the empty one in words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """A link without text could not be followed."""
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("Non renseigné")}
