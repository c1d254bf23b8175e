"""Needs for which no partner was found, by domain and territory: nobody is named here."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.constraints import one_of
from core.fields import LineField
from core.models import AuditAction
from partners.models.codes import Domain


class Missing(models.TextChoices):
    """What was missing."""

    NOTHING_NEAR = "nothing", _("Rien dans le territoire")
    TOO_FAR = "far", _("Trop loin, ou sans transport")
    FULL = "full", _("Complet, ou liste d’attente trop longue")
    CONDITIONS = "conditions", _("Conditions d’accès impossibles à remplir")
    PUBLIC = "public", _("Public refusé")
    LANGUAGE = "language", _("Langue")
    COST = "cost", _("Trop cher")
    OTHER = "other", _("Autre chose")


class UnmetNeedQuerySet(models.QuerySet["UnmetNeed"]):
    """Reading and noting."""

    def between(self, start: date | None, end: date | None) -> "UnmetNeedQuerySet":
        """Noted in the period, both days included."""
        rows = self.filter(noted_on__gte=start) if start else self
        return rows.filter(noted_on__lte=end) if end else rows

    def for_list(self) -> "UnmetNeedQuerySet":
        """Latest first, with who noted it."""
        return self.select_related("noted_by", "team").order_by("-noted_on", "pk")

    @transaction.atomic
    def note(self, *, by: User, on: date, submission: uuid.UUID, **facts: Any) -> "UnmetNeed":
        """Note one; the same form sent twice notes it once."""
        team = by.teams.order_by("name", "pk").first()
        need, created = self.get_or_create(
            submission=submission, defaults={**facts, "noted_by": by, "noted_on": on, "team": team}
        )
        if created:
            audit.record(by, AuditAction.CREATED, need)
        return need


class UnmetNeed(models.Model):
    """One need without an answer. territory is a commune or department as it is called; details name nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    domain = models.CharField(_("domaine"), max_length=20, choices=Domain)
    territory = LineField(_("territoire"), max_length=120, blank=True)
    territory_code = models.CharField(max_length=7, blank=True, editable=False)
    missing = models.CharField(_("ce qui a manqué"), max_length=12, choices=Missing)
    details = models.TextField(_("précisions"), max_length=500, blank=True)
    noted_on = models.DateField(_("noté le"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, null=True, related_name="+")

    objects = UnmetNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("besoin sans réponse")
        verbose_name_plural = _("besoins sans réponse")
        constraints = [one_of("unmetneed", "domain", Domain), one_of("unmetneed", "missing", Missing)]
        indexes = [models.Index(fields=["-noted_on", "domain"], name="unmetneed_noted")]

    def __str__(self) -> str:
        return str(self.pk)
