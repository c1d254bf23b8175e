"""The directory in Django admin: organisations with their services and contacts, communes to look up."""

from typing import Any

from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.forms import CheckboxSelectMultiple, Field, MultipleChoiceField, TextInput, URLField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.administration import SearchedFields, ValueFilter
from partners import history
from partners.models import Commune, Contact, Department, Funder, Organization, PartnerMember, Region, Service, Site

WIDE = TextInput(attrs={"size": 60})


def https_url(db_field: models.URLField[str, str], **kwargs: Any) -> Field | None:
    """A web address typed without its scheme is read as https."""
    return db_field.formfield(form_class=URLField, assume_scheme="https", **kwargs)


class DirectoryAdmin(SearchedFields, admin.ModelAdmin):  # type: ignore[type-arg]
    """A record of the directory: withdrawn rather than deleted, since people were sent to it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """With its lines of history."""
        before = history.facts_of(type(obj)._base_manager.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        if before is not None:
            history.note_changes(obj, before, by=request.user)  # type: ignore[arg-type]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Boxes to tick for lists of codes, https for web addresses."""
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return MultipleChoiceField(
                label=db_field.verbose_name,
                choices=db_field.base_field.choices,
                widget=CheckboxSelectMultiple,
                required=False,
            )
        if isinstance(db_field, models.URLField):
            return https_url(db_field, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class ServiceInline(admin.TabularInline):  # type: ignore[type-arg]
    """The services of an organisation, in short."""

    model = Service
    extra = 0
    fields = ["name", "city", "phone", "is_active"]
    show_change_link = True
    can_delete = False
    ordering = ["name", "pk"]


class SiteInline(admin.TabularInline):  # type: ignore[type-arg]
    """Where people are received."""

    model = Site
    extra = 0
    fields = ["name", "address", "postal_code", "city", "is_active"]
    can_delete = False
    show_change_link = True
    ordering = ["name", "pk"]


class ContactInline(admin.TabularInline):  # type: ignore[type-arg]
    """The people to ask for."""

    model = Contact
    extra = 0
    fields = ["name", "function", "phone", "email", "is_active"]
    ordering = ["function", "name", "pk"]


@admin.register(Organization)
class OrganizationAdmin(DirectoryAdmin):
    """Organisations, with how many services each offers."""

    list_display = ["name", "city", "offered", "source", "checked_on", "is_active"]
    list_filter = ["is_active", "is_sensitive", "country", ("source", ValueFilter), "checked_on"]
    search_fields = ["name", "city", "siret"]
    date_hierarchy = "checked_on"
    ordering = ["name", "pk"]
    inlines = [ServiceInline, SiteInline, ContactInline]
    autocomplete_fields = ["parent"]
    readonly_fields = [
        "source", "source_id", "source_link", "source_updated_on", "checked_on", "checked_by",
        "confirmed_on", "created_at", "updated_at",
    ]  # fmt: skip
    exclude = ["networks"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        """With the count of services offered."""
        organizations: QuerySet[Organization] = super().get_queryset(request)
        return organizations.annotate(offered=Count("services", filter=Q(services__is_active=True)))

    @admin.display(description=_("services"), ordering="offered")
    def offered(self, organization: Any) -> int:
        """How many services are offered."""
        return int(organization.offered)


@admin.register(Service)
class ServiceAdmin(DirectoryAdmin):
    """Services, in full."""

    list_display = ["name", "organization", "city", "kind", "fees", "checked_on", "is_active"]
    list_filter = ["is_active", "kind", "fees", ("source", ValueFilter), "checked_on"]
    list_select_related = ["organization"]
    search_fields = ["name", "organization__name", "city"]
    autocomplete_fields = ["organization", "site"]
    ordering = ["name", "pk"]
    readonly_fields = [
        "source", "source_id", "source_link", "source_updated_on", "topics", "eligibility_areas", "checked_on",
        "checked_by", "confirmed_on", "created_at", "updated_at",
    ]  # fmt: skip

    def save_model(self, request: HttpRequest, obj: Service, form: Any, change: bool) -> None:
        """Domains ticked here stay when the source is imported again."""
        if "domains" in form.changed_data:
            obj.domains_corrected = True
        super().save_model(request, obj, form, change)


@admin.register(Contact)
class ContactAdmin(SearchedFields, admin.ModelAdmin):  # type: ignore[type-arg]
    """People to ask for at partners’."""

    list_display = ["__str__", "function", "organization", "service"]
    list_select_related = ["organization", "service"]
    search_fields = ["name", "function", "organization__name"]
    autocomplete_fields = ["organization", "service"]
    ordering = ["organization__name", "function", "name", "pk"]


@admin.register(Site)
class SiteAdmin(DirectoryAdmin):
    """Places where organisations receive people."""

    list_display = ["name", "organization", "city", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["organization"]
    search_fields = ["name", "city", "organization__name"]
    autocomplete_fields = ["organization"]
    ordering = ["organization__name", "name", "pk"]


class CodeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A published list, to look up: it is loaded from a file."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False


@admin.register(Commune)
class CommuneAdmin(CodeAdmin):
    """Communes of France and Belgium."""

    list_display = ["name", "country", "department_code", "insee_code", "postal_codes", "population"]
    list_filter = ["country", "department_code"]
    search_fields = ["name", "other_name", "insee_code"]
    ordering = ["name", "insee_code"]


@admin.register(Department)
class DepartmentAdmin(CodeAdmin):
    """Departments and provinces."""

    list_display = ["name", "code", "region", "country"]
    list_filter = ["country", "region"]
    list_select_related = ["region"]
    search_fields = ["name", "code"]
    ordering = ["name", "code"]


@admin.register(Region)
class RegionAdmin(CodeAdmin):
    """Regions."""

    list_display = ["name", "code", "country"]
    list_filter = ["country"]
    search_fields = ["name", "code"]
    ordering = ["name", "code"]


@admin.register(Funder)
class FunderAdmin(SearchedFields, admin.ModelAdmin):  # type: ignore[type-arg]
    """Funders, by kind: closed rather than deleted, since grants name them."""

    list_display = ["name", "kind", "organization", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["organization"]
    search_fields = ["name"]
    autocomplete_fields = ["organization"]
    ordering = ["name", "pk"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False


@admin.register(PartnerMember)
class PartnerMemberAdmin(SearchedFields, admin.ModelAdmin):  # type: ignore[type-arg]
    """Who of a partner has an account, and of which organisation they read the requests."""

    list_display = ["user", "organization"]
    list_select_related = ["user", "organization"]
    autocomplete_fields = ["user", "organization"]
    search_fields = ["user__last_name", "organization__name"]
    ordering = ["organization__name", "user__last_name", "pk"]
