"""Trainers: who runs a session, from the team, from the directory, or by name."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from core.sql import FrenchSort


class TrainerQuerySet(models.QuerySet["Trainer"]):
    """Reading the trainers."""

    def for_list(self) -> "TrainerQuerySet":
        """In the order of French names, with who they are."""
        return self.select_related("user", "contact__organization").order_by(FrenchSort("name"), "pk")

    def active(self) -> "TrainerQuerySet":
        """Those offered for a new session."""
        return self.filter(is_active=True)


class Trainer(models.Model):
    """Somebody who runs sessions: a colleague, a contact of the directory, or only a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("nom affiché"), max_length=120, help_text=_("Tel qu’il s’imprime sur la feuille d’émargement."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("membre de l’équipe"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    contact = models.ForeignKey(
        "partners.Contact",
        verbose_name=_("contact de l’annuaire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_active = models.BooleanField(_("proposé pour les nouvelles séances"), default=True)

    objects = TrainerQuerySet.as_manager()

    class Meta:
        verbose_name = _("formatrice ou formateur")
        verbose_name_plural = _("formatrices et formateurs")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="trainer_has_a_name",
                violation_error_message=_("Donnez le nom à imprimer."),
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) | models.Q(contact__isnull=True),
                name="trainer_one_origin",
                violation_error_message=_("Choisissez un membre de l’équipe ou un contact de l’annuaire, pas deux."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                name="trainer_user_once",
                violation_error_message=_("Ce membre de l’équipe est déjà dans la liste."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
