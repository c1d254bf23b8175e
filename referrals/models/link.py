"""Links by which a partner reads one referral and says one thing about it, without an account."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.constraints import one_of
from core.models import AuditAction
from core.tokens import digest, draw
from referrals.models.states import LinkPurpose, Status

if TYPE_CHECKING:
    from referrals.models.referral import Referral


class ReferralLinkQuerySet(models.QuerySet["ReferralLink"]):
    """Drawing a link, and knowing it again."""

    def open_at(self, now: datetime) -> "ReferralLinkQuerySet":
        """Neither expired nor closed, of a referral that still shares: not taken back, its agreement in force."""
        kept = Q(
            referral__agreement__withdrawn_at__isnull=True, referral__agreement__ends_on__gte=timezone.localdate(now)
        )
        return self.filter(kept, revoked_at__isnull=True, expires_at__gt=now, referral__sent_at__isnull=False).exclude(
            referral__status=Status.WITHDRAWN
        )

    @transaction.atomic
    def register(
        self,
        referral: "Referral",
        *,
        by: User | None,
        at: datetime,
        purpose: str = LinkPurpose.ANSWER,
        replacing: bool = False,
    ) -> str:
        """Return the token of a new link, readable this once; replacing closes the former ones of the same purpose.

        Without by, the clock draws it for a reminder: the link of the first mail goes on.
        """
        if replacing:
            self.filter(referral=referral, purpose=purpose).revoke(by=by, at=at)
        token = draw()
        link = self.create(
            referral=referral,
            purpose=purpose,
            token_hash=digest(token),
            created_by=by,
            created_at=at,
            expires_at=at + timedelta(days=settings.REFERRAL_LINK_DAYS),
        )
        audit.record(by, AuditAction.CREATED, link, person_id=referral.beneficiary_id)
        return token

    def opened_by(self, token: str, *, now: datetime, purpose: str = LinkPurpose.ANSWER) -> "ReferralLink | None":
        """The link of this token and purpose, while it holds; nothing tells why another does not."""
        known = self.open_at(now).filter(token_hash=digest(token), purpose=purpose)
        return known.select_related("referral__service__organization", "referral__program").first()

    def revoke(self, *, by: User | None, at: datetime) -> None:
        """Close those still open; twice changes nothing."""
        self.filter(revoked_at__isnull=True).update(revoked_at=at, revoked_by=by)


class ReferralLink(models.Model):
    """One link for one referral and one purpose; only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        "referrals.Referral", verbose_name=_("orientation"), on_delete=models.PROTECT, related_name="links"
    )
    purpose = models.CharField(_("pour"), max_length=10, choices=LinkPurpose, default=LinkPurpose.ANSWER)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("créé le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    revoked_at = models.DateTimeField(_("fermé le"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ReferralLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien de réponse")
        verbose_name_plural = _("liens de réponse")
        constraints = [
            one_of("referrallink", "purpose", LinkPurpose),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True) | Q(revoked_at__isnull=False),
                name="referrallink_revoked_is_dated",
                violation_error_message=_("Un lien fermé porte sa date."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="referrallink_expires_later",
                violation_error_message=_("Un lien expire après sa création."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"
