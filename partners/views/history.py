"""History of a card: who changed which field, from what, to what."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, StaffRequest, require_permission
from core.pagination import page_of
from partners.history import line_of
from partners.models import CardChange, Organization, Service


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def organization_history(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Changes of an organisation and of its services."""
    organization = get_object_or_404(Organization, pk=pk)
    return _history(request, organization, {"organization": organization})


@require_safe
@require_permission(Permission.DIRECTORY_READ)
def service_history(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Changes of one service."""
    service = get_object_or_404(Service.objects.select_related("organization"), pk=pk)
    return _history(request, service, {"organization": service.organization, "service": service})


def _history(request: StaffRequest, card: Organization | Service, context: dict[str, Any]) -> HttpResponse:
    page = page_of(CardChange.objects.of(card).for_list(), request.GET.get("page"))
    page.object_list = [line_of(change) for change in page.object_list]
    return render(request, "partners/card_history.html", {**context, "page_obj": page, "name": card.name})
