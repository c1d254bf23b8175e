"""Users, teams and the association in Django admin: accounts only, nobody’s file."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Association, Team, User
from accounts.roles import Role


class RolesField(forms.MultipleChoiceField):
    """The roles as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=Role.choices, required=False, label=_("Rôles"), help_text=kwargs.get("help_text", ""))


class UserForm(forms.ModelForm[User]):
    """An account; its owner chooses the password from a link."""

    roles = RolesField(help_text=_("Une personne peut tenir plusieurs rôles."))

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "phone", "roles", "teams", "language", "is_active"]
        widgets = {"teams": forms.CheckboxSelectMultiple}


class RoleFilter(admin.SimpleListFilter):
    """Accounts holding a role."""

    title = _("rôle")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """The roles."""
        return Role.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Keep those who hold it."""
        return queryset.filter(roles__contains=[self.value()]) if self.value() else queryset


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Accounts of the staff."""

    form = UserForm
    list_display = ["last_name", "first_name", "email", "role_names", "team_names", "is_active", "last_login"]
    list_display_links = ["last_name", "first_name", "email"]
    list_filter = [RoleFilter, "teams", "is_active"]
    search_fields = ["last_name", "first_name", "email"]
    ordering = ["last_name", "first_name", "pk"]
    actions = ["send_password_links"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With the teams, in one more query."""
        return super().get_queryset(request).prefetch_related("teams")

    @admin.display(description=_("équipes"))
    def team_names(self, user: User) -> str:
        """The teams in words."""
        return ", ".join(team.name for team in user.teams.all())

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Create the account without a password and send the link to choose one."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change and send_password_link(request, obj):
            self.message_user(request, _("Un lien pour choisir son mot de passe part à l’adresse du compte."))

    @admin.action(description=_("Envoyer un lien pour choisir un mot de passe"))
    def send_password_links(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Send the link to each open account chosen."""
        sent = sum(send_password_link(request, user) for user in queryset.filter(is_active=True))
        text = ngettext("%(count)d lien envoyé.", "%(count)d liens envoyés.", sent) % {"count": sent}
        self.message_user(request, text, messages.SUCCESS if sent else messages.WARNING)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is closed, never removed: it signs what it wrote."""
        return False


def send_password_link(request: HttpRequest, user: User) -> bool:
    """Mail the link by which the owner of the account chooses the password; tell whether it left."""
    form = ResetPasswordForm({"email": user.email})
    if not form.is_valid():
        return False
    form.save(request)
    return True


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin[Team]):
    """Teams, with how many work in each."""

    list_display = ["name", "city", "phone", "member_count"]
    search_fields = ["name", "city"]
    ordering = ["name", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        """With the number of members."""
        return super().get_queryset(request).annotate(members_total=Count("members"))

    @admin.display(description=_("membres"), ordering="members_total")
    def member_count(self, team: Any) -> int:
        """How many accounts belong to the team."""
        return int(team.members_total)


@admin.register(Association)
class AssociationAdmin(admin.ModelAdmin[Association]):
    """The name in the corner, on prints and in mails."""

    list_display = ["name", "phone", "email"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the hidden copy that Django adds to a computed default: nobody compares with it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.show_hidden_initial = False
        return field

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only the first time."""
        return super().has_add_permission(request) and not Association.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The association stays."""
        return False
