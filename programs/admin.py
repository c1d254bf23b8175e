"""Sites, programs and places in Django admin: what is offered, never who takes part."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from beneficiaries.models import CustomField
from core.administration import ValueFilter
from core.errors import DomainError
from core.fields import LineField
from core.templatetags.french import date_words
from partners.models import Audience
from programs import admin_childcare, admin_sessions, admin_support, admin_training
from programs.admin_forms import PlaceRows, ProgramForm, ProgramSessionRows
from programs.admin_rights import NeverDeleted, sets_up_all
from programs.admin_series import SERIES, renewed
from programs.models import Place, Program, Session, Site
from programs.room import with_room

__all__ = ["admin_childcare", "admin_sessions", "admin_support", "admin_training"]


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
    fields = [
        *["name", "unit", "kind", "site", "is_accessible", "takes_children", "months_from", "months_to"],
        *["turnaround_days", "turnaround_minutes", "is_active"],
    ]
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
    list_display = ["name", "kind", "site", "taken", "next_session", "starts_on", "is_active", "renew"]
    list_filter = ["kind", "is_active", "site"]
    list_select_related = ["site"]
    search_fields = ["name", "description", "site__name"]
    ordering = ["kind", "name", "pk"]
    inlines = [UpcomingSessionInline, PlaceInline, *admin_childcare.INLINES]
    actions = ["open_again", "close"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "site", "description", "is_active"]}),
        (_("Places et dates"), {"fields": ["capacity", "starts_on", "ends_on"]}),
        (
            _("Séances à créer"),
            {"fields": SERIES, "description": _("Facultatif. Elles s’ajoutent à celles qui existent.")},
        ),
        (_("Pour qui"), {"fields": ["audiences", "sex", "age_min", "age_max", "conditions", "aims"]}),
        (_("Champs propres"), {"fields": ["custom_fields"]}),
        (_("Qui s’en occupe"), {"fields": ["leads", "staff"]}),
    ]

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
        if db_field.name in {"leads", "staff"}:
            kwargs["queryset"] = User.objects.filter(is_active=True).order_by("last_name", "first_name", "pk")
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The publics are ticked."""
        if db_field.name == "audiences":
            return forms.MultipleChoiceField(
                label=capfirst(db_field.verbose_name),
                choices=Audience.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Aucun coché : ouvert à tous."),
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """« Reconduire »: the settings of a program that the user sees, for other dates."""
        asked = request.GET.get("reconduire", "")
        program = self.get_object(request, asked) if asked else None
        return renewed(program) if program else super().get_changeform_initial_data(request)

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Leads are of the team; whoever runs programs answers for the one they have just made; then its sessions."""
        super().save_related(request, form, formsets, change)
        program = form.instance
        if not change and not sets_up_all(request.user):
            program.leads.add(request.user)
        program.staff.add(*program.leads.all())
        planned = form.plan(by=request.user)
        if planned is None:
            return
        count = len(planned.added)
        text = ngettext("%(count)d séance créée.", "%(count)d séances créées.", count) % {"count": count}
        self.message_user(request, text, messages.SUCCESS if count else messages.WARNING)
        for days, words in (
            (planned.holidays, _("Jours fériés sautés : %(days)s.")),
            ([timezone.localdate(one.starts_at) for one in planned.aside], _("Séances non créées : %(days)s.")),
        ):
            if days:
                self.message_user(request, words % {"days": ", ".join(map(date_words, days))}, messages.WARNING)

    @admin.display(description=_("reconduire"))
    def renew(self, program: Program) -> str:
        """A form filled with the settings of this one, for other dates."""
        url = f"{reverse('admin:programs_program_add')}?reconduire={program.pk}"
        words = _("Reconduire %(name)s") % {"name": program.name}
        return format_html('<a href="{}" aria-label="{}">{}</a>', url, words, _("Reconduire"))

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
        """No new referral nor enrolment; one with people inside stays open, and says so."""
        self._set_open(request, queryset, is_active=False)

    @admin.action(description=_("Ouvrir les programmes choisis"))
    def open_again(self, request: HttpRequest, queryset: QuerySet[Program]) -> None:
        """Take people again."""
        self._set_open(request, queryset, is_active=True)

    @transaction.atomic
    def _set_open(self, request: HttpRequest, queryset: QuerySet[Program], *, is_active: bool) -> None:
        changed = 0
        chosen = list(queryset.exclude(is_active=is_active).values_list("pk", flat=True))
        locked = Program.objects.select_for_update(of=("self",)).filter(pk__in=chosen)
        for program in locked.order_by("name", "starts_on", "pk"):
            try:
                if not is_active:
                    program.require_empty()
            except DomainError as error:
                self.message_user(request, f"{program} – {error}", messages.ERROR)
                continue
            program.is_active = is_active
            program.save(update_fields=["is_active"])
            self.log_change(request, program, [{"changed": {"fields": ["is_active"]}}])
            changed += 1
        text = ngettext("%(count)d programme modifié.", "%(count)d programmes modifiés.", changed) % {"count": changed}
        self.message_user(request, text, messages.SUCCESS if changed else messages.WARNING)
