"""Several referrals for one need: the first that is accepted offers to close the others."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.errors import DomainError, TransitionNotAllowed
from referrals.models.states import ACCEPTED, UNDECIDED, Status

if TYPE_CHECKING:
    from referrals.models.queries import ReferralQuerySet
    from referrals.models.referral import Referral

MOST_SERVICES = 5


class NeedGroup(models.Model):
    """The referrals written together, with one message, for one need of one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="need_groups"
    )
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("demandes pour un même besoin")
        verbose_name_plural = _("demandes pour un même besoin")

    def __str__(self) -> str:
        return str(self.pk)

    def others(self, referral: "Referral") -> "ReferralQuerySet":
        """Those that still run beside one of them, in the order they were written."""
        rows: ReferralQuerySet = self.referrals.exclude(pk=referral.pk)
        return rows.filter(status__in=[Status.DRAFT, *UNDECIDED]).order_by("created_at", "pk")

    @transaction.atomic
    def close_others(self, referral: "Referral", *, by: User, at: datetime) -> int:
        """Take back those that nobody has accepted, once one is; returns how many were."""
        if referral.group_id != self.pk or referral.lock().status not in ACCEPTED:
            raise DomainError(_("Aucune de ces demandes n’est encore acceptée : rien n’est retiré."))
        closed = 0
        for other in self.others(referral):
            try:
                other.withdraw(by=by, at=at)
                closed += 1
            except TransitionNotAllowed:
                continue  # answered meanwhile: what the partner said stands
        return closed
