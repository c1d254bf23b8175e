"""Emergency aid to a person: asked by one, checked by another, paid only then."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission
from beneficiaries.models.beneficiary import Beneficiary
from beneficiaries.models.document import Document
from core import audit
from core.constraints import one_of, paired
from core.errors import DomainError, TransitionNotAllowed
from core.fields import LineField
from core.models import AuditAction
from core.money import MoneyField
from partners.models import AidEnvelope

if TYPE_CHECKING:
    from uuid import UUID


class AidKind(models.TextChoices):
    """What the aid is for."""

    FOOD = "food", gettext_lazy("Alimentation")
    TRANSPORT = "transport", gettext_lazy("Transport")
    HOTEL_NIGHT = "hotel_night", gettext_lazy("Nuit d’hôtel")
    CLOTHES = "clothes", gettext_lazy("Vêtements")
    HYGIENE = "hygiene", gettext_lazy("Hygiène")
    PHONE = "phone", gettext_lazy("Téléphone")
    PAPERS = "papers", gettext_lazy("Papiers, timbres, photos")
    OTHER = "other", gettext_lazy("Autre")


class AidMethod(models.TextChoices):
    """How it is paid."""

    CASH = "cash", gettext_lazy("Espèces")
    VOUCHER = "voucher", gettext_lazy("Bon ou chèque de service")
    SUPPLIER = "supplier", gettext_lazy("Réglé au commerçant")
    TRANSFER = "transfer", gettext_lazy("Virement")


class AidStatus(models.TextChoices):
    """Where the aid stands."""

    ASKED = "asked", gettext_lazy("À contrôler")
    PAID = "paid", gettext_lazy("Versée")
    REFUSED = "refused", gettext_lazy("Refusée")
    CANCELLED = "cancelled", gettext_lazy("Annulée")


TRANSITIONS: dict[str, frozenset[str]] = {
    AidStatus.ASKED: frozenset({AidStatus.PAID, AidStatus.REFUSED, AidStatus.CANCELLED}),
    AidStatus.PAID: frozenset({AidStatus.CANCELLED}),
    AidStatus.REFUSED: frozenset(),
    AidStatus.CANCELLED: frozenset(),
}
TONES = {
    AidStatus.ASKED: "warning",
    AidStatus.PAID: "success",
    AidStatus.REFUSED: "neutral",
    AidStatus.CANCELLED: "neutral",
}
CHECKED = [AidStatus.PAID, AidStatus.REFUSED]
ENDED = [AidStatus.REFUSED, AidStatus.CANCELLED]
PROVED = models.Q(document__isnull=False) | ~models.Q(receipt_number="")

# The envelope is written by PostgreSQL, whatever writes the payments; its row is locked by the update.
COUNTED_ON_ENVELOPE = pgtrigger.Trigger(
    name="counted_on_envelope",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("status", "amount", "envelope_id"),  # type: ignore[no-untyped-call]
    func="""
    IF TG_OP <> 'INSERT' THEN
        UPDATE partners_aidenvelope SET paid = paid - OLD.amount WHERE id = OLD.envelope_id AND OLD.status = 'paid';
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE partners_aidenvelope SET paid = paid + NEW.amount WHERE id = NEW.envelope_id AND NEW.status = 'paid';
    END IF;
    RETURN NULL;
    """,
)


class AidPaymentQuerySet(models.QuerySet["AidPayment"]):
    """Reading the aid, and asking for some."""

    def visible_to(self, user: User) -> "AidPaymentQuerySet":
        """The aid to people whom the user may see, for those who have to do with aid."""
        if not user.can(Permission.AID_READ):
            return self.none()
        return self.filter(beneficiary__in=Beneficiary.objects.visible_to(user))

    def shown_to(self, user: User) -> "AidPaymentQuerySet":
        """Every line of an envelope, whose balance is everybody’s; person_is_visible tells whose name may be shown."""
        seen = Beneficiary.objects.visible_to(user).filter(pk=models.OuterRef("beneficiary_id"))
        rows = self if user.can(Permission.AID_READ) else self.none()
        return rows.annotate(person_is_visible=models.Exists(seen))  # type: ignore[no-redef]

    def to_check(self) -> "AidPaymentQuerySet":
        """Asked, and nobody has checked."""
        return self.filter(status=AidStatus.ASKED)

    def counted(self) -> "AidPaymentQuerySet":
        """Those that the envelope has paid."""
        return self.filter(status=AidStatus.PAID)

    def for_list(self) -> "AidPaymentQuerySet":
        """Newest first, with what a row shows."""
        rows = self.select_related("beneficiary", "envelope", "created_by", "checked_by", "document")
        return rows.order_by("-paid_on", "-created_at", "pk")

    @transaction.atomic
    def register(
        self,
        person: Beneficiary,
        *,
        submission: "UUID | None",
        envelope: AidEnvelope,
        amount: Decimal,
        paid_on: date,
        by: User,
        **facts: Any,
    ) -> "AidPayment":
        """Ask for an aid; the same form sent twice asks once."""
        person.lock()
        if submission and (already := self.filter(beneficiary=person, submission=submission).first()):
            return already
        envelope.locked().require_room(amount, paid_on)
        payment = self.create(
            beneficiary=person,
            submission=submission or uuid.uuid4(),
            envelope=envelope,
            amount=amount,
            paid_on=paid_on,
            created_by=by,
            **facts,
        )
        audit.record(by, AuditAction.CREATED, payment, person_id=person.pk)
        return payment


class AidPayment(models.Model):
    """One aid to one person, from one envelope; it counts once somebody else has checked it with its proof."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    envelope = models.ForeignKey(
        "partners.AidEnvelope",
        verbose_name=gettext_lazy("enveloppe"),
        on_delete=models.PROTECT,
        related_name="payments",
    )
    beneficiary = models.ForeignKey(
        "beneficiaries.Beneficiary",
        verbose_name=gettext_lazy("personne"),
        on_delete=models.PROTECT,
        related_name="aid_payments",
    )
    paid_on = models.DateField(gettext_lazy("remise le"))
    amount = MoneyField(gettext_lazy("montant"))
    kind = models.CharField(gettext_lazy("pour"), max_length=12, choices=AidKind)
    method = models.CharField(gettext_lazy("moyen"), max_length=10, choices=AidMethod)
    reason = LineField(
        gettext_lazy("raison"),
        max_length=300,
        help_text=gettext_lazy("En quelques mots, sans donnée de santé ni motif pénal."),
    )
    document = models.ForeignKey(
        "beneficiaries.Document",
        verbose_name=gettext_lazy("justificatif"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="aid_payments",
    )
    receipt_number = LineField(gettext_lazy("numéro du reçu"), max_length=60, blank=True)
    status = models.CharField(
        gettext_lazy("statut"), max_length=10, choices=AidStatus, default=AidStatus.ASKED, editable=False
    )
    created_at = models.DateTimeField(gettext_lazy("demandée le"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+")
    checked_at = models.DateTimeField(gettext_lazy("contrôlée le"), null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    cancelled_at = models.DateTimeField(gettext_lazy("annulée le"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    end_reason = LineField(gettext_lazy("raison du refus ou de l’annulation"), max_length=200, blank=True)

    objects = AidPaymentQuerySet.as_manager()
    person_is_visible: bool  # on rows read with shown_to()

    class Meta:
        verbose_name = gettext_lazy("aide d’urgence")
        verbose_name_plural = gettext_lazy("aides d’urgence")
        constraints = [
            one_of("aidpayment", "kind", AidKind),
            one_of("aidpayment", "method", AidMethod),
            one_of("aidpayment", "status", AidStatus),
            paired("aidpayment", "checked_at", "checked_by"),
            paired("aidpayment", "cancelled_at", "cancelled_by"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="aidpayment_amount_positive",
                violation_error_message=gettext_lazy("Le montant est supérieur à zéro."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status=AidStatus.PAID) | PROVED,
                name="aidpayment_paid_with_proof",
                violation_error_message=gettext_lazy("Une aide versée a un justificatif ou un numéro de reçu."),
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by__isnull=True) | ~models.Q(checked_by=models.F("created_by")),
                name="aidpayment_checked_by_another",
                violation_error_message=gettext_lazy("Une autre personne que celle qui a demandé l’aide la contrôle."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=CHECKED) | models.Q(checked_at__isnull=False),
                name="aidpayment_check_is_signed",
                violation_error_message=gettext_lazy("Une aide versée ou refusée dit qui l’a contrôlée."),
            ),
            models.CheckConstraint(
                condition=models.Q(status=AidStatus.CANCELLED, cancelled_at__isnull=False)
                | (~models.Q(status=AidStatus.CANCELLED) & models.Q(cancelled_at__isnull=True)),
                name="aidpayment_cancellation_is_signed",
                violation_error_message=gettext_lazy("Une aide annulée dit quand et par qui, et elle seule."),
            ),
            models.CheckConstraint(
                condition=(models.Q(status__in=ENDED) & ~models.Q(end_reason=""))
                | (~models.Q(status__in=ENDED) & models.Q(end_reason="")),
                name="aidpayment_end_has_reason",
                violation_error_message=gettext_lazy("Un refus ou une annulation porte sa raison."),
            ),
            models.UniqueConstraint(
                fields=["beneficiary", "submission"],
                name="aidpayment_once_per_submission",
                violation_error_message=gettext_lazy("Cette aide est déjà enregistrée."),
            ),
        ]
        indexes = [
            models.Index(fields=["envelope", "-paid_on"], name="aidpayment_envelope"),
            models.Index(fields=["created_at"], condition=models.Q(status="asked"), name="aidpayment_to_check"),
        ]
        triggers = [COUNTED_ON_ENVELOPE]

    if TYPE_CHECKING:
        beneficiary_id: UUID
        created_by_id: UUID
        document_id: UUID | None

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def tone(self) -> str:
        """Colour of the status pill."""
        return TONES[AidStatus(self.status)]

    @property
    def has_proof(self) -> bool:
        """Whether a document or the number of a receipt proves the expense."""
        return self.document_id is not None or bool(self.receipt_number)

    def may_check(self, user: User) -> bool:
        """Whether the user is the second pair of eyes here."""
        return user.can(Permission.AID_CHECK) and user.pk != self.created_by_id and self.status == AidStatus.ASKED

    def may_cancel(self, user: User) -> bool:
        """Whoever asked may take back what nobody has checked; the rest is for those who check."""
        if AidStatus.CANCELLED not in TRANSITIONS[self.status]:
            return False
        return user.can(Permission.AID_CHECK) or (self.status == AidStatus.ASKED and user.pk == self.created_by_id)

    @transaction.atomic
    def prove(self, *, by: User, document: Document | None, receipt_number: str) -> None:
        """Add what proves the expense, until it is checked."""
        current = AidPayment.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if current.status != AidStatus.ASKED:
            raise TransitionNotAllowed(self._refusal(current.status))
        if document and document.beneficiary_id != self.beneficiary_id:
            raise DomainError(_("Ce justificatif est celui d’une autre personne."))
        self.document, self.receipt_number = document or current.document, receipt_number or current.receipt_number
        self.save(update_fields=["document", "receipt_number"])
        fields = ["document", "receipt_number"]
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=fields)

    @transaction.atomic
    def confirm(self, *, by: User, at: datetime) -> None:
        """Check it and count it on the envelope, which must have the money."""
        self._require_another(by)
        self._move_to(AidStatus.PAID, by=by, checked_at=at, checked_by=by)

    @transaction.atomic
    def refuse(self, *, by: User, at: datetime, reason: str) -> None:
        """Check it and say no, and why."""
        self._require_another(by)
        self._move_to(AidStatus.REFUSED, by=by, checked_at=at, checked_by=by, end_reason=reason)

    @transaction.atomic
    def cancel(self, *, by: User, at: datetime, reason: str) -> None:
        """Take it back, and give the money back to the envelope when it was counted."""
        self._move_to(AidStatus.CANCELLED, by=by, cancelled_at=at, cancelled_by=by, end_reason=reason)

    def _require_another(self, by: User) -> None:
        """Four eyes: nobody checks what they asked for."""
        if by.pk == self.created_by_id:
            raise DomainError(_("Une autre personne que celle qui a demandé l’aide la contrôle."))

    def _refusal(self, status: str) -> str:
        """Why a step is refused: the aid is already elsewhere."""
        return _("Cette aide est déjà « %(status)s » : rien n’a changé.") % {"status": AidStatus(status).label}

    def _move_to(self, status: AidStatus, *, by: User, **fields: Any) -> None:
        """The one door: lock the row and its envelope, check the table, the proof and the money, write and journal."""
        current = AidPayment.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if status not in TRANSITIONS[current.status]:
            raise TransitionNotAllowed(self._refusal(current.status))
        if status == AidStatus.PAID:
            if not current.has_proof:
                raise DomainError(_("Il manque le justificatif ou le numéro du reçu."))
            self.envelope.locked().require_room(current.amount, current.paid_on)
        for name, value in {"status": status, **fields}.items():
            setattr(self, name, value)
        self.save(update_fields=["status", *fields])
        audit.record(by, AuditAction.CHANGED, self, person_id=self.beneficiary_id, fields=["status", *fields])
