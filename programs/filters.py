"""Filters of the list of programs, kept in the URL."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models import Program, ProgramKind
from programs.models.program import ProgramQuerySet


class ProgramFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By kind, mine only, closed ones too."""

    type = django_filters.ChoiceFilter(
        field_name="kind", label=_("Type"), choices=ProgramKind.choices, empty_label=_("Tous")
    )
    miens = django_filters.BooleanFilter(label=_("Seulement les miens"), method="run_by_me", widget=forms.CheckboxInput)
    fermes = django_filters.BooleanFilter(
        label=_("Avec les programmes fermés"), method="closed_too", widget=forms.CheckboxInput
    )

    class Meta:
        model = Program
        fields: list[str] = []

    def run_by_me(self, rows: ProgramQuerySet, name: str, value: bool) -> ProgramQuerySet:
        """Those the reader answers for."""
        return rows.filter(pk__in=Program.objects.run_by(self.request.user).values("pk")) if value else rows

    def closed_too(self, rows: ProgramQuerySet, name: str, value: bool) -> ProgramQuerySet:
        """Closed programs are left out unless asked for."""
        return rows if value else rows.filter(is_active=True)

    @property
    def active_count(self) -> int:
        """How many filters are set."""
        return sum(1 for value in getattr(self.form, "cleaned_data", {}).values() if value)
