"""Sessions in Django admin."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.templatetags.french import date_words
from programs.admin_forms import SessionForm, SessionRows
from programs.admin_rights import sets_up_all
from programs.models import Program, Session
from programs.models.session import NOT_AT_THIS_HOUR

WEEKS_ADDED = 12


class WhenFilter(admin.SimpleListFilter):
    """To come or past."""

    title = _("quand")
    parameter_name = "quand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """The two sides of now."""
        return [("a-venir", _("À venir")), ("passees", _("Passées"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        """Keep one side."""
        if self.value() == "a-venir":
            return queryset.filter(ends_at__gte=timezone.now())
        return queryset.filter(ends_at__lt=timezone.now()) if self.value() == "passees" else queryset


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The dated meetings of the programs."""

    form = SessionForm
    list_display = ["starts_at", "until", "program", "title", "room", "is_cancelled"]
    list_filter = [WhenFilter, "is_cancelled", "program__kind", "program"]
    list_select_related = ["program"]
    list_editable = ["room", "is_cancelled"]
    search_fields = ["title", "room", "program__name"]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at", "pk"]
    actions = ["add_weekly"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        """Every session for those who set programs up, else those of one’s own."""
        rows = super().get_queryset(request)
        return rows if sets_up_all(request.user) else rows.filter(program__staff=request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A session is added to a program that one may change."""
        if db_field.name == "program" and not sets_up_all(request.user):
            kwargs["queryset"] = Program.objects.filter(staff=request.user.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("fin"), ordering="ends_at")
    def until(self, session: Session) -> Any:
        """The hour: the day stands beside it."""
        return timezone.localtime(session.ends_at).time()

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Each field of the list says what it holds."""
        rows = super().get_changelist_formset(request, formset=SessionRows, **kwargs)
        for field in rows.form.base_fields.values():
            field.widget.attrs["aria-label"] = field.label
        return rows

    @admin.action(description=_("Ajouter 12 séances hebdomadaires après chaque séance choisie"))
    def add_weekly(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        """Repeat each session chosen over the following weeks, and say which could not be."""
        chosen = list(queryset)
        added, aside = queryset.repeat_weekly(WEEKS_ADDED)  # type: ignore[attr-defined]
        what = [{"changed": {"fields": ["starts_at"]}}]
        LogEntry.objects.log_actions(request.user.pk, chosen, CHANGE, what)  # type: ignore[arg-type]  # signed in
        count = len(added)
        text = ngettext("%(count)d séance ajoutée.", "%(count)d séances ajoutées.", count) % {"count": count}
        self.message_user(request, text, messages.SUCCESS if added else messages.WARNING)
        if aside:
            days = ", ".join(date_words(timezone.localdate(session.starts_at)) for session in aside)
            self.message_user(request, f"{NOT_AT_THIS_HOUR} ({days})", messages.WARNING)
