"""The referral: one table of transitions, one door, PostgreSQL behind it."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from referrals.models.event import ReferralEvent
from referrals.models.states import TRANSITIONS, Channel, Consent, DeclineReason, Status


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Reading the referrals."""

    def visible_to(self, user: User) -> "ReferralQuerySet":
        """Those of visible people, and those addressed to a program that the user runs once they are sent."""
        if not user.can(Permission.REFERRAL_READ):
            return self.none()
        seen = models.Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        received = models.Q(program__in=user.programs.values("pk")) & ~models.Q(status=Status.DRAFT)
        return self.filter(seen | received)

    def awaiting_reply(self) -> "ReferralQuerySet":
        """Sent, and nobody has answered."""
        return self.filter(status=Status.SENT)

    def silent_since(self, moment: datetime) -> "ReferralQuerySet":
        """Sent before the moment and still unanswered, oldest first."""
        return self.awaiting_reply().filter(sent_at__lt=moment).order_by("sent_at", "pk")

    def for_list(self) -> "ReferralQuerySet":
        """Newest first, with the names a row shows."""
        return self.select_related("beneficiary", "service__organization", "program").order_by("-created_at", "pk")


class Referral(models.Model):
    """A request, for one person, to a partner’s service or to one of our programs.

    The status changes through the verbs below only; each writes its event in the same transaction.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary", verbose_name=_("personne"), on_delete=models.PROTECT, related_name="referrals"
    )
    service = models.ForeignKey(
        "partners.Service",
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
    )
    program = models.ForeignKey(
        "programs.Program",
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals",
    )
    message = models.TextField(
        _("message"),
        max_length=4_000,
        blank=True,
        help_text=_("Le besoin en quelques mots, sans donnée de santé ni motif pénal."),
    )
    consent = models.CharField(
        _("accord de la personne"), max_length=10, choices=[("", "—"), *Consent.choices], blank=True, default=""
    )
    channel = models.CharField(_("envoyée par"), max_length=10, choices=Channel)
    status = models.CharField(_("statut"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    decline_reason = models.CharField(
        _("raison du refus"),
        max_length=20,
        choices=[("", "—"), *DeclineReason.choices],
        blank=True,
        default="",
        editable=False,
    )
    reply_comment = models.TextField(_("commentaire de la réponse"), max_length=2_000, blank=True, editable=False)
    created_at = models.DateTimeField(_("préparée le"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="referrals"
    )
    sent_at = models.DateTimeField(_("envoyée le"), null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    replied_at = models.DateTimeField(_("réponse le"), null=True, editable=False)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("orientation")
        verbose_name_plural = _("orientations")
        constraints = [
            one_of("referral", "status", Status),
            one_of("referral", "channel", Channel),
            models.CheckConstraint(
                condition=models.Q(consent__in=["", *Consent.values]),
                name="referral_consent_known",
                violation_error_message=_("Cet accord n’est pas dans la liste."),
            ),
            models.CheckConstraint(
                condition=models.Q(service__isnull=True, program__isnull=False)
                | models.Q(service__isnull=False, program__isnull=True),
                name="referral_one_recipient",
                violation_error_message=_("Une orientation va à un service ou à un programme, et à un seul."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[Status.DRAFT, Status.WITHDRAWN]) | ~models.Q(consent=""),
                name="referral_sent_with_consent",
                violation_error_message=_("L’accord de la personne est nécessaire avant l’envoi."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[Status.DRAFT, Status.WITHDRAWN]) | models.Q(sent_at__isnull=False),
                name="referral_sent_is_dated",
                violation_error_message=_("Une orientation envoyée porte sa date d’envoi."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.DECLINED, decline_reason__in=DeclineReason.values)
                | models.Q(~models.Q(status=Status.DECLINED), decline_reason=""),
                name="referral_decline_has_reason",
                violation_error_message=_("Un refus porte sa raison, et lui seul."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=[Status.ACCEPTED, Status.DECLINED]) | models.Q(replied_at__isnull=False),
                name="referral_reply_is_dated",
                violation_error_message=_("Une réponse porte sa date."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.WITHDRAWN, withdrawn_at__isnull=False)
                | models.Q(~models.Q(status=Status.WITHDRAWN), withdrawn_at__isnull=True),
                name="referral_withdrawal_is_dated",
                violation_error_message=_("Un retrait porte sa date."),
            ),
            paired("referral", "sent_at", "sent_by"),
            paired("referral", "replied_at", "replied_by"),
            paired("referral", "withdrawn_at", "withdrawn_by"),
        ]
        indexes = [
            models.Index(fields=["beneficiary", "-created_at"], name="referral_person"),
            models.Index(fields=["status", "sent_at"], name="referral_waiting"),
            models.Index(fields=["service", "status"], name="referral_service"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def recipient(self) -> Any:
        """The service or the program asked."""
        return self.service or self.program

    @property
    def can_become(self) -> frozenset[str]:
        """Statuses that may follow the present one."""
        return TRANSITIONS[self.status]

    def is_overdue(self, now: datetime) -> bool:
        """Whether the reply is late enough to ask again."""
        waited = now - timedelta(days=settings.REFERRAL_REMINDER_DAYS)
        return self.status == Status.SENT and self.sent_at is not None and self.sent_at < waited

    def send(self, *, by: User, at: datetime) -> None:
        """Send the request; the person has agreed."""
        if not self.consent:
            raise DomainError(_("Notez l’accord de la personne avant l’envoi."))
        self._move_to(Status.SENT, by=by, at=at, sent_at=at, sent_by=by)

    def accept(self, *, by: User, at: datetime, comment: str = "") -> None:
        """Note that the recipient says yes, even after the request had lapsed."""
        self._move_to(Status.ACCEPTED, by=by, at=at, replied_at=at, replied_by=by, reply_comment=comment)

    def decline(self, *, by: User, at: datetime, reason: DeclineReason, comment: str = "") -> None:
        """Note that the recipient says no, and why."""
        if reason == DeclineReason.OTHER and not comment.strip():
            raise DomainError(_("Précisez la raison du refus."))
        self._move_to(
            Status.DECLINED, by=by, at=at, replied_at=at, replied_by=by, decline_reason=reason, reply_comment=comment
        )

    def lapse(self, *, by: User, at: datetime) -> None:
        """Stop waiting for a reply."""
        self._move_to(Status.LAPSED, by=by, at=at)

    def withdraw(self, *, by: User, at: datetime) -> None:
        """Take the request back."""
        self._move_to(Status.WITHDRAWN, by=by, at=at, withdrawn_at=at, withdrawn_by=by)

    @transaction.atomic
    def _move_to(self, status: Status, *, by: User, at: datetime, **fields: Any) -> None:
        """The one door: lock the row, check the table, write the status, its fields and its event."""
        current = Referral.objects.select_for_update(of=("self",)).get(pk=self.pk).status
        if status not in TRANSITIONS[current]:
            raise TransitionNotAllowed(
                _("Cette orientation est déjà « %(status)s » : rien n’a changé.") % {"status": Status(current).label}
            )
        for name, value in {"status": status, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["status", *fields])
        ReferralEvent.objects.create(referral=self, from_status=current, to_status=status, at=at, by=by)
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["status", *fields])
