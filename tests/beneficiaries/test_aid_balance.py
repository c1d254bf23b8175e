"""Emergency aid: PostgreSQL keeps the balance, and nobody spends more than there is, however many try at once."""

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from beneficiaries.models import AidPayment, AidStatus
from core.errors import DomainError, TransitionNotAllowed
from partners.models import AidEnvelope
from tests.factories import AidEnvelopeFactory, AidPaymentFactory, BeneficiaryFactory, UserFactory

ATTEMPTS = 50


def pay(payment: AidPayment, checker: object) -> None:
    """Write the payment as paid, past every rule of the software: what is left is the database’s."""
    row = AidPayment.objects.filter(pk=payment.pk)
    row.update(status=AidStatus.PAID, checked_at=timezone.now(), checked_by=checker)


def confirm(payment: AidPayment, checker: object) -> None:
    """What the button does."""
    payment.confirm(by=checker, at=timezone.now())


def fifty_at_once(act) -> tuple[list[object], AidEnvelope]:
    """Fifty aids of 30 € asked from an envelope of 100 €, all checked at the same instant."""
    envelope = AidEnvelopeFactory(amount=Decimal(100))
    told = {"envelope": envelope, "beneficiary": BeneficiaryFactory(), "created_by": UserFactory()}
    payments, checker = AidPaymentFactory.create_batch(ATTEMPTS, amount=Decimal(30), **told), UserFactory()
    barrier, results = threading.Barrier(ATTEMPTS), [None] * ATTEMPTS

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            act(payments[number], checker)
        except Exception as error:  # noqa: BLE001
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(ATTEMPTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    envelope.refresh_from_db()
    return results, envelope


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("act", "refusal"), [(pay, IntegrityError), (confirm, DomainError)])
def test_fifty_attempts_at_once_never_spend_more_than_there_is(act, refusal):
    results, envelope = fifty_at_once(act)
    assert results.count(None) == 3
    assert sum(isinstance(result, refusal) for result in results) == ATTEMPTS - 3
    assert (envelope.paid, envelope.remaining) == (Decimal(90), Decimal(10))
    assert AidPayment.objects.counted().count() == 3


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_the_envelope_would_be_overspent():
    name = "aidenvelope_balance_not_negative"
    [guard] = [c for c in AidEnvelope._meta.constraints if c.name == name]
    with connection.schema_editor() as editor:
        editor.remove_constraint(AidEnvelope, guard)
    try:
        results, envelope = fifty_at_once(pay)
    finally:
        AidPayment.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(AidEnvelope, guard)
    assert results == [None] * ATTEMPTS
    assert envelope.paid == Decimal(30) * ATTEMPTS


def violates(act, constraint: str) -> None:
    """The database refuses, by the constraint named."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    assert constraint in str(refused.value)


@pytest.mark.django_db
def test_the_balance_follows_each_way_of_writing_a_payment():
    envelope, other = AidEnvelopeFactory(amount=Decimal(100)), AidEnvelopeFactory(amount=Decimal(50))
    payment = AidPaymentFactory(paid=True, envelope=envelope, amount=Decimal(40))
    row = AidPayment.objects.filter(pk=payment.pk)

    def paid() -> list[Decimal]:
        return [AidEnvelope.objects.get(pk=each.pk).paid for each in (envelope, other)]

    assert paid() == [Decimal(40), 0]
    row.update(amount=Decimal(45))
    assert paid() == [Decimal(45), 0]
    row.update(envelope=other)
    assert paid() == [0, Decimal(45)]
    violates(lambda: row.update(amount=Decimal(51)), "aidenvelope_balance_not_negative")
    row.delete()
    assert paid() == [0, 0]
    rows = AidEnvelope.objects.filter(pk=envelope.pk)
    violates(lambda: rows.update(paid=Decimal(10)), "sum of its payments")
    violates(lambda: rows.update(amount=0), "aidenvelope_amount_positive")


@pytest.mark.django_db
def test_the_database_refuses_what_a_view_should_not_write(amina):
    payment = AidPaymentFactory(created_by=amina)
    rows = AidPayment.objects.filter(pk=payment.pk)
    signed = {"checked_at": timezone.now(), "checked_by": UserFactory()}
    violates(lambda: rows.update(amount=-1), "aidpayment_amount_positive")
    violates(lambda: rows.update(status="paid"), "aidpayment_check_is_signed")
    violates(lambda: rows.update(status="paid", **{**signed, "checked_by": amina}), "aidpayment_checked_by_another")
    violates(lambda: rows.update(status="paid", receipt_number="", **signed), "aidpayment_paid_with_proof")
    violates(lambda: rows.update(status="refused", **signed), "aidpayment_end_has_reason")
    violates(lambda: rows.update(status="cancelled", end_reason="Erreur"), "aidpayment_cancellation_is_signed")


@pytest.mark.django_db
def test_two_pairs_of_eyes_a_proof_and_the_money_or_nothing_moves(amina, chloe):
    envelope, at = AidEnvelopeFactory(amount=Decimal(50)), timezone.now()
    payment = AidPaymentFactory(envelope=envelope, amount=Decimal(30), created_by=amina, receipt_number="")
    for by, words in [(amina, "Une autre personne"), (chloe, "Il manque le justificatif")]:
        with pytest.raises(DomainError, match=words):
            payment.confirm(by=by, at=at)
    payment.prove(by=amina, document=None, receipt_number="R-7")
    payment.confirm(by=chloe, at=at)
    with pytest.raises(TransitionNotAllowed, match="Versée"):
        payment.refuse(by=chloe, at=at, reason="Doublon")
    more = AidPaymentFactory(envelope=envelope, amount=Decimal(30), created_by=amina)
    with pytest.raises(DomainError, match="Il reste 20,00\u00a0€"):
        more.confirm(by=chloe, at=at)
    payment.cancel(by=chloe, at=at, reason="Bon rendu")
    more.confirm(by=chloe, at=at)
    envelope.refresh_from_db()
    assert envelope.remaining == Decimal(20)
    with pytest.raises(DomainError, match="déjà versés"):
        envelope.amend(by=chloe, amount=Decimal(10))
    envelope.close(by=chloe, at=at)
    with pytest.raises(DomainError, match="close"):
        AidPaymentFactory(envelope=envelope, created_by=amina).confirm(by=chloe, at=at)
