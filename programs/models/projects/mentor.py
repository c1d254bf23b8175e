"""Mentors: who gives advice to a project holder."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.constraints import ordered_dates
from core.errors import DomainError
from core.fields import LineField
from programs.models.projects.row import ProjectRow, ProjectRowQuerySet


class MentorQuerySet(ProjectRowQuerySet):
    """Reading the mentors."""

    def current(self) -> "MentorQuerySet":
        """Those who still help."""
        return self.filter(ended_on__isnull=True)

    def for_list(self) -> "MentorQuerySet":
        """Those who still help first, with who they are."""
        rows = self.select_related("user", "contact__organization")
        return rows.order_by(models.F("ended_on").desc(nulls_first=True), "started_on", "pk")


class Mentor(ProjectRow):
    """One of ours, a contact of the directory or a volunteer named in words, who helps since a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=gettext_lazy("collègue"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    contact = models.ForeignKey(
        "partners.Contact", verbose_name=gettext_lazy("contact de l’annuaire"), on_delete=models.PROTECT, null=True,
        blank=True, related_name="+",
    )  # fmt: skip
    volunteer = LineField(gettext_lazy("bénévole"), max_length=120, blank=True)
    started_on = models.DateField(gettext_lazy("depuis le"))
    ended_on = models.DateField(gettext_lazy("jusqu’au"), null=True, blank=True)

    objects: Any = MentorQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("marraine ou parrain")
        verbose_name_plural = gettext_lazy("marraines et parrains")
        constraints = [
            ordered_dates("mentor", "started_on", "ended_on"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, contact__isnull=True, volunteer="")
                | models.Q(user__isnull=True, contact__isnull=False, volunteer="")
                | (models.Q(user__isnull=True, contact__isnull=True) & ~models.Q(volunteer="")),
                name="mentor_is_somebody",
                violation_error_message=gettext_lazy(
                    "Une collègue, un contact de l’annuaire ou un nom : un des trois."
                ),
            ),
        ]

    def __str__(self) -> str:
        """Read with for_list()."""
        if self.contact:
            return f"{self.contact} ({self.contact.organization})"
        return str(self.user or self.volunteer)

    def end(self, *, by: User, on: date) -> None:
        """The help ends; the meetings remain."""
        if on < self.started_on:
            raise DomainError(_("La date de fin vient avant le début."))
        self.amend(by=by, ended_on=on)
