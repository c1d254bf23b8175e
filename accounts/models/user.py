"""The people who work with the software."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.roles import ROLE_ADMIN_APPS, ROLE_PERMISSIONS, Permission, Role
from core.constraints import one_of, subset_of
from core.fields import LineField


class Theme(models.TextChoices):
    """Light, dark, or as the device says."""

    SYSTEM = "system", _("Comme l’appareil")
    LIGHT = "light", _("Clair")
    DARK = "dark", _("Sombre")


class Language(models.TextChoices):
    """Languages of the screens."""

    BROWSER = "", _("Comme le navigateur")
    FRENCH = "fr", "Français"
    ENGLISH = "en", "English"


class UserManager(BaseUserManager["User"]):
    """Creating accounts; nobody signs up alone."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password, it is chosen from a reset link."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create the first technical administrator from the command line."""
        return self.create_user(email, password, **{"roles": [Role.TECHNICAL_ADMIN], **fields})

    def get_by_natural_key(self, email: str | None) -> "User":
        """Find an account whatever the case of its address."""
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A member of staff, known by e-mail, holding roles and belonging to teams."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("courriel"), unique=True)
    first_name = LineField(_("prénom"), max_length=60)
    last_name = LineField(_("nom"), max_length=60)
    phone = models.CharField(_("téléphone professionnel"), max_length=30, blank=True)
    roles = ArrayField(models.CharField(max_length=30, choices=Role), verbose_name=_("rôles"), default=list, blank=True)
    teams = models.ManyToManyField("accounts.Team", verbose_name=_("équipes"), blank=True, related_name="members")
    language = models.CharField(_("langue"), max_length=2, choices=Language, blank=True, default="")
    theme = models.CharField(_("apparence"), max_length=10, choices=Theme, default=Theme.SYSTEM)
    territory = models.CharField(_("commune habituelle (code)"), max_length=7, blank=True, default="")
    territory_km = models.PositiveSmallIntegerField(_("distance habituelle, en kilomètres"), null=True, blank=True)
    reminders_by_email = models.BooleanField(
        _("un courriel les matins où quelque chose m’attend"),
        default=False,
        help_text=_("Un nombre et un lien, sans aucun nom."),
    )
    reminded_on = models.DateField(null=True, editable=False)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("utilisateur")
        verbose_name_plural = _("utilisateurs")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique", violation_error_message=_("Ce courriel a déjà un compte.")
            ),
            subset_of("user", "roles", Role),
            models.CheckConstraint(
                condition=models.Q(roles=[Role.PARTNER_MEMBER]) | ~models.Q(roles__contains=[Role.PARTNER_MEMBER]),
                name="user_partner_member_alone",
                violation_error_message=_("Un membre d’une structure partenaire ne tient aucun autre rôle."),
            ),
            one_of("user", "theme", Theme),
            one_of("user", "language", Language),
        ]

    @property
    def usual_km(self) -> int:
        """How far around the usual commune to search."""
        return self.territory_km or int(settings.DIRECTORY_RADIUS_KM)

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """First name and initial, as on the pages: « Inès M. »."""
        return f"{self.first_name} {self.last_name[:1]}." if self.last_name else self.first_name

    def can(self, permission: Permission) -> bool:
        """Whether one of the roles holds the permission."""
        return self.is_active and any(permission in ROLE_PERMISSIONS[role] for role in self.roles)

    @property
    def role_names(self) -> str:
        """The roles in words."""
        return ", ".join(str(Role(role).label) for role in self.roles)

    def has_role(self, role: Role) -> bool:
        """Whether the user holds the role."""
        return role in self.roles

    @property
    def admin_apps(self) -> set[str]:
        """Apps whose reference data the user manages in Django admin."""
        return set().union(*(ROLE_ADMIN_APPS.get(role, set()) for role in self.roles))

    @property
    def is_staff(self) -> bool:
        """Whether Django admin opens."""
        return bool(self.admin_apps)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django admin’s question, answered from the roles."""
        return self.is_active and perm.partition(".")[0] in self.admin_apps

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        """Every one of the permissions."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the app shows in Django admin."""
        return self.is_active and app_label in self.admin_apps
