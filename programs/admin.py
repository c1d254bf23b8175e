"""Sites, programs, places and sessions in Django admin: what is offered, never who takes part."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role
from beneficiaries.models import CustomField
from core.administration import ValueFilter
from core.fields import LineField
from core.templatetags.french import date_words
from programs.admin_forms import PlaceRows, ProgramForm, ProgramSessionRows, SessionForm, SessionRows
from programs.models import Place, Program, Session, Site
from programs.models.session import NOT_AT_THIS_HOUR
from programs.room import with_room

WEEKS_ADDED = 12
SETTING_UP = {Role.TECHNICAL_ADMIN, Role.COORDINATOR}


def sets_up_all(user: Any) -> bool:
    """Whether the user sets up every program, and not only those they run."""
    return any(user.has_role(role) for role in SETTING_UP)


class NeverDeleted(admin.ModelAdmin):  # type: ignore[type-arg]
    """A record that others point to: it is closed, not removed."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False


@admin.register(Site)
class SiteAdmin(NeverDeleted):
    """Where programs take place; somebody who only runs programs reads them."""

    list_display = ["name", "city", "phone", "has_secret_address", "is_active"]
    list_filter = ["is_active", "has_secret_address", ("city", ValueFilter)]
    search_fields = ["name", "city"]
    ordering = ["name", "pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Those who set up every program."""
        return super().has_add_permission(request) and sets_up_all(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who set up every program."""
        return super().has_change_permission(request, obj) and sets_up_all(request.user)


class PlaceInline(admin.TabularInline):  # type: ignore[type-arg]
    """The beds or childcare places of a program."""

    model = Place
    formset = PlaceRows
    extra = 0
    can_delete = False
    fields = ["name", "unit", "kind", "site", "is_accessible", "takes_children", "turnaround_days", "is_active"]
    ordering = ["name", "pk"]


class UpcomingSessionInline(admin.TabularInline):  # type: ignore[type-arg]
    """The sessions still to come; the past ones are under « Séances »."""

    model = Session
    formset = ProgramSessionRows
    extra = 1
    fields = ["starts_at", "ends_at", "title", "room", "is_cancelled"]
    verbose_name_plural = _("séances à venir")
    formfield_overrides = {LineField: {"widget": forms.TextInput(attrs={"size": 18})}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        """Soonest first."""
        return Session.objects.upcoming(timezone.now())


@admin.register(Program)
class ProgramAdmin(NeverDeleted):
    """Programs with their places, sessions and team, and how many take part."""

    form = ProgramForm
    list_display = ["name", "kind", "site", "taken", "next_session", "is_active"]
    list_filter = ["kind", "is_active", "site"]
    list_select_related = ["site"]
    search_fields = ["name", "description", "site__name"]
    ordering = ["kind", "name", "pk"]
    inlines = [UpcomingSessionInline, PlaceInline]
    actions = ["open_again", "close"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Program]:
        """Every program for those who set them up, else one’s own; with their counts."""
        rows = super().get_queryset(request)
        if not sets_up_all(request.user):
            rows = rows.filter(staff=request.user)
        return with_room(rows, day=timezone.localdate(), now=timezone.now())

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The team is chosen among open accounts, the fields among those not asked of everybody."""
        if db_field.name == "custom_fields":
            kwargs["queryset"] = CustomField.objects.active().filter(for_everybody=False).for_list()
            kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name == "staff":
            kwargs["queryset"] = User.objects.filter(is_active=True).order_by("last_name", "first_name", "pk")
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever runs programs answers for the one they have just made."""
        super().save_related(request, form, formsets, change)
        if not change and not sets_up_all(request.user):
            form.instance.staff.add(request.user)

    @admin.display(description=_("occupation"))
    def taken(self, program: Any) -> str:
        """« 9 / 12 »: beds tonight, or people enrolled."""
        number = program.nights if program.beds else program.enrolled
        return f"{number} / {program.room}" if program.room else str(number)

    @admin.display(description=_("prochaine séance"), ordering="next_session_at")
    def next_session(self, program: Any) -> Any:
        """When it next meets."""
        return program.next_session_at

    @admin.action(description=_("Fermer les programmes choisis"))
    def close(self, request: HttpRequest, queryset: QuerySet[Program]) -> None:
        """No new referral nor enrolment; those under way go on."""
        self._set_open(request, queryset, is_active=False)

    @admin.action(description=_("Ouvrir les programmes choisis"))
    def open_again(self, request: HttpRequest, queryset: QuerySet[Program]) -> None:
        """Take people again."""
        self._set_open(request, queryset, is_active=True)

    def _set_open(self, request: HttpRequest, queryset: QuerySet[Program], *, is_active: bool) -> None:
        programs = list(queryset.exclude(is_active=is_active))
        Program.objects.filter(pk__in=[program.pk for program in programs]).update(is_active=is_active)
        for program in programs:
            self.log_change(request, program, [{"changed": {"fields": ["is_active"]}}])
        count = len(programs)
        text = ngettext("%(count)d programme modifié.", "%(count)d programmes modifiés.", count) % {"count": count}
        self.message_user(request, text, messages.SUCCESS)


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
