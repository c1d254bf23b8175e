"""What a partner answered about its own card: all is right, or corrections that wait for somebody’s approval."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.constraints import one_of, paired
from core.errors import TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction


class ProposalStatus(models.TextChoices):
    """What became of the answer."""

    CONFIRMED = "confirmed", _("Tout est juste")
    PENDING = "pending", _("À relire")
    ACCEPTED = "accepted", _("Acceptée")
    PARTLY = "partly", _("Acceptée en partie")
    REFUSED = "refused", _("Refusée")


TRANSITIONS: Mapping[str, set[str]] = {
    ProposalStatus.CONFIRMED: set(),
    ProposalStatus.PENDING: {ProposalStatus.ACCEPTED, ProposalStatus.PARTLY, ProposalStatus.REFUSED},
    ProposalStatus.ACCEPTED: set(),
    ProposalStatus.PARTLY: set(),
    ProposalStatus.REFUSED: set(),
}
DECIDED = [ProposalStatus.ACCEPTED, ProposalStatus.PARTLY, ProposalStatus.REFUSED]


class CardProposalQuerySet(models.QuerySet["CardProposal"]):
    """Reading the answers."""

    def pending(self) -> "CardProposalQuerySet":
        """Those that wait for somebody."""
        return self.filter(status=ProposalStatus.PENDING)

    def for_list(self) -> "CardProposalQuerySet":
        """Latest first, with the organisation and who decided."""
        return self.select_related("organization", "decided_by").order_by("-at", "pk")


class CardProposal(models.Model):
    """One answer by a link. changes lists {service, field, before, after, kept}: kept is empty until decided."""

    TRANSITIONS: ClassVar = TRANSITIONS

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "partners.Organization", verbose_name=_("structure"), on_delete=models.PROTECT, related_name="proposals"
    )
    link = models.ForeignKey("partners.UpdateLink", on_delete=models.PROTECT, related_name="proposals")
    author = LineField(_("votre prénom et votre fonction"), max_length=120, blank=True)
    note = models.TextField(_("autre chose à nous dire"), max_length=1_000, blank=True)
    changes: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    at = models.DateTimeField(_("reçue le"))
    status = models.CharField(
        _("état"), max_length=10, choices=ProposalStatus, default=ProposalStatus.PENDING, editable=False
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    reason = models.TextField(_("motif du refus"), max_length=1_000, blank=True)

    objects = CardProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse d’une structure")
        verbose_name_plural = _("réponses des structures")
        constraints = [
            one_of("cardproposal", "status", ProposalStatus),
            paired("cardproposal", "decided_at", "decided_by"),
            models.CheckConstraint(
                condition=models.Q(status__in=DECIDED, decided_at__isnull=False)
                | (~models.Q(status__in=DECIDED) & models.Q(decided_at__isnull=True)),
                name="cardproposal_decided_by_somebody",
                violation_error_message=_("Une décision a une date et un auteur."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status=ProposalStatus.REFUSED, reason=""),
                name="cardproposal_refused_with_reason",
                violation_error_message=_("Dites pourquoi la correction est refusée."),
            ),
            models.UniqueConstraint(
                fields=["link"],
                condition=models.Q(status=ProposalStatus.PENDING),
                name="cardproposal_one_pending",
                violation_error_message=_("Une réponse par ce lien attend déjà."),
            ),
        ]
        indexes = [models.Index(fields=["organization", "-at"], name="cardproposal_organization")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def author_words(self) -> str:
        """Who answered, or that nobody said their name."""
        return self.author or str(_("la structure"))

    def decide(self, status: str, *, by: User, at: datetime, reason: str = "") -> None:
        """Close a pending answer, read again under lock, with who and when."""
        self._move_to(status, by=by, at=at, reason=reason)

    def _move_to(self, status: str, *, by: User, at: datetime, reason: str) -> None:
        current = CardProposal.objects.select_for_update(of=("self",)).only("status").get(pk=self.pk).status
        if status not in TRANSITIONS[current]:
            raise TransitionNotAllowed(_("Cette réponse a déjà été traitée."))
        self.status, self.decided_by, self.decided_at, self.reason = status, by, at, reason
        self.save(update_fields=["status", "decided_by", "decided_at", "reason", "changes"])
        audit.record(by, AuditAction.CHANGED, self, fields=["status"])
