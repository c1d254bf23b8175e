"""What a person wants from a program, and what came of it at the end."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.fields import LineField


class Achievement(models.TextChoices):
    """What came of a goal; nothing said is not « no »."""

    NONE = "", _("Pas encore dit")
    REACHED = "reached", _("Atteint")
    PARTLY = "partly", _("En partie")
    MISSED = "missed", _("Pas atteint")


class Usefulness(models.TextChoices):
    """What the person says of the program."""

    NONE = "", _("Ne s’est pas prononcé·e")
    VERY = "very", _("Très utile")
    SOME = "some", _("Utile")
    LITTLE = "little", _("Peu utile")
    NO = "no", _("Pas utile")


class EnrolmentGoal(models.Model):
    """One outcome wished for, in words, and whether it was reached."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey("programs.Enrolment", on_delete=models.PROTECT, related_name="goals")
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0)
    text = LineField(_("objectif"), max_length=160)
    achievement = models.CharField(_("résultat"), max_length=10, choices=Achievement, blank=True, default="")
    comment = LineField(_("précisions"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("objectif d’une inscription")
        verbose_name_plural = _("objectifs d’une inscription")
        constraints = [
            one_of("enrolmentgoal", "achievement", Achievement),
            models.UniqueConstraint(
                fields=["enrolment", "text"],
                name="enrolmentgoal_once",
                violation_error_message=_("Cet objectif est déjà noté."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Evaluation(models.Model):
    """The assessment at the end of a participation, one an enrolment; what is said of each goal stands on the goal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.OneToOneField("programs.Enrolment", on_delete=models.PROTECT, related_name="evaluation")
    on = models.DateField(_("faite le"))
    summary = models.TextField(_("ce qui a changé"), max_length=2_000, blank=True)
    next_step = models.TextField(_("la suite"), max_length=1_000, blank=True)
    usefulness = models.CharField(_("avis de la personne"), max_length=10, choices=Usefulness, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("évaluation de fin de programme")
        verbose_name_plural = _("évaluations de fin de programme")
        constraints = [one_of("evaluation", "usefulness", Usefulness)]

    def __str__(self) -> str:
        return str(self.pk)
