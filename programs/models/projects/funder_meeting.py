"""Funder meetings: whom the holder met about the money, and what they said."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.constraints import one_of
from core.errors import DomainError
from core.fields import LineField
from programs.models.projects.row import ProjectRow, ProjectRowQuerySet, require_near


class MeetingResult(models.TextChoices):
    """What came of it."""

    PLANNED = "planned", gettext_lazy("Prévu")
    INTERESTED = "interested", gettext_lazy("Intéressé : un dossier est attendu")
    MORE_ASKED = "more_asked", gettext_lazy("Demande des compléments")
    OFFER = "offer", gettext_lazy("Fait une proposition")
    DECLINED = "declined", gettext_lazy("Ne donne pas suite")
    MISSED = "missed", gettext_lazy("N’a pas eu lieu")


def from_somebody(model: str) -> models.CheckConstraint:
    """A funder of the list, or an organisation of the directory, not both."""
    return models.CheckConstraint(
        condition=models.Q(funder__isnull=True) | models.Q(organization__isnull=True),
        name=f"{model}_one_source",
        violation_error_message=gettext_lazy("Choisissez un financeur de la liste ou une structure de l’annuaire."),
    )


class FunderMeetingQuerySet(ProjectRowQuerySet):
    """Reading the meetings."""

    def for_list(self) -> "FunderMeetingQuerySet":
        """Latest first, with whom."""
        return self.select_related("funder", "organization", "contact").order_by("-met_on", "-created_at", "pk")


class FunderMeeting(ProjectRow):
    """A meeting with a funder of the list or an organisation of the directory: when, with whom, what came of it."""

    funder = models.ForeignKey(
        "partners.Funder", verbose_name=gettext_lazy("financeur"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=gettext_lazy("structure"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    contact = models.ForeignKey(
        "partners.Contact", verbose_name=gettext_lazy("contact"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    met = LineField(gettext_lazy("personne rencontrée"), max_length=120, blank=True)
    met_on = models.DateField(gettext_lazy("rendez-vous du"))
    result = models.CharField(
        gettext_lazy("résultat"), max_length=20, choices=MeetingResult, default=MeetingResult.PLANNED
    )
    note = models.TextField(gettext_lazy("ce qui a été dit"), max_length=2_000, blank=True)

    objects: Any = FunderMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("rendez-vous avec un financeur")
        verbose_name_plural = gettext_lazy("rendez-vous avec des financeurs")
        constraints = [
            one_of("fundermeeting", "result", MeetingResult),
            from_somebody("fundermeeting"),
            models.CheckConstraint(
                condition=models.Q(funder__isnull=False) | models.Q(organization__isnull=False),
                name="fundermeeting_with_somebody",
                violation_error_message=gettext_lazy("Dites quel financeur ou quelle structure."),
            ),
        ]
        indexes = [models.Index(fields=["project", "met_on"], name="fundermeeting_project")]

    def __str__(self) -> str:
        """With whom; read with for_list()."""
        return str(self.funder or self.organization)

    @staticmethod
    def check_day(met_on: date, result: str, *, today: date) -> None:
        """What is to come has no result yet."""
        require_near(met_on, today=today)
        if met_on > today and result not in {MeetingResult.PLANNED, MeetingResult.MISSED}:
            raise DomainError(_("Ce rendez-vous est à venir : son résultat se note après."))
