"""The crèche in Django admin: its rule and its team, beside its places on the page of the program."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.models import CareRule, CareWorker, Program, ProgramKind
from programs.models.childcare.care_rule import WeekDay


class CareRuleForm(forms.ModelForm[CareRule]):
    """The rule, with the days of opening as boxes."""

    open_days = forms.TypedMultipleChoiceField(
        label=_("Jours d’ouverture"), choices=WeekDay, coerce=int, widget=forms.CheckboxSelectMultiple
    )


class OfCreches(admin.options.InlineModelAdmin):  # type: ignore[type-arg]
    """Shown on the page of a crèche alone."""

    def has_view_or_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of a program already saved as a crèche."""
        return self._is_creche(obj) and super().has_view_or_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of a program already saved as a crèche."""
        return self._is_creche(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No: closed, not removed."""
        return False

    def _is_creche(self, obj: Any) -> bool:
        return isinstance(obj, Program) and obj.kind == ProgramKind.CHILDCARE


class CareRuleInline(OfCreches, admin.StackedInline):  # type: ignore[type-arg]
    """How many adults for how many children, from when to when."""

    model = CareRule
    form = CareRuleForm
    can_delete = False
    fields = [
        "kind",
        ("per_adult_not_walking", "per_adult_walking"),
        "per_adult",
        ("minimum_adults", "minimum_from"),
        "reference",
        ("opens_at", "closes_at"),
        "open_days",
    ]


class CareWorkerInline(OfCreches, admin.TabularInline):  # type: ignore[type-arg]
    """Who looks after the children; somebody who leaves is no longer in the team."""

    model = CareWorker
    extra = 0
    can_delete = False
    fields = ["name", "role", "is_active"]
    ordering = ["name", "pk"]


INLINES: list[Any] = [CareRuleInline, CareWorkerInline]
