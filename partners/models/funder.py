"""Funders: who pays for the association’s work."""

import uuid

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.constraints import one_of
from core.fields import LineField
from core.models import AuditAction
from core.sql import FrenchSort


class FunderKind(models.TextChoices):
    """What sort of funder."""

    STATE = "state", _("Service de l’État")
    LOCAL = "local", _("Collectivité")
    SOCIAL_SECURITY = "social", _("Organisme de protection sociale")
    EUROPE = "europe", _("Union européenne")
    FOUNDATION = "foundation", _("Fondation")
    COMPANY = "company", _("Entreprise")
    OTHER = "other", _("Autre")


class FunderQuerySet(models.QuerySet["Funder"]):
    """Reading the funders."""

    def for_list(self) -> "FunderQuerySet":
        """By kind, then in the order of French names."""
        return self.select_related("organization").order_by("kind", FrenchSort("name"), "pk")

    @transaction.atomic
    def register(self, *, name: str, kind: str, by: User) -> None:
        """Add one to the list, once."""
        funder, is_new = self.get_or_create(name=name, defaults={"kind": kind})
        if is_new:
            audit.record(by, AuditAction.CREATED, funder)


class Funder(models.Model):
    """A funder by name and kind; organization when the directory knows it too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("nom"), max_length=150, unique=True)
    kind = models.CharField(_("type"), max_length=12, choices=FunderKind)
    organization = models.OneToOneField(
        "partners.Organization",
        verbose_name=_("fiche de l’annuaire"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="funder",
    )
    is_active = models.BooleanField(_("actuel"), default=True)

    objects = FunderQuerySet.as_manager()

    class Meta:
        verbose_name = _("financeur")
        verbose_name_plural = _("financeurs")
        constraints = [one_of("funder", "kind", FunderKind)]

    def __str__(self) -> str:
        return self.name
