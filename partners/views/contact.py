"""Contacts: adding, correcting; people’s details are shown to who asks, and the journal knows it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from partners.actions import reveal, save_contact
from partners.forms import ContactForm
from partners.models import Contact, Organization
from partners.views.organization import organization_context


@require_POST
@require_permission(Permission.DIRECTORY_READ)
def contact_reveal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The organisation’s page with this contact’s details."""
    contacts = Contact.objects.select_related("organization__checked_by", "organization__parent")
    contact = get_object_or_404(contacts, pk=pk)
    reveal(contact, by=request.user)
    context = organization_context(request, contact.organization, revealed=contact.pk)
    return render(request, "partners/organization_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def contact_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add somebody to ask for at an organisation."""
    return _form(request, Contact(organization=get_object_or_404(Organization, pk=pk)))


@require_http_methods(["GET", "HEAD", "POST"])
@require_permission(Permission.DIRECTORY_WRITE)
def contact_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Correct a contact: the form shows the details, so the journal knows it."""
    contact = get_object_or_404(Contact.objects.select_related("organization"), pk=pk)
    if request.method == "GET":
        reveal(contact, by=request.user)
    return _form(request, contact)


def _form(request: StaffRequest, contact: Contact) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        save_contact(form, by=request.user)
        messages.success(request, _("Le contact est enregistré."))
        return redirect("partners:organization", pk=contact.organization_id)
    title = _("Nouveau contact") if contact._state.adding else _("Modifier un contact")
    context = {"form": form, "organization": contact.organization, "title": title}
    return render(request, "partners/part_form.html", context)
