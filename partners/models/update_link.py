"""Links by which a partner confirms or corrects its own card, without an account."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.constraints import paired
from core.models import AuditAction
from core.tokens import digest, draw
from partners.models.organization import Organization

OPEN_FOR = timedelta(days=30)


class UpdateLinkQuerySet(models.QuerySet["UpdateLink"]):
    """Opening a link, and knowing it again."""

    def open_at(self, now: datetime) -> "UpdateLinkQuerySet":
        """Neither expired nor closed."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)

    def for_list(self) -> "UpdateLinkQuerySet":
        """Latest first, with who opened it."""
        return self.select_related("created_by").order_by("-created_at", "pk")

    @transaction.atomic
    def register(self, organization: Organization, *, by: User, at: datetime) -> str:
        """Close the former links of the organisation and return the token of a new one, readable this once."""
        Organization.objects.select_for_update(of=("self",)).only("pk").get(pk=organization.pk)
        for link in self.open_at(at).filter(organization=organization):
            link.revoke(by=by, at=at)
        token = draw()
        link = self.create(
            organization=organization,
            token_hash=digest(token),
            created_by=by,
            created_at=at,
            expires_at=at + OPEN_FOR,
        )
        audit.record(by, AuditAction.CREATED, link)
        return token

    def opened_by(self, token: str, *, now: datetime) -> "UpdateLink | None":
        """The link of this token, while it holds and its organisation is in the directory."""
        known = self.open_at(now).filter(token_hash=digest(token), organization__is_active=True)
        return known.select_related("organization").first()


class UpdateLink(models.Model):
    """One link for one organisation and for this alone; only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=_("structure"), on_delete=models.PROTECT, related_name="update_links"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("créé le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    revoked_at = models.DateTimeField(_("fermé le"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = UpdateLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien de mise à jour")
        verbose_name_plural = _("liens de mise à jour")
        constraints = [
            paired("updatelink", "revoked_at", "revoked_by"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="updatelink_expires_later",
                violation_error_message=_("Un lien expire après sa création."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"

    @transaction.atomic
    def revoke(self, *, by: User, at: datetime) -> None:
        """Close the link; twice changes nothing."""
        rows = UpdateLink.objects.filter(pk=self.pk, revoked_at__isnull=True)
        if rows.update(revoked_at=at, revoked_by=by):
            audit.record(by, AuditAction.CHANGED, self, fields=["revoked_at"])
