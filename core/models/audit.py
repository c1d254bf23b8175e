"""The journal of who opened and changed what."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import one_of
from core.sql import IsOneOf


class AuditAction(models.TextChoices):
    """What was done."""

    OPENED = "opened", _("a ouvert")
    CREATED = "created", _("a créé")
    CHANGED = "changed", _("a modifié")
    DELETED = "deleted", _("a supprimé")
    SEARCHED = "searched", _("a cherché")
    PRINTED = "printed", _("a imprimé")
    EXPORTED = "exported", _("a exporté")
    REFUSED = "refused", _("s’est vu refuser")


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Reading the journal."""

    def about(self, files: "models.QuerySet[Any, Any]") -> "AuditQuerySet":
        """Entries about the files whose keys are given, newest first."""
        rows = self.filter(models.Q(IsOneOf("person_id", ArraySubquery(files))))
        return rows.select_related("actor").order_by("-at", "-pk")


class AuditEntry(models.Model):
    """One act by one user, never changed or removed: ids and field names only, no content.

    person_id is the file concerned, kept without a foreign key so that the journal outlives the file.
    """

    at = models.DateTimeField(_("le"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    action = models.CharField(_("action"), max_length=20, choices=AuditAction)
    object_type = models.CharField(_("objet"), max_length=60)
    object_id = models.CharField(_("identifiant"), max_length=40)
    person_id = models.UUIDField(_("dossier"), null=True)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("champs"), default=list, blank=True)
    origin = models.GenericIPAddressField(_("depuis"), null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("entrée du journal")
        verbose_name_plural = _("journal")
        constraints = [one_of("auditentry", "action", AuditAction)]
        indexes = [
            models.Index(fields=["person_id", "-at"], name="auditentry_person"),
            models.Index(fields=["actor", "-at"], name="auditentry_actor"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_type}"
