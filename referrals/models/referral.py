"""The referral: one table of transitions, one door, PostgreSQL behind it."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models import Beneficiary
from beneficiaries.reaching import require_tellable
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError, TransitionNotAllowed
from core.models import AuditAction
from partners.models import Service
from programs.models import Enrolment, Program
from programs.models.enrolment import require_room
from referrals.models.event import ReferralEvent
from referrals.models.outcomes import count_outcomes
from referrals.models.states import TONES, TRANSITIONS, Channel, Consent, DeclineReason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable


def refusal(status: str) -> str:
    """Why a step is refused: the referral is already elsewhere."""
    return _("Cette orientation est déjà « %(status)s » : rien n’a changé.") % {"status": Status(status).label}


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Reading the referrals."""

    def visible_to(self, user: User) -> "ReferralQuerySet":
        """Those of visible people, and those that a program which the user runs has received."""
        if not user.can(Permission.REFERRAL_READ):
            return self.none()
        seen = models.Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        received = models.Q(program__in=Program.objects.run_by(user).values("pk"), sent_at__isnull=False)
        return self.filter(seen | received).exclude(beneficiary__in=Beneficiary.objects.kept_from(user))

    def writable_by(self, user: User) -> "ReferralQuerySet":
        """Those that the user may send, close or take back: the people’s files are theirs to open."""
        if not user.can(Permission.REFERRAL_WRITE):
            return self.none()
        return self.filter(beneficiary__in=Beneficiary.objects.visible_to(user))

    def with_person_visibility(self, user: User) -> "ReferralQuerySet":
        """Tell on each row, as person_is_visible, whether the user may open the person’s file."""
        person = Beneficiary.objects.visible_to(user).filter(pk=models.OuterRef("beneficiary_id"))
        return self.annotate(person_is_visible=models.Exists(person))  # type: ignore[no-redef]

    def of(self, people: "Iterable[uuid.UUID]") -> "ReferralQuerySet":
        """Those of people whom a door keeps apart: read by it, shown to nobody as they are."""
        return self.filter(beneficiary__in=list(people))

    def awaiting_reply(self) -> "ReferralQuerySet":
        """Sent, and nobody has answered."""
        return self.filter(status=Status.SENT)

    def silent_since(self, moment: datetime) -> "ReferralQuerySet":
        """Sent before the moment and still unanswered, oldest first."""
        return self.awaiting_reply().filter(sent_at__lt=moment).order_by("sent_at", "pk")

    def open_between(self, beneficiary: Beneficiary, recipient: Service | Program) -> "ReferralQuerySet":
        """For the same person and recipient, prepared or sent, without an end yet."""
        to = {"service": recipient} if isinstance(recipient, Service) else {"program": recipient}
        rows = self.filter(beneficiary=beneficiary, status__in=[Status.DRAFT, Status.SENT], **to)
        return rows.order_by("-created_at", "pk")

    def for_list(self) -> "ReferralQuerySet":
        """Newest first, with the names a row shows."""
        return self.select_related("beneficiary", "service__organization", "program").order_by("-created_at", "pk")

    def for_page(self) -> "ReferralQuerySet":
        """With what the page of one referral shows."""
        return self.select_related(
            "beneficiary__lead_worker",
            "beneficiary__prison",
            "beneficiary__team",
            "beneficiary__contact_rule",
            "service__organization",
            "program__site",
            "created_by",
            "sent_by",
        )

    @transaction.atomic
    def prepare(
        self,
        *,
        submission: uuid.UUID,
        beneficiary: Beneficiary,
        recipient: Service | Program,
        by: User,
        at: datetime,
        send: bool,
        **content: Any,
    ) -> "Referral":
        """Write a draft from the form known by its submission, and send it at once when asked.

        The same form posted again finds its referral: a draft takes what was typed last, one already sent stays.
        """
        service, program = (recipient, None) if isinstance(recipient, Service) else (None, recipient)
        identity = {"beneficiary": beneficiary, "service": service, "program": program, "created_by": by}
        referral, is_new = self.get_or_create(submission=submission, defaults={**identity, **content})
        if is_new:
            audit.record(by, AuditAction.CREATED, referral, person_id=beneficiary.pk)
            if send:
                referral.send(by=by, at=at)
        elif any(getattr(referral, name) != value for name, value in identity.items()):
            raise DomainError(_("Ce formulaire a déjà servi à une autre orientation : rechargez la page."))
        elif referral.status == Status.DRAFT:
            referral.amend(by=by, at=at, send=send, **content)
        return referral


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
    person_is_visible: bool  # on rows read with_person_visibility()

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
    def recipient(self) -> Service | Program:
        """The service or the program asked."""
        return self.service or self.program  # type: ignore[return-value]  # one of the two, says the constraint

    @property
    def can_become(self) -> frozenset[str]:
        """Statuses that may follow the present one; nothing is sent without the person’s agreement."""
        return TRANSITIONS[self.status] if self.consent else TRANSITIONS[self.status] - {Status.SENT}

    @property
    def refusal(self) -> str:
        """What to say of a step that the present status does not allow."""
        return refusal(self.status)

    @property
    def tone(self) -> str:
        """Colour of the status pill."""
        return TONES[self.status]

    def is_overdue(self, now: datetime) -> bool:
        """Whether the reply is late enough to ask again."""
        waited = now - timedelta(days=settings.REFERRAL_REMINDER_DAYS)
        return self.status == Status.SENT and self.sent_at is not None and self.sent_at < waited

    @transaction.atomic
    def amend(self, *, by: User, at: datetime, send: bool, **content: Any) -> None:
        """Rewrite a draft, and send it at once when asked; what is sent no longer changes."""
        current = Referral.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if current.status != Status.DRAFT:
            raise TransitionNotAllowed(_("Cette orientation n’est plus un brouillon : elle ne se modifie plus."))
        changed = [name for name, value in content.items() if getattr(current, name) != value]
        for name, value in content.items():
            setattr(self, name, value)
        if changed:
            self.save(update_fields=changed)
            audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=changed)
        if send:
            self.send(by=by, at=at)

    def send(self, *, by: User, at: datetime) -> None:
        """Send the request; the person has agreed."""
        if not self.consent:
            raise DomainError(_("Notez l’accord de la personne avant l’envoi."))
        require_tellable(self.beneficiary, self.message, timezone.localdate(at))
        self._move_to(Status.SENT, by=by, at=at, sent_at=at, sent_by=by)

    @transaction.atomic
    def accept(self, *, by: User, at: datetime, comment: str = "") -> None:
        """Note that the recipient says yes, even after the request had lapsed.

        One of our programs does not promise a place that it would then refuse.
        """
        if self.program_id and not Enrolment.objects.of(self.beneficiary).active().filter(program=self.program_id):
            program = Program.objects.select_for_update(of=("self",)).get(pk=self.program_id)
            require_room(program, self.beneficiary, since=timezone.localdate(at))
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
            raise TransitionNotAllowed(refusal(current))
        for name, value in {"status": status, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["status", *fields])
        ReferralEvent.objects.create(referral=self, from_status=current, to_status=status, at=at, by=by)
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["status", *fields])
        if self.service_id:
            count_outcomes(at, service_id=self.service_id)
