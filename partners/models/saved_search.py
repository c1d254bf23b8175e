"""Saved searches of the directory: the filters of the URL, and what was new since the last look."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import DomainError
from core.fields import LineField

AT_MOST = 20


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Reading one’s own, keeping another."""

    def of(self, user: User) -> "SavedSearchQuerySet":
        """The user’s own."""
        return self.filter(user=user)

    def for_list(self) -> "SavedSearchQuerySet":
        """Those that have news first, then by name."""
        return self.order_by(models.F("news").desc(), "name", "pk")

    def keep(self, name: str, query: str, *, by: User, at: datetime) -> "SavedSearch":
        """Save a search; the same one twice is one."""
        own = self.of(by)
        if own.count() >= AT_MOST and not own.filter(query=query).exists():
            raise DomainError(_("Vous avez déjà 20 recherches enregistrées\u00a0: retirez-en une."))
        saved, _created = own.update_or_create(
            user=by, query=query, defaults={"name": name}, create_defaults={"name": name, "seen_at": at}
        )
        return saved


class SavedSearch(models.Model):
    """One search of one user; news is counted by the housekeeping, so that no page pays for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = LineField(_("nom de la recherche"), max_length=80)
    query = models.CharField(max_length=500, editable=False)
    by_email = models.BooleanField(_("me prévenir aussi par courriel"), default=False)
    seen_at = models.DateTimeField(_("regardée le"))
    news = models.PositiveIntegerField(_("nouveautés"), default=0)
    told_on = models.DateField(_("prévenue le"), null=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("recherche enregistrée")
        verbose_name_plural = _("recherches enregistrées")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "query"],
                name="savedsearch_once",
                violation_error_message=_("Cette recherche est déjà enregistrée."),
            )
        ]

    def __str__(self) -> str:
        return self.name
