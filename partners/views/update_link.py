"""Links for the partners: opening one, sending it, closing it."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, StaffRequest, require_permission
from core.errors import DomainError
from partners.freshness.letters import address_of, send_link
from partners.models import Organization, UpdateLink


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
@sensitive_variables("token", "address")
def update_link_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open a link in place of the former; it is shown this once, to be copied or read on the telephone."""
    organization = get_object_or_404(Organization.objects.active(), pk=pk)
    token = UpdateLink.objects.register(organization, by=request.user, at=timezone.now())
    context = {"organization": organization, "address": address_of(token)}
    return render(request, "partners/update_link.html", context)


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def update_link_send(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send a new link to the organisation’s own address."""
    organization = get_object_or_404(Organization.objects.active(), pk=pk)
    if not organization.email:
        messages.error(request, _("Cette structure n’a pas de courriel : copiez le lien, ou appelez-la."))
        return redirect("partners:organization", pk=pk)
    try:
        with transaction.atomic():
            send_link(organization, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le lien part à %(email)s.") % {"email": organization.email})
    return redirect("partners:organization", pk=pk)


@require_POST
@require_permission(Permission.DIRECTORY_WRITE)
def update_link_revoke(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Close a link: whoever holds it reads nothing any more."""
    link = get_object_or_404(UpdateLink, pk=pk)
    link.revoke(by=request.user, at=timezone.now())
    messages.success(request, _("Le lien est fermé."))
    return redirect("partners:organization", pk=link.organization_id)
