"""What a partner says after the association has stopped waiting: kept, and offered for opening the referral again."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import paired
from referrals.models.states import ANSWERS, Status
from referrals.models.told import Told, reason_known


class LateReplyQuerySet(models.QuerySet["LateReply"]):
    """Reading the late answers."""

    def open(self) -> "LateReplyQuerySet":
        """Nobody has decided about them yet, oldest first."""
        return self.filter(settled_at__isnull=True).order_by("at", "pk")


class LateReply(Told):
    """An answer to a referral that had lapsed; settled when somebody opens the referral again or leaves it there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="late_replies")
    link = models.ForeignKey("referrals.ReferralLink", on_delete=models.PROTECT, related_name="+")
    to_status = models.CharField(_("réponse"), max_length=12, choices=Status)
    at = models.DateTimeField(_("le"))
    settled_at = models.DateTimeField(_("traitée le"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = LateReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse tardive")
        verbose_name_plural = _("réponses tardives")
        constraints = [
            paired("latereply", "settled_at", "settled_by"),
            reason_known("latereply"),
            models.CheckConstraint(
                condition=models.Q(to_status__in=sorted(ANSWERS)),
                name="latereply_to_status_known",
                violation_error_message=_("Cette réponse n’est pas dans la liste."),
            ),
            models.CheckConstraint(
                condition=models.Q(to_status=Status.DECLINED) ^ models.Q(reason=""),
                name="latereply_decline_has_reason",
                violation_error_message=_("Un refus porte sa raison, et lui seul."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_status} {self.at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide about it."""
        return self.settled_at is None

    @property
    def words(self) -> str:
        """The answer, as the list of statuses says it."""
        return str(Status(self.to_status).label)
