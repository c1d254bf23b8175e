"""Links by which a partner or a probation service sends a person to us, without an account."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from accounts.roles import Permission
from beneficiaries.models import ProbationService
from core import audit
from core.constraints import paired
from core.models import AuditAction
from core.tokens import digest, draw
from partners.models import Organization


class InboundLinkQuerySet(models.QuerySet["InboundLink"]):
    """Opening a link, and knowing it again."""

    def visible_to(self, user: User) -> "InboundLinkQuerySet":
        """Those that send people to the user’s teams."""
        if not user.can(Permission.REFERRAL_MODERATE):
            return self.none()
        return self.filter(team__in=user.teams.values("pk"))

    def open_at(self, now: datetime) -> "InboundLinkQuerySet":
        """Neither expired nor closed."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)

    def for_list(self) -> "InboundLinkQuerySet":
        """Latest first, with whose it is."""
        rows = self.select_related("organization", "probation_service", "team", "created_by")
        return rows.order_by("-created_at", "pk")

    @transaction.atomic
    def register(self, sender: Organization | ProbationService, team: Team, *, by: User, at: datetime) -> str:
        """Close the sender’s former link to this team and return the token of a new one, readable this once."""
        Team.objects.select_for_update(of=("self",)).only("pk").get(pk=team.pk)
        whose = {"organization" if isinstance(sender, Organization) else "probation_service": sender, "team": team}
        for link in self.filter(revoked_at__isnull=True, **whose):
            link.revoke(by=by, at=at)
        token = draw()
        expires_at = at + timedelta(days=settings.INBOUND_LINK_DAYS)
        link = self.create(token_hash=digest(token), created_by=by, created_at=at, expires_at=expires_at, **whose)
        audit.record(by, AuditAction.CREATED, link)
        return token

    def opened_by(self, token: str, *, now: datetime) -> "InboundLink | None":
        """The link of this token, while it holds and its sender is still in the lists."""
        known = Q(organization__is_active=True) | Q(probation_service__is_active=True)
        return self.open_at(now).filter(known, token_hash=digest(token)).for_list().first()


class InboundLink(models.Model):
    """One link of one sender to one team; only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=_("structure"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    probation_service = models.ForeignKey(
        "beneficiaries.ProbationService",
        verbose_name=_("service de probation"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    team = models.ForeignKey("accounts.Team", verbose_name=_("équipe"), on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("par"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("créé le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    revoked_at = models.DateTimeField(_("fermé le"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = InboundLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien pour nous adresser une personne")
        verbose_name_plural = _("liens pour nous adresser une personne")
        constraints = [
            paired("inboundlink", "revoked_at", "revoked_by"),
            models.CheckConstraint(
                condition=Q(organization__isnull=True, probation_service__isnull=False)
                | Q(organization__isnull=False, probation_service__isnull=True),
                name="inboundlink_one_sender",
                violation_error_message=_("Un lien est à une structure ou à un service de probation, et à un seul."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="inboundlink_expires_later",
                violation_error_message=_("Un lien expire après sa création."),
            ),
            models.UniqueConstraint(
                fields=["organization", "team"],
                condition=Q(revoked_at__isnull=True),
                name="inboundlink_one_of_organization",
                violation_error_message=_("Cette structure a déjà un lien ouvert vers cette équipe."),
            ),
            models.UniqueConstraint(
                fields=["probation_service", "team"],
                condition=Q(revoked_at__isnull=True),
                name="inboundlink_one_of_probation",
                violation_error_message=_("Ce service a déjà un lien ouvert vers cette équipe."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"

    @property
    def sender(self) -> Organization | ProbationService:
        """Who may use it."""
        return self.organization or self.probation_service  # type: ignore[return-value]  # one of the two

    @transaction.atomic
    def revoke(self, *, by: User, at: datetime) -> None:
        """Close the link; twice changes nothing."""
        rows = InboundLink.objects.filter(pk=self.pk, revoked_at__isnull=True)
        if rows.update(revoked_at=at, revoked_by=by):
            audit.record(by, AuditAction.CHANGED, self, fields=["revoked_at"])
