"""Programs: what the association runs itself."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Permission, Role
from core.constraints import one_of, ordered_dates, subset_of
from core.errors import DomainError
from core.fields import LineField
from core.sql import FrenchSort
from partners.models import Audience, Sex
from programs.models.enrolment_rules import ROOM_FOR_THOSE_INSIDE
from programs.models.states import HOLDING, IN_FORCE

# A program of last century, or of a century ahead, is a slip of the hand.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)


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
    """A program: kind, site, room, dates, whom it is for; leads answer for it, staff run it (leads are among them)."""

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
    leads = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("responsables"),
        blank=True,
        related_name="led_programs",
        help_text=_("Qui répond du programme. Ils font partie de l’équipe."),
    )
    staff = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("équipe"), blank=True, related_name="programs"
    )
    audiences = ArrayField(
        models.CharField(max_length=60, choices=Audience), verbose_name=_("publics"), default=list, blank=True
    )
    sex = models.CharField(_("femmes ou hommes"), max_length=10, choices=[("", _("Tous")), *Sex.choices], blank=True)
    age_min = models.PositiveSmallIntegerField(_("âge minimum"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("âge maximum"), null=True, blank=True)
    conditions = models.TextField(
        _("autres conditions"),
        max_length=2_000,
        blank=True,
        help_text=_("Une par ligne. Chacune est posée au moment de la candidature."),
    )
    aims = models.TextField(
        _("objectifs proposés aux personnes"),
        max_length=2_000,
        blank=True,
        help_text=_("Un par ligne. Chaque personne choisit les siens, l’évaluation de fin les reprend."),
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
            subset_of("program", "audiences", Audience),
            models.CheckConstraint(
                condition=models.Q(sex__in=["", *Sex.values]),
                name="program_sex_known",
                violation_error_message=_("Cette valeur n’est pas dans la liste."),
            ),
            models.CheckConstraint(
                condition=(models.Q(age_min=None) | models.Q(age_min__lte=130))
                & (models.Q(age_max=None) | models.Q(age_max__lte=130))
                & (models.Q(age_min=None) | models.Q(age_max=None) | models.Q(age_max__gte=models.F("age_min"))),
                name="program_ages_in_order",
                violation_error_message=_("L’âge maximum vient après l’âge minimum, 130 ans au plus."),
            ),
            models.CheckConstraint(
                condition=(models.Q(starts_on=None) | models.Q(starts_on__range=(FIRST_DAY, LAST_DAY)))
                & (models.Q(ends_on=None) | models.Q(ends_on__range=(FIRST_DAY, LAST_DAY))),
                name="program_dates_plausible",
                violation_error_message=_("Vérifiez l’année : un programme se tient entre 1990 et 2099."),
            ),
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

    @property
    def condition_list(self) -> list[str]:
        """The other conditions, one a line."""
        return lines_of(self.conditions)

    @property
    def aim_list(self) -> list[str]:
        """The outcomes proposed, one a line."""
        return lines_of(self.aims)

    def places_left(self) -> int | None:
        """Places that nobody holds; None without a limit."""
        if self.capacity is None:
            return None
        return max(self.capacity - self.enrolments.filter(status__in=HOLDING).count(), 0)

    def require_capacity(self, capacity: int | None) -> None:
        """Refuse fewer places than people who have one."""
        inside = self.enrolments.filter(status__in=HOLDING).count()
        if capacity is not None and capacity < inside:
            raise DomainError(
                ngettext(
                    "%(count)d personne a une place : il n’y en a pas moins.",
                    "%(count)d personnes ont une place : il n’y en a pas moins.",
                    inside,
                )
                % {"count": inside}
            )

    def require_empty(self) -> None:
        """Refuse to close while somebody has a place, a bed or hours to come."""
        inside = self.enrolments.filter(status__in=HOLDING).count()
        if inside:
            raise DomainError(
                ngettext(
                    "%(count)d personne y a encore une place : terminez d’abord sa participation.",
                    "%(count)d personnes y ont encore une place : terminez d’abord leur participation.",
                    inside,
                )
                % {"count": inside}
            )
        places = self.places.all()
        coming = models.Q(occupancies__stay__isnull=True, occupancies__unavailability__isnull=True)
        coming &= models.Q(occupancies__during__endswith__gt=timezone.now())
        if places.filter(models.Q(stays__status__in=IN_FORCE) | coming).exists():
            raise DomainError(_now("Des places y sont encore prises ou réservées : libérez-les d’abord."))

    def is_decided_by(self, user: User) -> bool:
        """Whether the user decides who enters: who runs it, and the coordination."""
        if not user.can(Permission.PROGRAM_ENROL):
            return False
        return user.has_role(Role.COORDINATOR) or self.is_run_by(user)

    def is_run_by(self, user: User) -> bool:
        """Whether the user answers for the program."""
        return Program.objects.run_by(user).filter(pk=self.pk).exists()


def lines_of(text: str) -> list[str]:
    """The lines that say something, once each."""
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
