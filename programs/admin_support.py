"""The topics of legal questions in Django admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programs.models import LegalTopic


@admin.register(LegalTopic)
class LegalTopicAdmin(admin.ModelAdmin[LegalTopic]):
    """The list of the association; a topic no longer proposed stays on the questions that bear it."""

    list_display = ["label", "position", "layer", "is_active"]
    list_editable = ["position", "is_active"]
    list_filter = ["is_active", "layer"]
    search_fields = ["label"]
    ordering = ["position", "label", "pk"]

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Each field of the list says what it holds."""
        rows = super().get_changelist_formset(request, **kwargs)
        for field in rows.form.base_fields.values():
            field.widget.attrs["aria-label"] = field.label
        return rows

    def has_delete_permission(self, request: HttpRequest, obj: LegalTopic | None = None) -> bool:
        """No: it is no longer proposed, not removed."""
        return False
