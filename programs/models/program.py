"""Programs: what the association runs itself."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission, Role
from core.constraints import one_of, ordered_dates
from core.fields import LineField
from core.sql import FrenchSort
from programs.models.enrolment_rules import ROOM_FOR_THOSE_INSIDE
from programs.models.states import HOLDING


class ProgramKind(models.TextChoices):
    """Kinds of program."""

    TRAINING = "training", _("Formation")
    PSYCHOLOGICAL_SUPPORT = "psychological_support", _("Soutien psychologique")
    SHELTER = "shelter", _("Hébergement")
    CHILDCARE = "childcare", _("Crèche")
    COHORT = "cohort", _("Porteurs de projet")
    LEGAL_ADVICE = "legal_advice", _("Accès au droit")
    ACTION_PLAN = "action_plan", _("Plan d’action")


class ProgramQuerySet(models.QuerySet["Program"]):
    """Reading the programs."""

    def active(self) -> "ProgramQuerySet":
        """Those that take people now."""
        return self.filter(is_active=True)

    def run_by(self, user: User) -> "ProgramQuerySet":
        """Those the user answers for; a role without case work runs none, even named in the team."""
        return self.filter(staff=user) if user.can(Permission.REFERRAL_ANSWER) else self.none()

    def managed_by(self, user: User) -> "ProgramQuerySet":
        """Those whose places the user gives: every one for the coordination, else those they run."""
        if not user.can(Permission.STAY_WRITE):
            return self.none()
        return self.filter() if user.has_role(Role.COORDINATOR) else self.filter(pk__in=self.run_by(user).values("pk"))

    def for_list(self) -> "ProgramQuerySet":
        """By kind, then in the order of French names."""
        return self.select_related("site").order_by("kind", FrenchSort("name"), "pk")


class Program(models.Model):
    """A program with its kind, site, capacity and dates; staff are those who answer for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("nom"), max_length=120)
    kind = models.CharField(_("type"), max_length=30, choices=ProgramKind)
    description = models.TextField(_("présentation"), max_length=5_000, blank=True)
    site = models.ForeignKey(
        "programs.Site",
        verbose_name=_("site"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programs",
    )
    capacity = models.PositiveSmallIntegerField(
        _("nombre de places"), null=True, blank=True, help_text=_("Vide : sans limite.")
    )
    starts_on = models.DateField(_("début"), null=True, blank=True)
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("responsables et équipe"), blank=True, related_name="programs"
    )
    custom_fields = models.ManyToManyField(
        "beneficiaries.CustomField",
        verbose_name=_("champs propres à ce programme"),
        blank=True,
        related_name="programs",
        help_text=_("Posés aux personnes inscrites, en plus de ceux de chaque dossier."),
    )
    is_active = models.BooleanField(_("ouvert"), default=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            one_of("program", "kind", ProgramKind),
            ordered_dates("program", "starts_on", "ends_on"),
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True) | models.Q(capacity__gte=1),
                name="program_capacity_positive",
                violation_error_message=_("Le nombre de places commence à 1."),
            ),
            models.UniqueConstraint(
                fields=["name", "starts_on"],
                nulls_distinct=False,
                name="program_name_unique",
                violation_error_message=_("Un programme de ce nom commence déjà à cette date."),
            ),
        ]
        triggers = [ROOM_FOR_THOSE_INSIDE]

    def __str__(self) -> str:
        return self.name

    def places_left(self) -> int | None:
        """Places that nobody holds; None without a limit."""
        if self.capacity is None:
            return None
        return max(self.capacity - self.enrolments.filter(status__in=HOLDING).count(), 0)

    def is_run_by(self, user: User) -> bool:
        """Whether the user answers for the program."""
        return Program.objects.run_by(user).filter(pk=self.pk).exists()
