"""Update campaigns: organisations to ask again, one line each, until every card was read again."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.constraints import one_of, paired
from core.errors import TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from core.sql import FrenchSort
from partners.models.organization import Organization


class LineStatus(models.TextChoices):
    """Where an organisation stands in a campaign."""

    TO_DO = "todo", _("À faire")
    SENT = "sent", _("Lien envoyé")
    ANSWERED = "answered", _("Réponse à relire")
    DONE = "done", _("Faite")


TRANSITIONS: Mapping[str, set[str]] = {
    LineStatus.TO_DO: {LineStatus.SENT, LineStatus.ANSWERED, LineStatus.DONE},
    LineStatus.SENT: {LineStatus.SENT, LineStatus.ANSWERED, LineStatus.DONE},
    LineStatus.ANSWERED: {LineStatus.ANSWERED, LineStatus.DONE},
    LineStatus.DONE: {LineStatus.TO_DO},
}


class UpdateCampaignQuerySet(models.QuerySet["UpdateCampaign"]):
    """Reading the campaigns, starting one."""

    def with_progress(self) -> "UpdateCampaignQuerySet":
        """With how many organisations there are, and how many are done."""
        done = Count("lines", filter=Q(lines__status=LineStatus.DONE))
        return self.annotate(total=Count("lines"), done=done)

    def for_list(self) -> "UpdateCampaignQuerySet":
        """Those under way first, latest first."""
        return self.select_related("created_by").order_by(
            models.F("closed_at").asc(nulls_first=True), "-created_at", "pk"
        )

    @transaction.atomic
    def start(self, name: str, organizations: Iterable[Organization], *, by: User, at: datetime) -> "UpdateCampaign":
        """Open a campaign about these organisations."""
        campaign = self.create(name=name, created_by=by, created_at=at)
        CampaignLine.objects.bulk_create(
            CampaignLine(campaign=campaign, organization=organization) for organization in organizations
        )
        audit.record(by, AuditAction.CREATED, campaign)
        return campaign


class UpdateCampaign(models.Model):
    """One round of the partners; closed, its lines stay as they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = LineField(_("nom de la campagne"), max_length=80)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("ouverte le"))
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("close le"), null=True)

    objects = UpdateCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campagne de mise à jour")
        verbose_name_plural = _("campagnes de mise à jour")
        constraints = [paired("updatecampaign", "closed_at", "closed_by")]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def close(self, *, by: User, at: datetime) -> None:
        """Stop asking; twice changes nothing."""
        if UpdateCampaign.objects.filter(pk=self.pk, closed_at__isnull=True).update(closed_at=at, closed_by=by):
            audit.record(by, AuditAction.CHANGED, self, fields=["closed_at"])


class CampaignLineQuerySet(models.QuerySet["CampaignLine"]):
    """Reading the lines, and moving those of an organisation when its card was read again."""

    def under_way(self, organization: Organization) -> "CampaignLineQuerySet":
        """The lines of an organisation in campaigns still open, not done."""
        rows = self.filter(organization=organization, campaign__closed_at__isnull=True)
        return rows.exclude(status=LineStatus.DONE).order_by("pk")

    def to_send(self) -> "CampaignLineQuerySet":
        """To do, at organisations that have an address."""
        return self.filter(status=LineStatus.TO_DO, organization__is_active=True).exclude(organization__email="")

    def to_remind(self, before: datetime) -> "CampaignLineQuerySet":
        """Asked before that moment, without an answer."""
        rows = self.filter(status=LineStatus.SENT, sent_at__lt=before, organization__is_active=True)
        return rows.exclude(organization__email="")

    def for_list(self) -> "CampaignLineQuerySet":
        """In the order of names."""
        return self.select_related("organization", "done_by").order_by(FrenchSort("organization__name"), "pk")

    def advance(self, organization: Organization, status: str, *, by: User | None, at: datetime) -> None:
        """Something was answered or checked: every open line of the organisation says so."""
        for line in self.under_way(organization):
            if status in TRANSITIONS[line.status]:
                line.move_to(status, by=by, at=at)


class CampaignLine(models.Model):
    """One organisation of a campaign. done_by is empty when the partner itself confirmed its card."""

    TRANSITIONS: ClassVar = TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey("partners.UpdateCampaign", on_delete=models.PROTECT, related_name="lines")
    organization = models.ForeignKey("partners.Organization", on_delete=models.PROTECT, related_name="campaign_lines")
    status = models.CharField(_("état"), max_length=10, choices=LineStatus, default=LineStatus.TO_DO, editable=False)
    sent_at = models.DateTimeField(_("lien envoyé le"), null=True)
    times_sent = models.PositiveSmallIntegerField(_("envois"), default=0)
    done_at = models.DateTimeField(_("faite le"), null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CampaignLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne de campagne")
        verbose_name_plural = _("lignes de campagne")
        constraints = [
            one_of("campaignline", "status", LineStatus),
            models.UniqueConstraint(
                fields=["campaign", "organization"],
                name="campaignline_once",
                violation_error_message=_("Cette structure est déjà dans la campagne."),
            ),
            models.CheckConstraint(
                condition=Q(status=LineStatus.DONE, done_at__isnull=False)
                | (~Q(status=LineStatus.DONE) & Q(done_at__isnull=True, done_by__isnull=True)),
                name="campaignline_done_dated",
                violation_error_message=_("Une ligne faite est datée."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @transaction.atomic
    def move_to(self, status: str, *, by: User | None, at: datetime) -> None:
        """Say where it stands, read again under lock; sending again counts."""
        row = CampaignLine.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if status not in TRANSITIONS[row.status]:
            raise TransitionNotAllowed(_("Cette ligne a changé entre-temps."))
        self.status, done = status, status == LineStatus.DONE
        self.done_at, self.done_by = (at, by) if done else (None, None)
        if status == LineStatus.SENT:
            self.sent_at, self.times_sent = at, row.times_sent + 1
        self.save(update_fields=["status", "done_at", "done_by", "sent_at", "times_sent"])
        audit.record(by, AuditAction.CHANGED, self, fields=["status"])
