"""What left with a referral, word for word: frozen at the sending, encrypted, never written again."""

import uuid

import pgtrigger
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.sealed_field import SealedJSONField
from referrals.models.leaving import Leaving


class Snapshot(models.Model):
    """The one text that the recipient may read of the person; leaving.py writes its content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="snapshot")
    content = SealedJSONField()
    made_at = models.DateTimeField(_("le"))

    class Meta:
        verbose_name = _("contenu envoyé")
        verbose_name_plural = _("contenus envoyés")
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.pk)

    @cached_property
    def leaving(self) -> Leaving:
        """What left, as the preview showed it."""
        return Leaving(self.content)
