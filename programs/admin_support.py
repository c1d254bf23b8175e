"""The topics of legal questions in Django admin."""

from django.contrib import admin

from programs.models import LegalTopic


@admin.register(LegalTopic)
class LegalTopicAdmin(admin.ModelAdmin[LegalTopic]):
    """The list of the association; a topic no longer proposed stays on the questions that bear it."""

    list_display = ["label", "position", "layer", "is_active"]
    list_editable = ["position", "is_active"]
    list_filter = ["is_active", "layer"]
    search_fields = ["label"]
    ordering = ["position", "label", "pk"]

    def has_delete_permission(self, request: object, obj: LegalTopic | None = None) -> bool:
        """No: it is no longer proposed, not removed."""
        return False
