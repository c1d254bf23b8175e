"""Milestones: what a project must have reached by a day."""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.fields import LineField
from programs.models.projects.row import ProjectRow, ProjectRowQuerySet


class MilestoneQuerySet(ProjectRowQuerySet):
    """Reading the milestones."""

    def for_list(self) -> "MilestoneQuerySet":
        """By date."""
        return self.order_by("due_on", "pk")

    def open(self) -> "MilestoneQuerySet":
        """Still to reach, the nearest first."""
        return self.filter(done_on__isnull=True).order_by("due_on", "pk")


class Milestone(ProjectRow):
    """A step of the project with its day; late once the day is over and it is not done."""

    title = LineField(_("jalon"), max_length=120)
    due_on = models.DateField(_("pour le"))
    done_on = models.DateField(_("atteint le"), null=True, blank=True)

    objects: Any = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("jalon")
        verbose_name_plural = _("jalons")
        indexes = [models.Index(fields=["project", "due_on"], name="milestone_project")]

    def __str__(self) -> str:
        return self.title

    def is_late(self, day: date) -> bool:
        """Whether it should have been reached before the day."""
        return self.done_on is None and self.due_on < day

    def reach(self, *, by: User, on: date | None) -> None:
        """Reached on a day, or with None still to reach."""
        self.amend(by=by, done_on=on)
