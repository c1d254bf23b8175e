"""Asking for an emergency aid with its proof, in one go."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from beneficiaries.models import AidPayment, Beneficiary, Document, DocumentKind

if TYPE_CHECKING:
    from uuid import UUID


@transaction.atomic
def ask(
    person: Beneficiary,
    *,
    by: User,
    submission: "UUID | None",
    document: Document | None,
    upload: dict[str, Any] | None,
    **facts: Any,
) -> AidPayment:
    """Ask for an aid; a file that comes with it is kept among the documents of the person."""
    payment = AidPayment.objects.register(person, by=by, submission=submission, **facts)
    if not payment.has_proof or upload or document:
        prove(payment, by=by, document=document, upload=upload, receipt_number=payment.receipt_number)
    return payment


@transaction.atomic
def prove(
    payment: AidPayment, *, by: User, document: Document | None, upload: dict[str, Any] | None, receipt_number: str
) -> None:
    """Join a document already kept, or a new file, or the number of a receipt."""
    if upload:
        told: dict[str, Any] = {"kind": DocumentKind.OTHER, "title": _("Justificatif d’aide d’urgence")}
        document = Document.objects.register(payment.beneficiary, by=by, **told, **upload)
    if document or receipt_number != payment.receipt_number:
        payment.prove(by=by, document=document, receipt_number=receipt_number)
