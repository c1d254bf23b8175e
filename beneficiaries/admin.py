"""Reference lists of the people’s files in Django admin: establishments, what a release needs; nobody’s file."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beneficiaries.forms.custom import CustomFieldForm
from beneficiaries.models import (
    Beneficiary,
    CustodyEpisode,
    CustomField,
    JusticeMeasure,
    Prison,
    ProbationService,
    ReadinessItemKind,
)
from beneficiaries.models.listed import Listed
from core.administration import SearchedFields, ValueFilter
from core.sql import FrenchSort

KNOWN = {True: _("oui"), False: _("non"), None: _("non renseigné")}


class ListedAdmin(admin.ModelAdmin[Any]):
    """Rows of a published list: what was corrected here is shown beside what the list says, and can be given up."""

    list_per_page = 50
    actions = ["close_lists", "reopen_lists", "take_list"]
    readonly_fields = ["corrections_words"]

    @admin.display(description=_("corrigé ici"))
    def corrected(self, listed: Listed) -> str:
        """The names of the fields corrected."""
        return ", ".join(str(self._label(name)) for name in sorted(listed.corrections))

    @admin.display(description=_("corrections gardées au prochain chargement"))
    def corrections_words(self, listed: Listed) -> str:
        """Each field corrected, with what the list says."""
        said = sorted(listed.corrections.items())
        words = _("%(field)s : la liste dit « %(listed)s »")
        lines = [(words % {"field": self._label(name), "listed": KNOWN.get(value, value)},) for name, value in said]
        return format_html_join("", "<div>{}</div>", lines) or str(_("aucune"))

    def _label(self, name: str) -> Any:
        field: Any = self.model._meta.get_field(name.removesuffix("_id"))
        return field.verbose_name

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A row that files name, or that the list has, is no longer offered; never removed."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or not (obj.code or self.is_used(obj))

    def is_used(self, obj: Any) -> bool:
        """Whether a file names the row."""
        raise NotImplementedError

    @admin.action(description=_("Ne plus proposer dans les formulaires"))
    def close_lists(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Leave them out of the forms."""
        self._offer(request, queryset, offered=False)

    @admin.action(description=_("Proposer de nouveau dans les formulaires"))
    def reopen_lists(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Put them back in the forms."""
        self._offer(request, queryset, offered=True)

    def _offer(self, request: HttpRequest, queryset: QuerySet[Any], *, offered: bool) -> None:
        done = 0
        for row in self.model._base_manager.filter(pk__in=queryset.values("pk")).exclude(is_active=offered):
            row.is_active = offered
            self._write(request, row, ["is_active"])
            done += 1
        self._say(request, done)

    @admin.action(description=_("Reprendre ce que dit la liste"))
    def take_list(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Give up the corrections."""
        done = 0
        for row in self.model._base_manager.filter(pk__in=queryset.values("pk")):
            if fields := row.take_back():
                self._write(request, row, fields)
                done += 1
        self._say(request, done)

    def _write(self, request: HttpRequest, row: Any, fields: list[str]) -> None:
        row.save(update_fields=fields)
        labels = [str(self._label(name)) for name in fields]
        self.log_change(request, row, [{"changed": {"fields": labels}}])

    def _say(self, request: HttpRequest, done: int) -> None:
        words = ngettext("%(count)d ligne modifiée.", "%(count)d lignes modifiées.", done)
        self.message_user(request, words % {"count": done}, messages.SUCCESS)


@admin.register(Prison)
class PrisonAdmin(SearchedFields, ListedAdmin):
    """Establishments where a person may be held; a closed one keeps its place in old files."""

    list_display = ["name", "kind", "city", "status", "women", "mother_child", "held", "is_active", "corrected"]
    list_filter = [
        *("is_active", "status", "country", "kind", "has_women_wing", "has_mother_child_unit"),
        ("directorate", ValueFilter),
    ]
    search_fields = ["name", "city", "department_code", "postal_code", "address"]
    autocomplete_fields = ["replaced_by", "probation_service"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "status", "replaced_by", "is_active", "note", "corrections_words"]}),
        (
            _("Où"),
            {"fields": ["country", "department_code", "postal_code", "city", "address", "latitude", "longitude"]},
        ),
        (_("Contact"), {"fields": ["phone", "directorate", "probation_service"]}),
        (_("Accueil"), {"fields": ["has_women_wing", "has_mother_child_unit", "women_basis", "has_release_unit"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how many people followed are held there: a number, no name."""
        held = Beneficiary.objects.active().filter(prison=OuterRef("pk")).order_by().values("prison")
        followed = Coalesce(Subquery(held.annotate(count=Count("pk")).values("count")), 0)
        rows: QuerySet[Any] = super().get_queryset(request).annotate(followed=followed)
        return rows.order_by(FrenchSort("name"), "pk")

    @admin.display(description=_("personnes suivies"), ordering="followed")
    def held(self, prison: Any) -> int:
        """How many people followed are held there."""
        return int(prison.followed)

    @admin.display(description=_("quartier des femmes"), ordering="has_women_wing")
    def women(self, prison: Prison) -> str:
        """Unknown is said to be so."""
        return str(KNOWN[prison.has_women_wing])

    @admin.display(description=_("quartier mère-enfant"), ordering="has_mother_child_unit")
    def mother_child(self, prison: Prison) -> str:
        """Unknown is said to be so."""
        return str(KNOWN[prison.has_mother_child_unit])

    def is_used(self, obj: Any) -> bool:
        """Whether a file, a stay or another establishment names it."""
        stays = CustodyEpisode.objects.filter(prison=obj)
        people = Beneficiary.objects.filter(prison=obj)
        return people.exists() or stays.exists() or Prison.objects.filter(replaced_by=obj).exists()


@admin.register(ProbationService)
class ProbationServiceAdmin(ListedAdmin):
    """Services that follow people held and people under a measure outside."""

    list_display = ["name", "city", "department_code", "phone", "is_active", "corrected"]
    list_filter = ["is_active", "country"]
    search_fields = ["name", "city", "department_code"]
    fieldsets = [
        (None, {"fields": ["name", "is_active", "corrections_words"]}),
        (_("Où"), {"fields": ["country", "department_code", "city", "branches", "address"]}),
        (_("Contact"), {"fields": ["phone", "email"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """In the order of French names."""
        return super().get_queryset(request).order_by(FrenchSort("name"), "pk")

    def is_used(self, obj: Any) -> bool:
        """Whether a prison, a stay or a measure names it."""
        naming = (Prison, CustodyEpisode, JusticeMeasure)
        return any(model._base_manager.filter(probation_service=obj).exists() for model in naming)


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
