"""Writing to the directory by hand, with its line in the journal."""

from datetime import date
from typing import Any

from django.db import transaction
from django.forms import ModelForm

from accounts.models import User
from core.audit import record
from core.models import AuditAction
from partners.models import Contact, Organization, Service


@transaction.atomic
def save_record(form: ModelForm[Any], *, by: User, on: date) -> Organization | Service:
    """Save an organisation or a service from its form, checked when the form says so."""
    is_new = form.instance._state.adding
    saved: Organization | Service = form.save()
    changed = [name for name in form.changed_data if name != "just_checked"]
    if is_new or changed:
        record(by, AuditAction.CREATED if is_new else AuditAction.CHANGED, saved, fields=changed)
    if form.cleaned_data["just_checked"]:
        saved.mark_checked(by=by, on=on)
    return saved


def reveal(contact: Contact, *, by: User) -> None:
    """Note that somebody asked to see how to reach a person at a partner’s."""
    record(by, AuditAction.OPENED, contact, fields=["phone", "email"])
