"""Objectives: what the plan wants to change."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from programs.models.action_plan.change import PlanPart


class Objective(PlanPart):
    """One aim of a plan, known by its number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("programs.ActionPlan", on_delete=models.PROTECT, related_name="objectives", editable=False)
    number = models.PositiveSmallIntegerField(_("numéro"), editable=False)
    title = LineField(_("objectif"), max_length=200)
    description = models.TextField(_("précisions"), max_length=3_000, blank=True)

    class Meta:
        verbose_name = _("objectif du plan")
        verbose_name_plural = _("objectifs du plan")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="objective_number_once",
                violation_error_message=_("Ce numéro d’objectif est déjà pris."),
            ),
            models.UniqueConstraint(
                fields=["plan", "title"],
                name="objective_once",
                violation_error_message=_("Cet objectif est déjà dans le plan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def whole(self) -> object:
        """Its plan."""
        return self.plan
