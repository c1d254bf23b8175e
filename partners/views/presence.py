"""Withdrawing from the directory what is no longer there, and putting it back: nothing is erased."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from partners.actions import set_active
from partners.models import Contact, Organization, Service, Site


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def organization_presence(request: StaffRequest, pk: UUID) -> HttpResponse:
    """An organisation."""
    return _presence(request, get_object_or_404(Organization, pk=pk), "partners:organization", pk)


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def service_presence(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A service."""
    return _presence(request, get_object_or_404(Service, pk=pk), "partners:service", pk)


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def site_presence(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A site."""
    site = get_object_or_404(Site, pk=pk)
    return _presence(request, site, "partners:organization", site.organization_id)


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def contact_presence(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody to ask for."""
    contact = get_object_or_404(Contact, pk=pk)
    return _presence(request, contact, "partners:organization", contact.organization_id)


def _presence(request: StaffRequest, one: Any, page: str, pk: UUID) -> HttpResponse:
    """Withdraw, or put back when the form says « remettre »."""
    back = "remettre" in request.POST
    if set_active(one, back, by=request.user):
        text = _("C’est remis dans l’annuaire.") if back else _("C’est retiré de l’annuaire. Vous pouvez le remettre.")
        messages.success(request, text)
    return redirect(page, pk=pk)
