"""The journal can only grow."""

import pytest
from django.db import DatabaseError, connection, transaction

from core import audit
from core.models import AuditAction, AuditEntry
from tests.factories import AuditEntryFactory, BeneficiaryFactory

pytestmark = pytest.mark.django_db


def test_an_entry_cannot_be_changed():
    entry = AuditEntryFactory()
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(object_id="autre")
    entry.refresh_from_db()
    assert entry.object_id != "autre"


def test_an_entry_cannot_be_removed_even_in_sql():
    entry = AuditEntryFactory()
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditentry WHERE id = %s", [entry.pk])
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_an_unknown_action_is_refused_by_the_database():
    with pytest.raises(DatabaseError, match="auditentry_action_known"), transaction.atomic():
        AuditEntryFactory(action="autre")


def test_an_entry_says_who_what_whose_and_from_where():
    person = BeneficiaryFactory()
    token = audit.origin.set("192.0.2.7")
    try:
        entry = audit.record(
            person.created_by, AuditAction.CHANGED, person, person_id=person.pk, fields=["phone", "email"]
        )
    finally:
        audit.origin.reset(token)
    entry.refresh_from_db()
    assert (entry.actor, entry.person_id, entry.origin, entry.fields) == (
        person.created_by,
        person.pk,
        "192.0.2.7",
        ["email", "phone"],
    )


def test_an_act_that_cannot_be_journalled_does_not_happen(monkeypatch):
    def out_of_order(*args: object, **kwargs: object) -> None:
        raise DatabaseError("journal")

    person = BeneficiaryFactory(phone="")
    monkeypatch.setattr("core.audit.AuditEntry.objects.create", out_of_order)
    person.phone = "0199001122"
    with pytest.raises(DatabaseError), transaction.atomic():
        person.amend(by=person.created_by, fields=["phone"])
    person.refresh_from_db()
    assert not person.phone
