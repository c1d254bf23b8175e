"""Contacts: people’s details are shown to who asks, and the journal knows it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from partners.actions import reveal
from partners.models import Contact
from partners.views.organization import organization_context


@require_POST
@require_permission(Permission.DIRECTORY_READ)
def contact_reveal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The organisation’s page with this contact’s details."""
    contact = get_object_or_404(Contact.objects.select_related("organization__checked_by"), pk=pk)
    reveal(contact, by=request.user)
    context = organization_context(request, contact.organization, revealed=contact.pk)
    return render(request, "partners/organization_page.html", context)
