"""Reference lists of the training: who runs sessions, what a course may lead to."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest

from accounts.models import User
from partners.models import Contact
from programs.admin_rights import NeverDeleted
from programs.models import Certification, SkillUnit, Trainer


class ContactChoice(AutocompleteSelect):
    """Contacts found as one types; nobody is a dash, and not an option without words."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With its words."""
        return super().create_option(name, value, label or "—", *args, **kwargs)


@admin.register(Trainer)
class TrainerAdmin(NeverDeleted):
    """Who runs sessions."""

    list_display = ["name", "user", "contact", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["user", "contact"]
    search_fields = ["name"]
    ordering = ["name", "pk"]
    autocomplete_fields = ["contact"]

    def get_fields(self, request: HttpRequest, obj: Trainer | None = None) -> Any:
        """Who does not manage the contacts of the directory cannot search them."""
        contacts = self.admin_site.get_model_admin(Contact).has_view_permission(request)
        return ["name", "user", *(["contact"] if contacts else []), "is_active"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Colleagues whose account is open; a contact of the directory."""
        if db_field.name == "contact":
            kwargs["widget"] = ContactChoice(db_field, self.admin_site)
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_active=True).order_by("last_name", "first_name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SkillUnitInline(admin.TabularInline):  # type: ignore[type-arg]
    """The units of a certification, in their order."""

    model = SkillUnit
    extra = 1
    can_delete = False
    fields = ["rank", "code", "title", "is_active"]
    ordering = ["rank", "code", "pk"]


@admin.register(Certification)
class CertificationAdmin(NeverDeleted):
    """What a course may lead to."""

    list_display = ["name", "reference", "certifier", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "reference"]
    ordering = ["name", "pk"]
    inlines = [SkillUnitInline]
