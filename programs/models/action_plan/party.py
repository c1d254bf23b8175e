"""Parties to a plan: organisations of the directory, or others by name, each with its role."""

import uuid

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from core.sql import FrenchSort
from programs.models.action_plan.change import PlanPart


class ActionPlanPartyQuerySet(models.QuerySet["ActionPlanParty"]):
    """Reading the parties."""

    def for_list(self) -> "ActionPlanPartyQuerySet":
        """Those of today first, in the order of French names."""
        rows = self.select_related("organization")
        return rows.order_by("-is_active", FrenchSort(Coalesce("organization__name", "name")), "pk")


class ActionPlanParty(PlanPart):
    """Who takes part, in what role, and whom to ask for there: professionals only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("programs.ActionPlan", on_delete=models.PROTECT, related_name="parties", editable=False)
    organization = models.ForeignKey(
        "partners.Organization",
        verbose_name=_("structure de l’annuaire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    name = LineField(_("ou son nom"), max_length=150, blank=True, help_text=_("Si elle n’est pas dans l’annuaire."))
    role = LineField(_("rôle"), max_length=150, help_text=_("Copilote, financeur, signataire, opérateur…"))
    contact_name = LineField(_("interlocuteur·rice"), max_length=120, blank=True)
    email = models.EmailField(_("courriel"), blank=True, help_text=_("Pour envoyer convocations et comptes rendus."))
    is_active = models.BooleanField(_("partie au plan aujourd’hui"), default=True)

    objects = ActionPlanPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("partie au plan")
        verbose_name_plural = _("parties au plan")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organization__isnull=False, name="")
                | (models.Q(organization__isnull=True) & ~models.Q(name="")),
                name="actionplanparty_named",
                violation_error_message=_("Choisissez une structure de l’annuaire ou écrivez un nom : l’un des deux."),
            ),
            models.UniqueConstraint(
                fields=["plan", "organization", "name"],
                nulls_distinct=False,
                name="actionplanparty_once",
                violation_error_message=_("Cette partie est déjà dans le plan."),
            ),
        ]

    def __str__(self) -> str:
        return self.organization.name if self.organization else self.name

    @property
    def whole(self) -> object:
        """Its plan."""
        return self.plan

    @property
    def said(self) -> str:
        """Its name, with whom to ask for there."""
        return f"{self}, {self.contact_name}" if self.contact_name else str(self)
