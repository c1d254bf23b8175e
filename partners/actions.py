"""Writing to the directory by hand, with its line in the journal."""

from datetime import date
from typing import Any, Protocol

from django.db import transaction
from django.forms import ModelForm

from accounts.models import User
from core.audit import origin, record
from core.models import AuditAction, AuditEntry
from partners import history
from partners.checks import check
from partners.models import Contact, Organization, Service, Site


class RecordForm(Protocol):
    """A form that says which fields of its record were changed, however they were typed."""

    instance: Any
    cleaned_data: dict[str, Any]

    @property
    def changed_fields(self) -> list[str]:
        """Their names."""

    def save(self) -> Any:
        """Write the record."""


@transaction.atomic
def save_record(form: RecordForm, *, by: User, on: date) -> Organization | Service:
    """Save an organisation or a service from its form, checked when the form says so."""
    is_new = form.instance._state.adding
    before = {} if is_new else history.facts_of(_stored(form.instance))
    saved: Organization | Service = form.save()
    changed = form.changed_fields
    if is_new or changed:
        record(by, AuditAction.CREATED if is_new else AuditAction.CHANGED, saved, fields=changed)
    if not is_new:
        history.note_changes(saved, before, by=by)
    if form.cleaned_data["just_checked"]:
        check(saved, by=by, on=on)
        saved.refresh_from_db(fields=["checked_on", "checked_by"])
    return saved


@transaction.atomic
def save_site(form: RecordForm, *, by: User) -> Site:
    """Save a site; the services given there move with it."""
    is_new = form.instance._state.adding
    site: Site = form.save()
    if is_new or form.changed_fields:
        record(by, AuditAction.CREATED if is_new else AuditAction.CHANGED, site, fields=form.changed_fields)
    if not is_new:
        for service in site.services.select_for_update(of=("self",)).order_by("pk"):
            before = history.facts_of(service)
            service.stand_at(site)
            service.save()
            history.note_changes(service, before, by=by)
    return site


@transaction.atomic
def save_contact(form: ModelForm[Any], *, by: User) -> Contact:
    """Save somebody to ask for."""
    is_new = form.instance._state.adding
    contact: Contact = form.save()
    if is_new or form.changed_data:
        record(by, AuditAction.CREATED if is_new else AuditAction.CHANGED, contact, fields=form.changed_data)
    return contact


@transaction.atomic
def set_active(one: Organization | Service | Site | Contact, active: bool, *, by: User) -> bool:
    """Withdraw from the directory, or put back; False when that was done already."""
    rows: Any = type(one)._base_manager.select_for_update(of=("self",))
    one = rows.get(pk=one.pk)
    if one.is_active == active:
        return False
    card = one if isinstance(one, Organization | Service) else None
    before = history.facts_of(card) if card else {}
    one.is_active = active
    one.save(update_fields=["is_active", *(["updated_at"] if card else [])])
    record(by, AuditAction.CHANGED, one, fields=["is_active"])
    if card:
        history.note_changes(card, before, by=by)
    return True


def _stored(card: Organization | Service) -> Organization | Service:
    """The card as the database has it, locked, whatever the form wrote on this one."""
    rows: Any = type(card)._base_manager.select_for_update(of=("self",))
    found: Organization | Service = rows.get(pk=card.pk)
    return found


def reveal(contact: Contact, *, by: User) -> None:
    """Note that somebody asked to see how to reach a person at a partner’s."""
    record(by, AuditAction.OPENED, contact, fields=["phone", "email"])


def note_export(kind: str, content: str, *, contacts: bool, by: User) -> None:
    """Note that the directory went out as a file."""
    fields = [kind, content, *(["contacts"] if contacts else [])]
    AuditEntry.objects.create(
        actor=by,
        action=AuditAction.PRINTED,
        object_type="partners.export",
        object_id=kind,
        fields=fields,
        origin=origin.get(),
    )
