"""Writing to the directory by hand, with its line in the journal."""

from datetime import date
from typing import Any

from django.db import transaction
from django.forms import ModelForm

from accounts.models import User
from core.audit import record
from core.models import AuditAction
from partners import history
from partners.checks import check
from partners.models import Contact, Organization, Service


@transaction.atomic
def save_record(form: ModelForm[Any], *, by: User, on: date) -> Organization | Service:
    """Save an organisation or a service from its form, checked when the form says so."""
    is_new = form.instance._state.adding
    before = {} if is_new else history.facts_of(_stored(form.instance))
    saved: Organization | Service = form.save()
    changed = [name for name in form.changed_data if name != "just_checked"]
    if is_new or changed:
        record(by, AuditAction.CREATED if is_new else AuditAction.CHANGED, saved, fields=changed)
    if not is_new:
        history.note_changes(saved, before, by=by)
    if form.cleaned_data["just_checked"]:
        check(saved, by=by, on=on)
        saved.refresh_from_db(fields=["checked_on", "checked_by"])
    return saved


def _stored(card: Organization | Service) -> Organization | Service:
    """The card as the database has it, locked, whatever the form wrote on this one."""
    rows: Any = type(card)._base_manager.select_for_update(of=("self",))
    found: Organization | Service = rows.get(pk=card.pk)
    return found


def reveal(contact: Contact, *, by: User) -> None:
    """Note that somebody asked to see how to reach a person at a partner’s."""
    record(by, AuditAction.OPENED, contact, fields=["phone", "email"])
