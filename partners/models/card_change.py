"""The history of the cards of the directory: who changed which field, from what, to what."""

from typing import TYPE_CHECKING, Any, Union

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of

if TYPE_CHECKING:
    from partners.models.organization import Organization
    from partners.models.service import Service

Card = Union["Organization", "Service"]


class ChangeOrigin(models.TextChoices):
    """Where a change came from."""

    HAND = "hand", _("saisie")
    PARTNER = "partner", _("réponse de la structure")
    IMPORT = "import", _("import")
    MERGE = "merge", _("réunion de deux fiches")


class CardChangeQuerySet(models.QuerySet["CardChange"]):
    """Reading the history."""

    def of(self, card: Card) -> "CardChangeQuerySet":
        """Changes of an organisation and of what it offers, or of one service."""
        return self.filter(**{"service_id" if hasattr(card, "organization_id") else "organization_id": card.pk})

    def for_list(self) -> "CardChangeQuerySet":
        """Latest first, with who proposed and who wrote."""
        return self.select_related("by", "service", "proposal").order_by("-at", "-pk")


class CardChange(models.Model):
    """One field of one card, changed once; service is empty when the organisation’s own card changed.

    before and after are the values as stored, said in words by partners/history.py, the only door.
    """

    organization = models.ForeignKey("partners.Organization", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("partners.Service", on_delete=models.PROTECT, null=True, related_name="+")
    field = models.CharField(_("champ"), max_length=60)
    before: models.JSONField[Any, Any] = models.JSONField(_("avant"), null=True)
    after: models.JSONField[Any, Any] = models.JSONField(_("après"), null=True)
    at = models.DateTimeField(_("le"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    origin = models.CharField(_("venu de"), max_length=10, choices=ChangeOrigin)
    proposal = models.ForeignKey("partners.CardProposal", on_delete=models.PROTECT, null=True, related_name="+")

    objects = CardChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement d’une fiche")
        verbose_name_plural = _("changements des fiches")
        constraints = [
            one_of("cardchange", "origin", ChangeOrigin),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | ~models.Q(origin__in=["hand", "merge"]),
                name="cardchange_has_author",
                violation_error_message=_("Un changement fait à la main a un auteur."),
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-at"], name="cardchange_organization"),
            models.Index(fields=["service", "-at"], name="cardchange_service"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.field}"
