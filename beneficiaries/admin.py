"""Reference lists of the people’s files in Django admin: establishments, what a release needs; nobody’s file."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beneficiaries.forms.custom import CustomFieldForm
from beneficiaries.models import Beneficiary, CustomField, Prison, ReadinessItemKind
from core.sql import FrenchSort


@admin.register(Prison)
class PrisonAdmin(admin.ModelAdmin[Prison]):
    """Establishments where a person may be held; a closed one keeps its place in old files."""

    list_display = ["name", "kind", "city", "has_women_wing", "has_mother_child_unit", "held", "is_active"]
    list_filter = ["is_active", "kind", "has_women_wing", "has_mother_child_unit"]
    search_fields = ["name", "city"]
    list_per_page = 50
    actions = ["close_lists", "reopen_lists"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "city", "is_active"]}),
        (_("Accueil"), {"fields": ["has_women_wing", "has_mother_child_unit"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Prison]:
        """With how many people followed are held there: a number, no name."""
        held = Beneficiary.objects.active().filter(prison=OuterRef("pk")).order_by().values("prison")
        followed = Coalesce(Subquery(held.annotate(count=Count("pk")).values("count")), 0)
        return super().get_queryset(request).annotate(followed=followed).order_by(FrenchSort("name"), "pk")

    @admin.display(description=_("personnes suivies"), ordering="followed")
    def held(self, prison: Any) -> int:
        """How many people followed are held there."""
        return int(prison.followed)

    def has_delete_permission(self, request: HttpRequest, obj: Prison | None = None) -> bool:
        """A used establishment is closed, never removed."""
        return super().has_delete_permission(request, obj) and not (
            obj and Beneficiary.objects.filter(prison=obj).exists()
        )

    @admin.action(description=_("Ne plus proposer ces établissements"))
    def close_lists(self, request: HttpRequest, queryset: QuerySet[Prison]) -> None:
        """Leave them out of the forms."""
        self._offer(request, queryset, offered=False)

    @admin.action(description=_("Proposer de nouveau ces établissements"))
    def reopen_lists(self, request: HttpRequest, queryset: QuerySet[Prison]) -> None:
        """Put them back in the forms."""
        self._offer(request, queryset, offered=True)

    def _offer(self, request: HttpRequest, queryset: QuerySet[Prison], *, offered: bool) -> None:
        done = Prison.objects.filter(pk__in=queryset.values("pk")).update(is_active=offered)
        words = ngettext("%(count)d établissement modifié.", "%(count)d établissements modifiés.", done)
        self.message_user(request, words % {"count": done}, messages.SUCCESS)


@admin.register(ReadinessItemKind)
class ReadinessItemKindAdmin(admin.ModelAdmin[ReadinessItemKind]):
    """What must be true on the day of a release; an item no longer proposed stays in the lists that hold it."""

    list_display = [
        "label",
        "theme",
        "days_before",
        "lead_days",
        "needs_appointment",
        "concerns",
        "position",
        "is_active",
    ]
    list_filter = ["is_active", "theme", "concerns"]
    search_fields = ["label"]
    fieldsets = [
        (None, {"fields": ["label", "help", "theme", "position", "is_active"]}),
        (_("Délais"), {"fields": ["days_before", "lead_days", "needs_appointment"]}),
        (_("Pour qui"), {"fields": ["concerns", "layer"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReadinessItemKind]:
        """In the order of the association."""
        return super().get_queryset(request).order_by("position", "label", "pk")

    def has_delete_permission(self, request: HttpRequest, obj: ReadinessItemKind | None = None) -> bool:
        """An item in use is no longer proposed, never removed."""
        return super().has_delete_permission(request, obj) and not (obj and obj.items.exists())


@admin.register(CustomField)
class CustomFieldAdmin(admin.ModelAdmin[CustomField]):
    """Questions that the association adds to the files; an answered one is withdrawn, not removed."""

    form = CustomFieldForm
    list_display = ["label", "kind", "layer", "for_everybody", "is_filter", "keep_months", "answers", "is_active"]
    list_filter = ["is_active", "kind", "layer", "for_everybody"]
    search_fields = ["label"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CustomField]:
        """With how many files answer: a number, no name."""
        return super().get_queryset(request).annotate(answered=Count("values")).order_by("position", "label", "pk")

    @admin.display(description=_("dossiers renseignés"), ordering="answered")
    def answers(self, field: Any) -> int:
        """How many files answer."""
        return int(field.answered)

    def get_readonly_fields(self, request: HttpRequest, obj: CustomField | None = None) -> tuple[str, ...]:
        """The kind of the answers already given does not change."""
        return ("kind",) if obj and obj.values.exists() else ()

    def has_delete_permission(self, request: HttpRequest, obj: CustomField | None = None) -> bool:
        """Answered, a field stays."""
        return super().has_delete_permission(request, obj) and not (obj and obj.values.exists())
