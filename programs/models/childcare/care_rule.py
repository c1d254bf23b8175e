"""How a crèche works: its hours, and how many adults it needs for the children present."""

from datetime import date, time
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.constraints import one_of

MONDAY_TO_FRIDAY = [0, 1, 2, 3, 4]
FIGURES = [MinValueValidator(1), MaxValueValidator(30)]
LEGAL_TEXT = gettext_lazy(
    "Code de la santé publique, articles R. 2324-46-4 (un adulte pour cinq enfants qui ne marchent pas et un pour huit "
    "qui marchent, ou un pour six) et R. 2324-43-1 (deux adultes au moins). À vérifier avec la PMI."
)


class RatioKind(models.TextChoices):
    """How children are counted."""

    WALKING = "walking", gettext_lazy("Selon que l’enfant marche ou non")
    SINGLE = "single", gettext_lazy("Le même nombre pour tous")


class WeekDay(models.IntegerChoices):
    """Days of a week."""

    MONDAY = 0, gettext_lazy("Lundi")
    TUESDAY = 1, gettext_lazy("Mardi")
    WEDNESDAY = 2, gettext_lazy("Mercredi")
    THURSDAY = 3, gettext_lazy("Jeudi")
    FRIDAY = 4, gettext_lazy("Vendredi")
    SATURDAY = 5, gettext_lazy("Samedi")
    SUNDAY = 6, gettext_lazy("Dimanche")


def legal_text() -> str:
    """What a new rule refers to."""
    return str(LEGAL_TEXT)


def working_days() -> list[int]:
    """From Monday to Friday."""
    return list(MONDAY_TO_FRIDAY)


class CareRule(models.Model):
    """The rule of one crèche, chosen by the association, with the text it refers to."""

    program = models.OneToOneField(
        "programs.Program", verbose_name=gettext_lazy("crèche"), on_delete=models.PROTECT, related_name="care_rule"
    )
    kind = models.CharField(gettext_lazy("calcul"), max_length=10, choices=RatioKind, default=RatioKind.WALKING)
    per_adult_not_walking = models.PositiveSmallIntegerField(
        gettext_lazy("enfants qui ne marchent pas, par adulte"), default=5, validators=FIGURES
    )
    per_adult_walking = models.PositiveSmallIntegerField(
        gettext_lazy("enfants qui marchent, par adulte"), default=8, validators=FIGURES
    )
    per_adult = models.PositiveSmallIntegerField(
        gettext_lazy("enfants par adulte"), default=6, validators=FIGURES,
        help_text=gettext_lazy("Quand le nombre est le même pour tous."),
    )  # fmt: skip
    minimum_adults = models.PositiveSmallIntegerField(gettext_lazy("adultes au moins"), default=2, validators=FIGURES)
    minimum_from = models.PositiveSmallIntegerField(
        gettext_lazy("à partir de combien d’enfants"), default=1, validators=FIGURES,
        help_text=gettext_lazy("En dessous, un adulte suffit ; 4 pour une micro-crèche."),
    )  # fmt: skip
    reference = models.TextField(gettext_lazy("texte de référence"), max_length=600, default=legal_text)
    opens_at = models.TimeField(gettext_lazy("ouvre à"), default=time(8))
    closes_at = models.TimeField(gettext_lazy("ferme à"), default=time(18, 30))
    open_days = ArrayField(
        models.PositiveSmallIntegerField(choices=WeekDay), verbose_name=gettext_lazy("jours d’ouverture"),
        default=working_days,
    )  # fmt: skip

    class Meta:
        verbose_name = gettext_lazy("règle d’encadrement")
        verbose_name_plural = gettext_lazy("règles d’encadrement")
        constraints = [
            one_of("carerule", "kind", RatioKind),
            models.CheckConstraint(
                condition=models.Q(open_days__contained_by=WeekDay.values) & ~models.Q(open_days=[]),
                name="carerule_open_days_known",
                violation_error_message=gettext_lazy("Choisissez au moins un jour d’ouverture."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="carerule_hours_ordered",
                violation_error_message=gettext_lazy("La crèche ferme après avoir ouvert."),
            ),
            models.CheckConstraint(
                condition=models.Q(per_adult_not_walking__gte=1, per_adult_walking__gte=1, per_adult__gte=1)
                & models.Q(minimum_adults__gte=1, minimum_from__gte=1),
                name="carerule_figures_positive",
                violation_error_message=gettext_lazy("Ces nombres commencent à 1."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def of(cls, program: Any) -> "CareRule":
        """The rule of a crèche, or the usual one until it has its own."""
        return cls.objects.filter(program=program).first() or cls(program=program)

    def is_open_on(self, day: date) -> bool:
        """Whether the crèche opens on this day of the week."""
        return day.weekday() in self.open_days

    def adults_needed(self, walking: int, not_walking: int) -> int:
        """How many adults these children need: the shares are added, then rounded up; never under the minimum."""
        children = walking + not_walking
        if not children:
            return 0
        least = self.minimum_adults if children >= self.minimum_from else 1
        if self.kind == RatioKind.SINGLE:
            return max(least, -(-children // self.per_adult))
        shares = not_walking * self.per_adult_walking + walking * self.per_adult_not_walking
        return max(least, -(-shares // (self.per_adult_walking * self.per_adult_not_walking)))

    def words(self) -> str:
        """The rule in one sentence."""
        if self.kind == RatioKind.SINGLE:
            said = _("1 adulte pour %(all)d enfants") % {"all": self.per_adult}
        else:
            said = _("1 adulte pour %(babies)d enfants qui ne marchent pas et 1 pour %(walkers)d qui marchent") % {
                "babies": self.per_adult_not_walking,
                "walkers": self.per_adult_walking,
            }
        least = {"said": said, "least": self.minimum_adults, "number": self.minimum_from}
        if self.minimum_from > 1:
            return _("%(said)s ; %(least)d au moins à partir de %(number)d enfants") % least
        return _("%(said)s ; %(least)d au moins") % least
